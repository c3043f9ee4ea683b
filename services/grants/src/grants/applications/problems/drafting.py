"""What is refused about drafts and completions."""

from chassis.problems import Problem

NOT_APPLIED_FOR = Problem(
    "grants.application.not_applied_for", 409,
    fi="Tätä avustusta ei haeta hakemuksella. Siitä neuvotellaan: pyydä hyvinvointialuetta avaamaan neuvottelu.",
    sv="Detta bidrag söks inte med en ansökan. Man förhandlar om det: be välfärdsområdet att öppna en förhandling.",
    en="This grant is not applied for. It is negotiated: ask the county to open a negotiation.",
)
CALL_MISSING = Problem(
    "grants.application.call_missing", 422,
    fi="Kerro, mihin hakuun haet.",
    sv="Berätta vilken utlysning du söker i.",
    en="Name the call that you apply in.",
)
CALL_UNKNOWN = Problem(
    "grants.application.call_unknown", 422,
    fi="Hakua ei ole, tai sitä ei ole vielä julkaistu.",
    sv="Utlysningen finns inte, eller så har den inte publicerats ännu.",
    en="There is no such call, or it has not been published yet.",
)
CALL_OVER = Problem(
    "grants.application.call_over", 409,
    fi="Haku päättyi {closes_at}. Uutta hakemusta ei voi enää aloittaa.",
    sv="Utlysningen avslutades {closes_at}. En ny ansökan kan inte längre påbörjas.",
    en="The call closed on {closes_at}. A new application can no longer be begun.",
)
ORGANISATION_UNKNOWN = Problem(
    "grants.application.organisation_unknown", 422,
    fi="Järjestöä ei löydy rekisteristä.",
    sv="Organisationen finns inte i registret.",
    en="The register does not know this organisation.",
)
NOT_REPRESENTED = Problem(
    "grants.application.not_represented", 403,
    fi="Et edusta tätä järjestöä.",
    sv="Du företräder inte denna organisation.",
    en="You do not act for this organisation.",
)
ONLY_LEAD = Problem(
    "grants.application.only_lead", 403,
    fi="Tämän tekee päähakijan edustaja.",
    sv="Detta görs av huvudsökandens företrädare.",
    en="This is for the lead applicant's representative to do.",
)
PERIOD_NOT_IN_YEAR = Problem(
    "grants.application.period_not_in_year", 422,
    fi="Avustus on tarkoitettu vuodelle {year}. Toiminnan ajan on oltava sen sisällä.",
    sv="Bidraget gäller år {year}. Verksamhetens tid måste ligga inom det.",
    en="The grant is for the year {year}. The activity's period must lie within it.",
)
PERIOD_ENDLESS = Problem(
    "grants.application.period_endless", 422,
    fi="Kerro myös, milloin toiminta päättyy.",
    sv="Berätta också när verksamheten slutar.",
    en="Say also when the activity ends.",
)
MUNICIPALITY_UNKNOWN = Problem(
    "grants.application.municipality_unknown", 422,
    fi="Kuntaa {code} ei tunneta tai se ei ole enää voimassa.",
    sv="Kommunen {code} är okänd eller finns inte längre.",
    en="The municipality {code} is unknown or no longer exists.",
)
SUBSTANCE_STANDS = Problem(
    "grants.application.substance_stands", 409,
    fi="Täydennyksessä voi muuttaa vain lomakkeen vastauksia ja liitteitä.",
    sv="Vid komplettering kan endast svaren i blanketten och bilagorna ändras.",
    en="A completion may change only the answers of the form and the documents.",
)
ANSWERS_TOO_LARGE = Problem(
    "grants.application.answers_too_large", 422,
    fi="Lomakkeen vastaukset vievät liikaa tilaa: enintään {limit} kilotavua.",
    sv="Svaren i blanketten är för omfattande: högst {limit} kilobyte.",
    en="The answers of the form are too long: {limit} kilobytes at most.",
)
NUMBER_TOO_LARGE = Problem(
    "grants.application.number_too_large", 422,
    fi="Lomakkeessa on luku, joka on liian suuri.",
    sv="Det finns ett för stort tal i blanketten.",
    en="There is a number in the form that is too large.",
)
TOO_LATE_TO_COMPLETE = Problem(
    "grants.application.too_late_to_complete", 409,
    fi="Täydennyksen määräaika päättyi {complete_by}. Hakemus käsitellään sellaisena kuin se on.",
    sv="Tiden för komplettering gick ut {complete_by}. Ansökan behandlas som den är.",
    en="The time for completion ended on {complete_by}. The application is handled as it is.",
)
COMPLETE_BY_PAST = Problem(
    "grants.application.complete_by_past", 422,
    fi="Täydennyksen määräajan on oltava tulevaisuudessa.",
    sv="Tiden för komplettering måste ligga i framtiden.",
    en="The time for completion must lie in the future.",
)
