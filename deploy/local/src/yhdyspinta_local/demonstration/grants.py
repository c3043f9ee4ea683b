"""The demonstration's grants in words: definition, guideline, principles, call, applications (esimerkkiaineisto).

Made up, and every text that takes grounds says so. No person is named.
"""

from datetime import date, timedelta
from typing import Any, Final

from yhdyspinta_local.demonstration.mark import GROUNDS, MARK

KIND: Final = "operating"
COUNTY, CITY = "17", "564"
"""Official codes of the region and of the municipality of Oulu."""
_JSON_SCHEMA: Final = "https://json-schema.org/draft/2020-12/schema"
_BODIES: Final = [
    {"kind": "county", "name": "Pohjois-Pohjanmaan hyvinvointialue"},
    {"kind": "municipality", "id": CITY, "name": "Oulun kaupunki"},
    {"kind": "organisation", "name": "Esimerkkialueen järjestöneuvottelukunta"},
]
FORM: Final[dict[str, Any]] = {
    "$schema": _JSON_SCHEMA,
    "type": "object",
    "required": ["goal", "participants"],
    "additionalProperties": False,
    "properties": {
        "goal": {"type": "string", "title": "Toiminnan tavoite", "minLength": 1, "maxLength": 2000},
        "participants": {"type": "integer", "title": "Osallistujia vuodessa", "minimum": 1},
        "volunteers": {"type": "integer", "title": "Vapaaehtoisia", "minimum": 0},
    },
}
ATTACHMENTS: Final = [
    {"code": "rules", "names": {"fi": "Säännöt", "sv": "Stadgar", "en": "Rules"}},
    {"code": "financial_statements", "names": {"fi": "Tilinpäätös", "sv": "Bokslut", "en": "Financial statements"}},
]
ACTIVITIES: Final = (
    "Omaisten kohtaamispaikka", "Vertaisryhmät sairastuneille", "Kriisipuhelin", "Retkipäivät", "Digituki ikääntyneille",
    "Perheiden olohuone", "Kuntoutumisen tukihenkilöt", "Nuorten iltakahvila", "Muistikahvila", "Opiskelijoiden hyvinvointipäivä",
)
"""What each of the ten seeks money for."""
PDF: Final = b"%PDF-1.7\n% esimerkki\n%%EOF\n"


def definition(number: int, term: str) -> dict[str, Any]:
    """What counts as a social and health organisation, where nobody has said it yet."""
    return {"number": number, "term": term, "kinds": ["organisation"], "grounds": GROUNDS}


def guideline(term: str, day: date) -> dict[str, Any]:
    """The guideline of operating grants, in force from this day."""
    criteria = {
        "professionally_led": "Kuka toimintaa johtaa, ja millä koulutuksella?",
        "area_coverage": "Millä palvelualueilla toiminta tavoittaa asukkaita?",
        "wellbeing_deficit": "Mihin hyvinvoinnin vajeeseen toiminta vastaa?",
        "welfare_plan": "Mitä hyvinvointisuunnitelman painopistettä se toteuttaa?",
        "complements_services": "Mitä palvelua se täydentää?",
    }
    return {
        "kind": KIND,
        "title": {"fi": f"Toiminta-avustuksen ohje ({MARK.lower()})", "en": "Guideline of operating grants (demonstration)"},
        "council_term": term,
        "valid_from": day.isoformat(),
        "criteria": [{"code": code, "weight": 20, "text": text} for code, text in criteria.items()],
        "parameters": {
            "review_body": {"fi": "Hyvinvointialueen aluehallitus", "sv": "Välfärdsområdesstyrelsen"},
            "appeal_body": {"fi": "Pohjois-Suomen hallinto-oikeus", "sv": "Norra Finlands förvaltningsdomstol"},
        },
        "authors": _BODIES,
        "co_planning": [{
            "on": (day - timedelta(days=30)).isoformat(),
            "what": f"Avustusohjeen työpaja ({MARK.lower()})",
            "organisations": ["Esimerkkialueen järjestöneuvottelukunta"],
            "outcome": "Matalan kynnyksen paikat otettiin esiin.",
        }],
    }


def principles(term: str, day: date) -> dict[str, Any]:
    """Principles of support, agreed on this day."""
    return {
        "council_term": term,
        "title": {"fi": f"Järjestöjen tukemisen periaatteet ({MARK.lower()})", "en": "Principles of support (demonstration)"},
        "text": f"{MARK}. Hyvinvointialue tukee palvelujaan täydentävää toimintaa, kunnat paikallista toimintaa.",
        "agreed_on": day.isoformat(),
        "agreed_by": _BODIES,
        "valid_from": day.isoformat(),
    }


def call(year: int, guideline_id: str, opens_at: str, closes_at: str, case_number: str) -> dict[str, Any]:
    """A call whose window is a few seconds long; it may share them with another one."""
    return {
        "kind": KIND,
        "year": year,
        "title": {
            "fi": f"Järjestöjen toiminta-avustus {year} ({MARK.lower()})", "sv": f"Verksamhetsbidrag {year} (exempel)",
            "en": f"Operating grants {year} (demonstration)",
        },
        "guideline_id": guideline_id,
        "opens_at": opens_at,
        "closes_at": closes_at,
        "form_schema": FORM,
        "attachments": ATTACHMENTS,
        "overlaps_because": GROUNDS,
        "case_number": case_number,
    }


def written(sought: str, costs: str) -> dict[str, Any]:
    """What an application says of its money and its aim."""
    return {
        "sought": euros(sought),
        "budget": [
            {"kind": "cost", "title": "Palkat ja tilat", "amount": euros(costs)},
            {"kind": "income", "title": "Jäsenmaksut", "amount": euros("250.00")},
        ],
        "form": {"goal": f"{MARK}: ihmiset jaksavat arjessa.", "participants": 120},
    }


def euros(amount: str) -> dict[str, str]:
    """As HTTP writes money."""
    return {"amount": amount, "currency": "EUR"}
