"""What is refused about parties and their signatures."""

from chassis.problems import Problem

SHARES_NOT_100 = Problem(
    "grants.application.shares_not_100", 422,
    fi="Osuuksien summa on {sum} %. Sen on oltava tasan 100 %.",
    sv="Andelarnas summa är {sum} %. Den måste vara exakt 100 %.",
    en="The shares add up to {sum} %. They must make exactly 100 %.",
)
PARTY_TWICE = Problem(
    "grants.application.party_twice", 422,
    fi="Sama järjestö on mukana kahdesti.",
    sv="Samma organisation är med två gånger.",
    en="The same organisation is named twice.",
)
LEAD_MISSING = Problem(
    "grants.application.lead_missing", 422,
    fi="Päähakijan on oltava mukana.",
    sv="Huvudsökanden måste vara med.",
    en="The lead applicant must be among the parties.",
)
TOO_MANY_PARTNERS = Problem(
    "grants.application.too_many_partners", 422,
    fi="Kumppaneita voi olla enintään {most}.",
    sv="Det kan finnas högst {most} partner.",
    en="There can be {most} partners at most.",
)
NOT_A_PARTY = Problem(
    "grants.application.not_a_party", 422,
    fi="Järjestö ei ole mukana tässä hakemuksessa.",
    sv="Organisationen är inte med i denna ansökan.",
    en="The organisation takes no part in this application.",
)
LEAD_SIGNS_BY_SUBMITTING = Problem(
    "grants.application.lead_signs_by_submitting", 409,
    fi="Päähakija allekirjoittaa jättämällä hakemuksen. Vain kumppanit allekirjoittavat erikseen.",
    sv="Huvudsökanden undertecknar genom att lämna in ansökan. Endast partnerna undertecknar separat.",
    en="The lead signs by submitting. Only partners sign apart.",
)
SIGNED_ANOTHER = Problem(
    "grants.application.signed_another", 409,
    fi="Hakemus on muuttunut sen jälkeen, kun luit sen. Lue se uudelleen ja allekirjoita sitten.",
    sv="Ansökan har ändrats efter att du läste den. Läs den på nytt och underteckna sedan.",
    en="The application has changed since you read it. Read it again, then sign.",
)
LAST_PARTY = Problem(
    "grants.application.last_party", 409,
    fi="Ainoa hakija ei voi jäädä pois. Hylkää luonnos tai peruuta hakemus.",
    sv="Den enda sökanden kan inte lämna ansökan. Förkasta utkastet eller återta ansökan.",
    en="The only applicant cannot leave. Discard the draft or withdraw the application.",
)
NEW_LEAD_MISSING = Problem(
    "grants.application.new_lead_missing", 422,
    fi="Päähakija voi jäädä pois vasta, kun joku jäävistä on nimetty uudeksi päähakijaksi.",
    sv="Huvudsökanden kan lämna ansökan först när någon av de kvarvarande har utsetts till ny huvudsökande.",
    en="The lead can leave only when one of those who stay is named as the new lead.",
)
LEAVES_TOO_LATE = Problem(
    "grants.application.leaves_too_late", 409,
    fi="Haku on päättynyt. Ota yhteyttä hakemuksen käsittelijään: hän ratkaisee, miten jatketaan.",
    sv="Utlysningen har avslutats. Kontakta ansökans handläggare, som avgör hur det går vidare.",
    en="The call has closed. Talk to the official who handles the application: they decide how it goes on.",
)
CALL_STILL_OPEN = Problem(
    "grants.application.call_still_open", 409,
    fi="Haku on vielä auki. Hakija voi itse jäädä pois hakemuksesta.",
    sv="Utlysningen är ännu öppen. Sökanden kan själv lämna ansökan.",
    en="The call is still open. The party can leave the application itself.",
)
