"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from chassis.values import Text
from grants.guidelines.domain import Purpose, Side, Status, Way
from grants.guidelines.schemas import (
    AddKind,
    Body,
    CoPlanning,
    CriterionOut,
    CriterionUse,
    DraftGuideline,
    EditGuideline,
    GuidelineOut,
    KindOut,
    Parameters,
    PrinciplesOut,
    RecordPrinciples,
)

_GUIDELINE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e11")
_PRINCIPLES = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e16")
_TITLE = Text(fi="Toiminta-avustuksen ohje 2027", sv="Anvisning för verksamhetsbidrag 2027")
_CRITERIA = [
    CriterionUse(code="professionally_led", weight=20, text="Kuka toimintaa johtaa, ja millä koulutuksella?"),
    CriterionUse(code="area_coverage", weight=20, text="Millä palvelualueilla toiminta tavoittaa asukkaita?"),
    CriterionUse(code="wellbeing_deficit", weight=25, text="Mihin hyvinvoinnin vajeeseen toiminta vastaa?"),
    CriterionUse(code="welfare_plan", weight=15, text="Mitä hyvinvointisuunnitelman painopistettä se toteuttaa?"),
    CriterionUse(code="complements_services", weight=15, text="Mitä palvelua se täydentää?"),
    CriterionUse(code="low_threshold", weight=5, text="Onko tila avoinna ilman lähetettä?"),
]
_PARAMETERS = Parameters(
    review_body=Text(fi="Hyvinvointialueen aluehallitus", sv="Välfärdsområdesstyrelsen"),
    appeal_body=Text(fi="Pohjois-Suomen hallinto-oikeus", sv="Norra Finlands förvaltningsdomstol"),
)
_BODIES = [
    Body(kind=Side.COUNTY, name="Pohjois-Pohjanmaan hyvinvointialue"),
    Body(kind=Side.MUNICIPALITY, id="564", name="Oulun kaupunki"),
    Body(kind=Side.ORGANISATION, name="Pohjois-Pohjanmaan järjestöneuvottelukunta"),
]
_PLANNED = [
    CoPlanning(
        on=date(2026, 10, 6), what="Avustusohjeen työpaja", organisations=["Esimerkkikunnan omaisyhdistys ry"],
        outcome="Matalan kynnyksen paikat otettiin kriteeriksi.",
    ),
]
_AGREED = {
    "council_term": "county-2025",
    "title": Text(fi="Järjestöjen tukemisen periaatteet 2025–2029", sv="Principer för stöd till organisationer 2025–2029"),
    "text": "Hyvinvointialue tukee palvelujaan täydentävää toimintaa, kunnat paikallista vertais- ja harrastustoimintaa.",
    "agreed_on": date(2026, 9, 15),
    "agreed_by": _BODIES,
    "valid_from": date(2026, 10, 1),
}

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    AddKind(
        code="pilot",
        names=Text(fi="Kokeiluavustus", sv="Försöksbidrag", en="Pilot grant"),
        purpose=Text(fi="Uuden toiminnan kokeiluun.", sv="För försök med ny verksamhet.", en="For trying out a new activity."),
        way=Way.CALL,
        mandatory=["prevention"],
    ),
    DraftGuideline(
        kind="operating", title=_TITLE, council_term="county-2025", valid_from=date(2027, 1, 1), criteria=_CRITERIA,
        parameters=_PARAMETERS, purposes=[Purpose.IHIMISET], authors=_BODIES, co_planning=_PLANNED,
    ),
    EditGuideline(title=_TITLE, valid_from=date(2027, 1, 1)),
    RecordPrinciples.model_validate(_AGREED),
    KindOut(
        code="operating",
        names=Text(fi="Toiminta-avustus", sv="Verksamhetsbidrag", en="Operating grant"),
        purpose=Text(fi="Sote-järjestön ammatillisesti johdettuun toimintaan."),
        way=Way.CALL,
    ),
    CriterionOut(
        code="low_threshold",
        names=Text(
            fi="Ylläpitää matalan kynnyksen taloja ja kohtaamispaikkoja",
            sv="Upprätthåller hus och mötesplatser med låg tröskel",
            en="Keeps low-threshold houses and meeting places",
        ),
        mandatory_for=[],
        source="GRO-15; plan A:632",
    ),
    GuidelineOut(
        id=_GUIDELINE, version=2, kind="operating", number=2, title=_TITLE, council_term="county-2025", status=Status.PUBLISHED,
        valid_from=date(2027, 1, 1), criteria=_CRITERIA, parameters=_PARAMETERS, purposes=[Purpose.IHIMISET], authors=_BODIES,
        co_planning=_PLANNED, published_at=datetime(2026, 12, 15, 9, 0, tzinfo=UTC),
    ),
    PrinciplesOut.model_validate({
        **_AGREED, "id": _PRINCIPLES, "version": 1, "valid_until": date(2029, 6, 1),
        "recorded_at": datetime(2026, 10, 1, 7, 0, tzinfo=UTC),
    }),
)
