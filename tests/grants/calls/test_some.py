"""The builders that other tests begin with make what the database takes."""

from tests.grants import some

from chassis.testing import House
from grants.calls.domain import is_open


async def test_some__an_open_call(grants: House) -> None:
    await some.council_terms(grants)
    await some.principles(grants)
    call = await some.call(grants, attachments=some.ATTACHMENTS)
    assert is_open(call, grants.now())
    assert await grants.said(call.id) == ["GrantCallOpened"]
    assert (await some.association(grants)).names.fi == "Oulun Omaiset ry"
