"""HTTP: who am I, and who may do what."""

from chassis.edge import Http, routes
from registry.people.queries import me as queries
from registry.people.schemas import MatrixOut, MeOut

me = routes("me")
access = routes("access")


@me.get("")
async def get_me(http: Http) -> MeOut:
    """Who is signed in, which roles hold now, and what they allow in the registry."""
    return await http.read(queries.me)


@access.get("/matrix")
async def get_access_matrix(http: Http) -> MatrixOut:
    """Who may do what in the registry: the one table of permissions."""
    return await http.read(queries.access_matrix)
