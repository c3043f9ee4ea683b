"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from typing import Final

from pydantic import BaseModel

from notifications.recipients.domain.addressee import Language
from notifications.subscriptions.domain.preference import Weight
from notifications.subscriptions.domain.topic import GRANT_CALLS
from notifications.templates.domain import TEMPLATES
from notifications.templates.schemas import Preview, PreviewOut, TemplateOut

_NAME: Final = "grant_call_opened"

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    Preview(
        values={"call": {"fi": "Järjestöjen toiminta-avustus 2027"}, "closes_at": "2027-02-26T10:00:00Z"}, language=Language.FI,
    ),
    PreviewOut(
        template=_NAME, template_version=1, language=Language.FI, unsubscribable=True,
        subject="Avustushaku on auki: Järjestöjen toiminta-avustus 2027",
        text="Hei!\n\nAvustushaku on nyt auki. Järjestönne voi hakea avustusta.\n",
        html='<!doctype html>\n<html lang="fi"><body><p>Hei!</p>\n<p>Avustushaku on nyt auki. …</p></body></html>\n',
    ),
    TemplateOut(
        name=_NAME, newest=1, weight=Weight.TOPIC, topic=GRANT_CALLS,
        values=TEMPLATES[_NAME].values(1).model_json_schema(),
    ),
)
