"""Why an organisation or an application is not eligible. Each sentence says what to do."""

from chassis.problems import Problem

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
HELD = Problem(
    "grants.application.held", 409,
    fi="{name} on lakkautunut {dissolved_on}, joten hakemus on pidossa eikä rahaa myönnetä. Se jatkuu, jos lakkautuminen perutaan "
    "tai järjestö jää pois hakemuksesta.",
    sv="{name} upplöstes {dissolved_on}. Därför är ansökan vilande och inga pengar beviljas. Den fortsätter om upplösningen "
    "återtas eller om organisationen lämnar ansökan.",
    en="{name} was dissolved on {dissolved_on}, so the application is held and no money is granted. It goes on if the dissolution "
    "is reverted or the organisation leaves the application.",
)
ENDS_TOO_SOON = Problem(
    "grants.eligibility.ends_too_soon", 422,
    fi="{name} lakkautuu {dissolves_on}, ennen kuin avustettava toiminta päättyy. Jos päivä on väärä, pyydä hyvinvointialuetta "
    "korjaamaan se.",
    sv="{name} upplöses {dissolves_on}, innan den verksamhet som ansökan gäller är slut. Om dagen är fel, be välfärdsområdet att "
    "rätta den.",
    en="{name} will be dissolved on {dissolves_on}, before the activity of the application is over. If that day is wrong, ask the "
    "county to correct it.",
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
