"""Templates and previews. Nothing is sent from here."""

from pydantic import ValidationError
from sqlalchemy import select
from sqlmodel import col

from chassis.problems import NOT_FOUND, Refused
from chassis.work import Reader
from notifications.access import Permission
from notifications.links import DESK
from notifications.recipients.domain.addressee import Language
from notifications.recipients.tables import Recipient
from notifications.templates.domain import TEMPLATES, render
from notifications.templates.problems import NO_VERSION, VALUES
from notifications.templates.schemas import Preview, PreviewOut, TemplateOut


async def templates(reader: Reader) -> list[TemplateOut]:
    """All of them."""
    reader.actor.must(Permission.TEMPLATE_READ)
    return [
        TemplateOut(
            name=each.name, newest=each.version, weight=each.weight, topic=each.topic,
            values=each.values(each.version).model_json_schema(),
        )
        for each in TEMPLATES.values()
    ]


async def preview(reader: Reader, name: str, body: Preview) -> PreviewOut:
    """What a mail would say, filled with these values; with an unsubscribe link that opens nothing."""
    reader.actor.must(Permission.TEMPLATE_READ)
    template = TEMPLATES.get(name)
    if template is None:
        raise NOT_FOUND()
    if body.version is not None and body.version > template.version:
        raise Refused([NO_VERSION.at("/version", newest=template.version)])
    theirs = Language.FI
    if body.recipient_id is not None:
        theirs = await reader.one(select(col(Recipient.language)).where(col(Recipient.id) == body.recipient_id))
    language = body.language or theirs
    nobody = f"{DESK.sender.base}/v1/unsubscribe/…"
    try:
        made = render(name, language.value, body.values, version=body.version, unsubscribe=nobody)
    except ValidationError as wrong:
        places = ["/".join(["/values", *map(str, error["loc"])]) for error in wrong.errors(include_input=False)]
        raise Refused([VALUES.at(place) for place in places]) from None
    return PreviewOut(
        template=name, template_version=made.version, language=language, subject=made.subject, text=made.text, html=made.html,
        unsubscribable=template.topic is not None,
    )
