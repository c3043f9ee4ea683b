"""Every refusal about kinds of grant, guidelines and principles."""

from chassis.problems import Problem

KIND_KNOWN = Problem(
    "grants.kind.known", 409,
    fi="Avustuslaji {kind} on jo olemassa.",
    sv="Bidragsslaget {kind} finns redan.",
    en="There is a kind of grant {kind} already.",
)
KIND_UNKNOWN = Problem(
    "grants.kind.unknown", 422,
    fi="Avustuslajia {kind} ei ole.",
    sv="Det finns inget bidragsslag {kind}.",
    en="There is no kind of grant {kind}.",
)
CRITERION_UNKNOWN = Problem(
    "grants.guideline.criterion_unknown", 422,
    fi="Kriteeriä {criterion} ei ole kriteerikirjastossa.",
    sv="Kriteriet {criterion} finns inte i kriteriebiblioteket.",
    en="The criterion {criterion} is not in the library.",
)
CRITERION_TWICE = Problem(
    "grants.guideline.criterion_twice", 422,
    fi="Kriteeri {criterion} on ohjeessa kahdesti.",
    sv="Kriteriet {criterion} finns två gånger i anvisningen.",
    en="The criterion {criterion} stands in the guideline twice.",
)
CRITERION_MANDATORY = Problem(
    "grants.guideline.criterion_mandatory", 422,
    fi="Ohjeesta puuttuu tälle avustuslajille pakollinen kriteeri {criterion}.",
    sv="Kriteriet {criterion}, som är obligatoriskt för bidragsslaget, saknas.",
    en="The criterion {criterion}, mandatory for this kind of grant, is missing.",
)
TERM_UNKNOWN = Problem(
    "grants.guideline.term_unknown", 422,
    fi="Aluevaltuuston valtuustokautta {term} ei tunneta.",
    sv="Välfärdsområdesfullmäktiges mandatperiod {term} är okänd.",
    en="The term {term} of the county council is not known.",
)
OUTSIDE_TERM = Problem(
    "grants.guideline.outside_term", 422,
    fi="Voimassaolon on oltava valtuustokauden sisällä: {since} – {until}.",
    sv="Giltighetstiden ska ligga inom mandatperioden: {since} – {until}.",
    en="It must be in force within the council term: {since} – {until}.",
)
VALID_FROM_PAST = Problem(
    "grants.guideline.valid_from_past", 422,
    fi="Ohje voi tulla voimaan aikaisintaan tänään, {today}.",
    sv="Anvisningen kan träda i kraft tidigast i dag, {today}.",
    en="A guideline can come into force today, {today}, at the earliest.",
)
AUTHOR_MISSING = Problem(
    "grants.guideline.author_missing", 422,
    fi="Ohje valmistellaan viranhaltijoiden, kuntien ja järjestöjen kanssa; tekijöistä puuttuu: {kind}.",
    sv="Anvisningen bereds med tjänsteinnehavare, kommuner och organisationer; bland författarna saknas: {kind}.",
    en="A guideline is prepared with officials, municipalities and organisations; missing among its authors: {kind}.",
)
CO_PLANNING_MISSING = Problem(
    "grants.guideline.co_planning_missing", 422,
    fi="Kirjaa, miten järjestöt osallistuivat suunnitteluun.",
    sv="Anteckna hur organisationerna deltog i planeringen.",
    en="Record how organisations took part in the planning.",
)
CO_PLANNING_TO_COME = Problem(
    "grants.guideline.co_planning_to_come", 422,
    fi="Yhteissuunnittelua ei voi kirjata ennen kuin se on pidetty ({on}).",
    sv="Samplaneringen kan inte antecknas förrän den har ägt rum ({on}).",
    en="Co-planning cannot be recorded before it has taken place ({on}).",
)
AGREED_TO_COME = Problem(
    "grants.principles.agreed_to_come", 422,
    fi="Periaatteista on sovittava ennen kuin ne kirjataan ({on}).",
    sv="Principerna ska vara överenskomna innan de antecknas ({on}).",
    en="Principles are agreed before they are recorded ({on}).",
)
BODY_MISSING = Problem(
    "grants.principles.body_missing", 422,
    fi="Periaatteista sopivat hyvinvointialue, kunnat ja järjestöt; sopijoista puuttuu: {kind}.",
    sv="Principerna avtalas av välfärdsområdet, kommunerna och organisationerna; bland parterna saknas: {kind}.",
    en="Principles are agreed by the county, municipalities and organisations; missing: {kind}.",
)
PRINCIPLES_ORDER = Problem(
    "grants.principles.order", 422,
    fi="Voimassaolo päättyy alkamisensa jälkeen.",
    sv="Giltighetstiden slutar efter att den har börjat.",
    en="They end after they begin.",
)
