"""The edge of HTTP: sign-in, idempotent replay, If-Match, the transaction and its repetition, the answer.

A feature's `api.py` needs three names::

    router = routes("decisions", if_match=("grant",), idempotency_required=("create",))

    @router.post("", status_code=201)
    async def propose_decision(body: Propose, http: Http) -> DecisionOut:
        return await http.run(commands.propose, body).shown(queries.shown)

    @router.post("/{id}/grant", responses=gives(APPROPRIATION_EXCEEDED))
    async def grant_application(id: UUID, body: Grant, http: Http) -> DecisionOut:
        return await http.run(commands.grant, id, body).shown(queries.shown)

    @router.get("/{id}")
    async def get_decision(id: UUID, http: Http) -> DecisionOut:
        return await http.read(queries.decision, id).shown(queries.shown)
"""

from chassis.edge.http import Edge, Http
from chassis.edge.places import Moved
from chassis.edge.routing import gives, routes

__all__ = ["Edge", "Http", "Moved", "gives", "routes"]
