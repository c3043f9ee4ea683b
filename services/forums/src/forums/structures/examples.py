"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import date
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from chassis.values import Days, Text
from forums.structures.domain import Each, Kind, Level, Status
from forums.structures.schemas import (
    AppointConvenors,
    AudienceOut,
    Cadence,
    Change,
    Close,
    Compose,
    CompositionOut,
    ConvenorOut,
    DefineSeat,
    Establish,
    Fill,
    FillingOut,
    GroupOut,
    GroupSize,
    HolderOut,
    Member,
    ReachedOut,
    SeatOut,
    SetUpGroup,
    StructureOut,
    TemplateOut,
    Vacate,
    Withdraw,
    WordedOut,
)

_ORGANISATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_PERSON = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09")
_STRUCTURE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e21")
_SEAT = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e23")
_DECISION = "Viranhaltijapäätös 12 §."
_NAMES = Text(
    fi="Hyvinvointialueen järjestöneuvottelukunta", sv="Välfärdsområdets organisationsdelegation",
    en="The county's council of organisations",
)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    Establish(template="service-area-meeting", scope="koillismaa", grounds=_DECISION),
    Change(cadence=Cadence(per_year_min=2, per_year_max=4, mode="hybrid"), topics=["county_informs", "hyte_goals"]),
    Compose(groups=[GroupSize(group="parishes", least=1, most=2)], grounds=_DECISION),
    AppointConvenors(organisations=[_ORGANISATION], grounds="Verkoston syyskokous."),
    SetUpGroup(
        key="principles-2031", names=Text(fi="Avustusperiaatteiden työryhmä 2031"),
        term=Days(from_=date(2030, 1, 1), until=date(2031, 1, 1)),
        mandate="Valmistelee ehdotuksen seuraavan valtuustokauden periaatteiksi.",
        members=[Member(person=_PERSON, organisation_id=_ORGANISATION)], grounds=_DECISION,
    ),
    Close(grounds="Tapaamiset jatkuvat palvelualueella.", no_successor_because="Tehtävä on päättynyt."),
    DefineSeat(group="parishes", grounds=_DECISION),
    Fill(person=_PERSON, organisation_id=_ORGANISATION, until=date(2029, 6, 1), grounds=_DECISION),
    Vacate(because="resigned", grounds="Eropyyntö."),
    Withdraw(grounds=_DECISION),
    StructureOut(
        id=_STRUCTURE, version=1, code="county-ngo-council", template="county-ngo-council", names=_NAMES, level=Level.COUNTY,
        kind=Kind.REPRESENTATIVE, status=Status.ACTIVE, area=None, domain=None, parent_id=None,
        cooperation_areas=["participation", "wellbeing"], topics=["county_informs", "council_term_agreement"],
        groups=[GroupOut(
            code="parishes", fi="Edustajat seurakunnista", en="representatives of parishes", found=False, least=1, most=None
        )],
        cadence=None, convenor=ConvenorOut(role="coordinator", text="ngo-coordinator", count=0, organisations=[], missing=0),
        mandate=None, term_from=None, term_until=None, founded=None, since=date(2027, 1, 1), closed_on=None, closing_grounds=None,
        successor_id=None, no_successor_because=None,
    ),
    TemplateOut(
        code="service-area-meeting", names=Text(fi="Alueellinen järjestötapaaminen", en="NGO meeting of a service area"),
        level=Level.SERVICE_AREA, kind=Kind.OPEN, one_per=Each.SERVICE_AREA, many=False, convenor="service-area-liaison",
        cooperation_areas=["participation"], topics=["county_informs"],
    ),
    WordedOut(code="wellbeing", fi="Hyvinvoinnin, terveyden ja turvallisuuden edistäminen", en="Promotion of wellbeing"),
    AudienceOut(
        structure_id=_STRUCTURE, on=date(2027, 3, 1), anybody=True, members=0, deputies=0, represented=[], persons=1,
        organisations=1,
        groups=[ReachedOut(code="parishes", fi="Seurakunnat", persons=1, people=[_PERSON], organisations=[_ORGANISATION])],
    ),
    CompositionOut(
        structure_id=_STRUCTURE, on=date(2027, 3, 1), complete=False,
        groups=[FillingOut(
            group="parishes", fi="Edustajat seurakunnista", least=1, most=2, seats=2, filled=0, deputies=0, missing=1, over=0
        )],
    ),
    SeatOut(
        id=_SEAT, version=2, structure_id=_STRUCTURE, group="parishes", number=1, deputy_of=None, withdrawn_on=None,
        holder=HolderOut(person=_PERSON, organisation_id=_ORGANISATION, since=date(2027, 1, 1), until=date(2029, 6, 1)),
        next=None, vacant_since=None, vacated_because=None,
    ),
)
