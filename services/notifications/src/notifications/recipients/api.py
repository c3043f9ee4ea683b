"""Recipients over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from chassis.edge import Http, Sheet, gives, routes
from chassis.paging import Items, Page
from notifications.recipients import problems, queries
from notifications.recipients.commands import confirming, entering
from notifications.recipients.documents import confirmed
from notifications.recipients.domain.addressee import Kind
from notifications.recipients.schemas import Change, Keep, Mine, OfOrganisation, RecipientOut

router = routes("recipients")
confirmations = routes("confirmations", public=True, sheets=True)

_ADDRESS = (problems.ADDRESS_FORM, problems.ADDRESS_LETTERS, problems.ADDRESS_TOO_LONG)
_OTHERS = (problems.POSTAL_CODE, problems.GROUNDS_MISSING, problems.JUST_ADDED)
Link = Annotated[str, Path(max_length=200, description="What stands at the end of the mail's link.")]


@router.put("/me", responses=gives(*_ADDRESS, problems.PERSONS_ONLY, problems.JUST_ADDED))
async def enter_my_address(body: Mine, http: Http) -> RecipientOut:
    """Give one's own address and language (omat yhteystiedot). Another address than before is sent a mail to confirm it."""
    return await http.run(entering.enter_mine, body).shown(queries.shown)


@router.get("/me", responses=gives(problems.NOT_GIVEN))
async def get_my_address(http: Http) -> RecipientOut:
    """One's own contact details (omat yhteystiedot)."""
    return await http.read(queries.mine).shown(queries.shown)


@router.put("/organisations/{organisation_id}", responses=gives(*_ADDRESS, *_OTHERS, problems.ORGANISATION_ENDED))
async def enter_address_of_organisation(organisation_id: UUID, body: OfOrganisation, http: Http) -> RecipientOut:
    """Give the contact details of an organisation (järjestön yhteystiedot): its representative, or staff with grounds."""
    return await http.run(entering.enter_of_organisation, organisation_id, body).shown(queries.shown)


@router.get("")
async def list_recipients(
    http: Http,
    page: Page,
    kind: Annotated[Kind | None, Query(description="Only persons, or only organisations.")] = None,
    verified: Annotated[bool | None, Query(description="Only those whose address is confirmed, or is not.")] = None,
    suppressed: Annotated[bool | None, Query(description="Only those whose address takes no more mail, or does.")] = None,
) -> Items[RecipientOut]:
    """Those that the caller may see, the newest last (vastaanottajat). Reading a person's address is noted."""
    return await http.page(queries.recipients, page, kind, verified, suppressed)


@router.get("/{id}")
async def get_recipient(id: UUID, http: Http) -> RecipientOut:
    """One person's or organisation's contact details (vastaanottaja). Reading another person's address is noted."""
    return await http.read(queries.recipient, id).shown(queries.shown)


@router.patch("/{id}", responses=gives(*_ADDRESS, *_OTHERS, problems.NO_HOME_ADDRESS))
async def change_recipient(id: UUID, body: Change, http: Http) -> RecipientOut:
    """Another address, language, consent or postal address (yhteystietojen muutos)."""
    return await http.run(entering.change, id, body).shown(queries.shown)


@router.post("/{id}/remove", status_code=204)
async def remove_recipient(id: UUID, body: Keep, http: Http) -> None:
    """Send nothing there any more (yhteystietojen poisto)."""
    return await http.run(entering.remove, id, body).done()


@router.post("/{id}/verify", responses=gives(problems.NO_ADDRESS))
async def verify_recipient(id: UUID, body: Keep, http: Http) -> RecipientOut:
    """Say on grounds that the address is right (osoitteen vahvistus viranomaisen toimesta)."""
    return await http.run(confirming.verify, id, body).shown(queries.shown)


@router.post("/{id}/lift-suppression", responses=gives(problems.NOT_SUPPRESSED))
async def lift_recipient_suppression(id: UUID, body: Keep, http: Http) -> RecipientOut:
    """Send to a refused address again (estolistalta poisto), on grounds."""
    return await http.run(confirming.lift_suppression, id, body).shown(queries.shown)


@confirmations.get("/{link}", response_model=None, responses=gives(problems.LINK_GONE))
async def show_confirmation(link: Link, http: Http) -> Sheet:
    """A page with a button that confirms an address (osoitteen vahvistus). It changes nothing: programs open links, too."""
    return await http.read(queries.confirmation, link)


@confirmations.post("/{link}", response_model=None, responses=gives(problems.LINK_GONE))
async def confirm_address(link: Link, http: Http) -> Sheet:
    """Confirm an address with the link of the mail that was sent there (osoitteen vahvistus). Once."""
    return await http.run(confirming.confirm, link).shown(confirmed)
