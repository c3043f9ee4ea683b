"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import date
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from registry.areas.domain import CouncilKind, Kind
from registry.areas.schemas import (
    AbolishArea,
    AddArea,
    AreaOut,
    Imported,
    MoveArea,
    OpenTerm,
    PlacementOut,
    Resolution,
    SoteDomainOut,
    Step,
    TermOut,
)

_AREA = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e21")
_TERM = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e22")
_SINCE = date(2023, 1, 1)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    AddArea(
        code="kaijonharju", kind=Kind.HEALTH_CENTRE, name_fi="Kaijonharjun hyvinvointikeskus", parent="564", valid_from=_SINCE
    ),
    MoveArea(parent="lakeus", valid_from=date(2031, 1, 1), grounds="Aluehallituksen päätös palvelualueiden rajoista."),
    AbolishArea(successor="564", valid_until=date(2033, 1, 1), grounds="Valtioneuvoston päätös kuntaliitoksesta."),
    AreaOut(
        id=_AREA, code="564", kind=Kind.MUNICIPALITY, name_fi="Oulu", name_sv="Uleåborg", name_en=None, valid_from=None,
        valid_until=None, successor=None, placements=[PlacementOut(parent="oulu", valid_from=_SINCE, valid_until=None)],
    ),
    Resolution(
        asked="255", on=date(2027, 3, 1), area=Step(code="564", kind=Kind.MUNICIPALITY, name_fi="Oulu"),
        path=[
            Step(code="pohde", kind=Kind.COUNTY, name_fi="Pohjois-Pohjanmaan hyvinvointialue"),
            Step(code="oulu", kind=Kind.SERVICE_AREA, name_fi="Oulu"),
            Step(code="564", kind=Kind.MUNICIPALITY, name_fi="Oulu"),
        ],
        population={2019: 205489, 2020: 207327},
    ),
    OpenTerm(
        code="county-2029", kind=CouncilKind.COUNTY, valid_from=date(2029, 6, 1), valid_until=date(2033, 6, 1)
    ),
    TermOut(
        id=_TERM, code="county-2025", kind=CouncilKind.COUNTY, valid_from=date(2025, 6, 1), valid_until=date(2029, 6, 1)
    ),
    SoteDomainOut(
        code="older-people", name_fi="Ikäihmisten palvelut", name_en="Services for older people", network=None, valid_from=_SINCE
    ),
    Imported(lines=30, changed=1),
)
