"""What is refused about applications."""

from chassis.problems import Problem

# Starting
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

# Editing
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

# Parties and their signatures
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

# Attachments
FILE_EMPTY = Problem(
    "grants.attachment.empty", 422,
    fi="Tiedosto on tyhjä.",
    sv="Filen är tom.",
    en="The file is empty.",
)
FILE_TYPE = Problem(
    "grants.attachment.type", 422,
    fi="Tätä tiedostomuotoa ei oteta vastaan. Sopivat muodot: PDF, Word, Excel, OpenDocument, PNG, JPEG, teksti ja CSV.",
    sv="Detta filformat tas inte emot. Lämpliga format: PDF, Word, Excel, OpenDocument, PNG, JPEG, text och CSV.",
    en="This kind of file is not taken. Good ones are PDF, Word, Excel, OpenDocument, PNG, JPEG, text and CSV.",
)
FILE_CODE = Problem(
    "grants.attachment.code", 422,
    fi="Haku ei pyydä liitettä {code}. Käytä muille liitteille koodia other.",
    sv="Utlysningen ber inte om bilagan {code}. Använd koden other för övriga bilagor.",
    en="The call does not ask for a document {code}. Use the code other for further ones.",
)
FILE_TOO_LARGE = Problem(
    "grants.attachment.too_large", 413,
    fi="Tiedosto on liian suuri: enintään {megabytes} Mt.",
    sv="Filen är för stor: högst {megabytes} MB.",
    en="The file is too large: {megabytes} MB at most.",
)
TOO_MANY_FILES = Problem(
    "grants.attachment.too_many", 409,
    fi="Liitteitä voi olla enintään {most}.",
    sv="Det kan finnas högst {most} bilagor.",
    en="There can be {most} documents at most.",
)

# Eligibility: each sentence says what to do
BODY_UNKNOWN = Problem(
    "grants.eligibility.unknown", 422,
    fi="{name}: järjestöä ei löydy rekisteristä. Pyydä hyvinvointialuetta lisäämään se.",
    sv="{name}: organisationen finns inte i registret. Be välfärdsområdet att lägga till den.",
    en="{name}: the register does not know this organisation. Ask the county to add it.",
)
NOT_ACTIVE = Problem(
    "grants.eligibility.not_active", 422,
    fi="{name} ei ole toiminnassa ({status}). Jos tieto on väärä, pyydä hyvinvointialuetta korjaamaan se.",
    sv="{name} är inte verksam ({status}). Om uppgiften är fel, be välfärdsområdet att rätta den.",
    en="{name} is not active ({status}). If that is wrong, ask the county to correct it.",
)
LEGAL_FORM = Problem(
    "grants.eligibility.legal_form", 422,
    fi="{name}: oikeudellinen muoto {legal_form} ei voi hakea tätä avustusta. Hakea voivat: {allowed}.",
    sv="{name}: den rättsliga formen {legal_form} kan inte söka detta bidrag. Dessa kan söka: {allowed}.",
    en="{name}: the legal form {legal_form} cannot apply for this grant. These can: {allowed}.",
)
NOT_SOTE = Problem(
    "grants.eligibility.not_sote", 422,
    fi="{name} ei ole sosiaali- ja terveysalan järjestö hyvinvointialueen määritelmän mukaan.",
    sv="{name} är inte en social- och hälsovårdsorganisation enligt välfärdsområdets definition.",
    en="{name} is not a social and health organisation under the county's definition.",
)
SOTE_NOT_EVALUATED = Problem(
    "grants.eligibility.sote_not_evaluated", 422,
    fi="{name}: sote-järjestön asemaa ei ole arvioitu. Pyydä arviota hyvinvointialueelta.",
    sv="{name}: ställningen som social- och hälsovårdsorganisation har inte bedömts. Be välfärdsområdet om en bedömning.",
    en="{name}: whether it is a social and health organisation has not been evaluated. Ask the county to do so.",
)
NOT_NON_PROFIT = Problem(
    "grants.eligibility.not_non_profit", 422,
    fi="{name} ei ole yleishyödyllinen hyvinvointialueen arvion mukaan.",
    sv="{name} är inte allmännyttig enligt välfärdsområdets bedömning.",
    en="{name} is not of common good in the county's assessment.",
)
NON_PROFIT_NOT_ASSESSED = Problem(
    "grants.eligibility.non_profit_not_assessed", 422,
    fi="{name}: yleishyödyllisyyttä ei ole arvioitu. Pyydä arviota hyvinvointialueelta.",
    sv="{name}: allmännyttigheten har inte bedömts. Be välfärdsområdet om en bedömning.",
    en="{name}: whether it is of common good has not been assessed. Ask the county to do so.",
)
NON_PROFIT_LAPSED = Problem(
    "grants.eligibility.non_profit_lapsed", 422,
    fi="{name}: yleishyödyllisyyden arvio päättyi {until}. Pyydä hyvinvointialueelta uusi arvio.",
    sv="{name}: bedömningen av allmännyttigheten upphörde {until}. Be välfärdsområdet om en ny bedömning.",
    en="{name}: the assessment of common good ended on {until}. Ask the county for a new one.",
)
AREA_UNKNOWN = Problem(
    "grants.eligibility.area_unknown", 422,
    fi="{name}: toiminta-aluetta ei ole rekisterissä. Lisää se järjestön tietoihin.",
    sv="{name}: verksamhetsområdet finns inte i registret. Lägg till det i organisationens uppgifter.",
    en="{name}: the register has no operating area. Add it to the organisation's data.",
)
AREA_TOO_NARROW = Problem(
    "grants.eligibility.area_too_narrow", 422,
    fi="{name} toimii {count} palvelualueella. Toiminnan on katettava koko hyvinvointialue tai vähintään {least} palvelualuetta. "
    "Paikallista toimintaa voi tukea kunta.",
    sv="{name} verkar på {count} serviceområden. Verksamheten ska omfatta hela välfärdsområdet eller minst {least} serviceområden. "
    "Lokal verksamhet kan stödas av kommunen.",
    en="{name} acts in {count} service areas. The activity must cover the whole county or at least {least} service areas. "
    "Local activity may be supported by the municipality.",
)
ATTACHMENT_MISSING = Problem(
    "grants.eligibility.attachment_missing", 422,
    fi="Liite puuttuu: {name}.",
    sv="En bilaga saknas: {name}.",
    en="A document is missing: {name}.",
)
CALL_NOT_OPEN = Problem(
    "grants.call.not_open", 409,
    fi="Haku avautuu {opens_at}. Hakemuksen voi jättää siitä alkaen.",
    sv="Utlysningen öppnas {opens_at}. Ansökan kan lämnas in från och med då.",
    en="The call opens on {opens_at}. Applications are taken from then on.",
)
CALL_CLOSED = Problem(
    "grants.call.closed", 409,
    fi="Haku päättyi {closes_at}. Hakemus saapui {received_at}, joten sitä ei voi ottaa vastaan.",
    sv="Utlysningen avslutades {closes_at}. Ansökan kom in {received_at} och kan därför inte tas emot.",
    en="The call closed on {closes_at}. The application came on {received_at} and cannot be taken.",
)
CALL_CANCELLED = Problem(
    "grants.call.cancelled", 409,
    fi="Haku on peruttu.",
    sv="Utlysningen har ställts in.",
    en="The call was cancelled.",
)
NOT_SIGNED = Problem(
    "grants.eligibility.not_signed", 422,
    fi="{name} ei ole allekirjoittanut hakemusta sellaisena kuin se nyt on. Pyydä allekirjoitus.",
    sv="{name} har inte undertecknat ansökan i dess nuvarande form. Be om en underskrift.",
    en="{name} has not signed the application as it is now. Ask it to sign.",
)
SAME_ACTIVITY = Problem(
    "grants.eligibility.same_activity", 409,
    fi="Samalle toiminnalle ja samalle ajalle on jo hakemus {case_number}. Samaa toimintaa ei avusteta kahdesti.",
    sv="Det finns redan en ansökan {case_number} för samma verksamhet och samma tid. Samma verksamhet får inte bidrag två gånger.",
    en="There is an application {case_number} for the same activity and time already. The same activity gets no second grant.",
)
ANSWER_WRONG = Problem(
    "grants.eligibility.answer_wrong", 422,
    fi="Tämä vastaus ei sovi lomakkeeseen.",
    sv="Detta svar passar inte i blanketten.",
    en="This answer does not fit the form.",
)
ANSWER_MISSING = Problem(
    "grants.eligibility.answer_missing", 422,
    fi="Vastaus puuttuu.",
    sv="Svaret saknas.",
    en="An answer is missing.",
)
NOTHING_SOUGHT = Problem(
    "grants.eligibility.nothing_sought", 422,
    fi="Kerro, kuinka paljon avustusta haetaan.",
    sv="Berätta hur mycket bidrag som söks.",
    en="Say how much is sought.",
)
SOUGHT_TOO_MUCH = Problem(
    "grants.eligibility.sought_too_much", 422,
    fi="Haettu summa {sought} on enemmän kuin kulut vähennettynä tuloilla ({need}).",
    sv="Det sökta beloppet {sought} är större än kostnaderna minus inkomsterna ({need}).",
    en="The sum sought, {sought}, is more than the costs less the income ({need}).",
)
