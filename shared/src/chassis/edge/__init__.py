"""The edge of HTTP: sign-in, idempotent replay, If-Match, the transaction and its repetition, the answer.

A feature's `api.py` needs three names::

    router = routes("parcels", if_match=("seal",), idempotency_required=("create",))

    @router.post("", status_code=201)
    async def pack_parcel(body: Pack, http: Http) -> ParcelOut:
        return await http.run(commands.pack, body).shown(queries.shown)

    @router.post("/{id}/seal", responses=gives(TOO_HEAVY))
    async def seal_parcel(id: UUID, body: Seal, http: Http) -> ParcelOut:
        return await http.run(commands.seal, id, body).shown(queries.shown)

    @router.get("/{id}")
    async def get_parcel(id: UUID, http: Http) -> ParcelOut:
        return await http.read(queries.parcel, id).shown(queries.shown)
"""

from chassis.edge.http import Edge, Http
from chassis.edge.places import MOVES, Moved
from chassis.edge.routing import gives, routes
from chassis.edge.sheet import Sheet

__all__ = ["MOVES", "Edge", "Http", "Moved", "Sheet", "gives", "routes"]
