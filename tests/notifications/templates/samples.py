"""Values for each template, of each kind that it may be filled with."""

from typing import Any

TITLE = {"fi": "Järjestöjen toiminta-avustus 2027", "sv": "Verksamhetsbidrag till organisationer 2027", "en": "Operating grants 2027"}
PARTIES = ["Esimerkkikunnan omaisyhdistys ry", "Esimerkkikunnan muistiyhdistys ry"]
REVIEW = {
    "kind": "review", "days": 14,
    "addressee": {"fi": "Pohjois-Pohjanmaan hyvinvointialueen aluehallitus", "sv": "Norra Österbottens välfärdsområdesstyrelse"},
}
APPEAL = {"kind": "appeal", "days": 30, "addressee": {"fi": "Pohjois-Suomen hallinto-oikeus"}}
GROUNDS = (
    "Toiminta täydentää hyvinvointialueen palveluja ja tavoittaa omaishoitajat koko alueella.\n\n"
    "Avustusta myönnetään haettua vähemmän, koska määräraha ei riitä kaikille hakijoille."
)
CASE = {"case_number": "PPH/2027/41-1", "call": TITLE, "parties": PARTIES}
CLOSES = "2027-02-26T10:00:00Z"
SUM: dict[str, Any] = {"cents": 4_000_000, "currency": "EUR"}
DECIDED: dict[str, Any] = {
    **CASE, "section": 12, "decided_at": "2027-04-20T08:30:00Z", "activity": "Omaisten kohtaamispaikka", "sought": SUM,
    "grounds": GROUNDS, "principles": "Järjestöjen tukemisen periaatteet 2026–2029", "remedy": REVIEW,
}
APPROVED: dict[str, Any] = {
    **DECIDED, "granted": {"cents": 3_200_050}, "valid_from": "2027-01-01", "valid_until": "2028-01-01",
    "conditions": ["published_in_ihimiset"],
}
DECLINED: dict[str, Any] = {**DECIDED, "outcome": "refused"}
REVIEWED: dict[str, Any] = {
    **CASE, "section": 31, "decided_at": "2027-05-20T08:00:00Z", "outcome": "changed", "granted_before": {"cents": 3_200_050},
    "granted": SUM, "grounds": "Laskelmassa oli virhe.", "remedy": APPEAL,
}
DRAFT: dict[str, Any] = {"call": TITLE, "parties": PARTIES, "closes_at": CLOSES, "unsigned": [PARTIES[1]]}
SIGN: dict[str, Any] = {
    "call": TITLE, "lead": PARTIES[0], "partner": PARTIES[1], "activity": "Omaisten kohtaamispaikka", "sought": SUM, "closes_at": CLOSES,
}
CONFIRM: dict[str, Any] = {
    "link": "https://yhdyspinta.pohde.example/api/notifications/v1/confirmations/abc", "valid_until": "2027-03-06T09:00:00Z",
}
REMOTE: dict[str, Any] = {
    "meeting_id": "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e24", "calendar_sequence": 2, "mode": "hybrid",
    "structure": {"fi": "Hyvinvointialueen järjestöneuvottelukunta", "en": "The county's council of organisations"},
    "title": {"fi": "Järjestöneuvottelukunnan kevätkokous", "sv": "Organisationsdelegationens vårmöte"},
    "starts_at": "2027-03-10T11:00:00Z", "ends_at": "2027-03-10T22:00:00Z",
    "place": "Kokoushuone Hupisaari, Kirkkokatu 2, Oulu", "remote_link": "https://kokous.example/j/94012345678?pwd=abcDEF",
}
HERE: dict[str, Any] = {
    **{name: value for name, value in REMOTE.items() if name != "remote_link"}, "mode": "in_person", "ends_at": "2027-03-10T13:00:00Z",
}
FREE = [
    {"place": "Pikkusali, Iin terveysasema, Tie 1, 91100 Ii", "starts_at": "2027-03-10T11:00:00Z", "ends_at": "2027-03-10T13:00:00Z"},
    {"place": "Sali, Iin terveysasema, Tie 1, 91100 Ii", "starts_at": "2027-03-11T20:00:00Z", "ends_at": "2027-03-11T22:00:00Z"},
]
NO_ROOM: dict[str, Any] = {
    **{name: HERE[name] for name in ("structure", "title", "starts_at", "ends_at")}, "reasons": ["Tila on varattu.", "Tilaan mahtuu 8 henkilöä."],
    "alternatives": FREE, "untold": 14,
}
BECAUSE = "Esittelijät ovat estyneet.\nUusi aika ilmoitetaan myöhemmin."
SAMPLES: list[tuple[str, dict[str, Any]]] = [
    ("grant_call_opened", {"call": TITLE, "closes_at": CLOSES}),
    ("draft_still_open", DRAFT),
    ("draft_still_open", {**DRAFT, "unsigned": []}),
    ("application_received", {
        **CASE, "activity": "Omaisten kohtaamispaikka", "sought": SUM, "submitted_at": "2027-02-25T13:12:05Z",
    }),
    ("sign_off_requested", SIGN),
    ("sign_off_requested", {**SIGN, "again": True}),
    ("completion_requested", {
        **CASE, "wanted": "Tilinpäätös vuodelta 2025 puuttuu.\nSäännöt: puuttuu sivu 3.", "complete_by": "2027-03-15T22:00:00Z",
    }),
    ("grant_approved", APPROVED),
    ("grant_approved", {**APPROVED, "granted": SUM, "conditions": []}),
    ("grant_declined", DECLINED),
    ("grant_declined", {**DECLINED, "outcome": "inadmissible"}),
    *(("decision_reviewed", {**REVIEWED, "outcome": outcome}) for outcome in ("changed", "dismissed", "late")),
    ("meeting_invited", HERE),
    ("meeting_invited", REMOTE),
    ("meeting_invited", {**REMOTE, "mode": "remote", "place": None}),
    ("meeting_invited", {**HERE, "by_letter": True}),
    ("meeting_changed", {**REMOTE, "because": BECAUSE}),
    ("meeting_changed", HERE),
    ("meeting_cancelled", {**HERE, "because": BECAUSE}),
    ("meeting_withdrawn", HERE),
    ("registration_promoted", {**REMOTE, "persons": 2}),
    ("registration_promoted", HERE),
    ("registration_left", HERE),
    ("room_missing", NO_ROOM),
    ("room_missing", {**NO_ROOM, "kept": FREE[0], "untold": 0, "lost": True, "alternatives": []}),
    ("organisation_ended", {"organisation": PARTIES[0], "dissolved_on": "2026-11-20", "grounds": BECAUSE}),
    ("organisation_goes_on", {"organisation": PARTIES[0], "grounds": BECAUSE}),
    ("not_restored", {
        "organisation": PARTIES[0], "seats_filled": ["Järjestöneuvottelukunta"], "seats_ended": ["Työryhmä"],
        "convening": ["Verkosto", "Toinen verkosto"], "bookings_taken_over": ["Sali, Iin terveysasema"],
        "bookings_given_up": ["Sali, Iin terveysasema"], "applications": ["PPH/2027/41-1"],
    }),
    ("not_restored", {"organisation": PARTIES[0], "applications": ["PPH/2027/41-1"]}),
    ("confirm_address", CONFIRM),
    ("confirm_address", {**CONFIRM, "organisation": PARTIES[0]}),
]
