"""Every refusal about calls and the questions about them."""

from chassis.problems import Problem

WINDOW_TAKEN = Problem(
    "grants.call.window_taken", 409,
    fi="Saman avustuslajin toinen haku on auki samaan aikaan. Kerro perustelu, jos se on tarkoitus.",
    sv="En annan ansökningsomgång för samma bidragsslag är öppen samtidigt. Ange varför, om det är meningen.",
    en="Another call of the same kind of grant is open at the same time. Say why, if that is meant.",
)
CASE_NUMBER_TAKEN = Problem(
    "grants.call.case_number_taken", 409,
    fi="Asiatunnus on jo toisella haulla.",
    sv="Ärendenumret används redan av en annan ansökningsomgång.",
    en="Another call has this case number already.",
)
WINDOW_OVERLAPS = Problem(
    "grants.call.window_overlaps", 409,
    fi="Haku {title} on auki samaan aikaan ({opens} – {closes}). Kerro perustelu, jos se on tarkoitus.",
    sv="Ansökningsomgången {title} är öppen samtidigt ({opens} – {closes}). Ange varför, om det är meningen.",
    en="The call {title} is open at the same time ({opens} – {closes}). Say why, if that is meant.",
)
KIND_UNKNOWN = Problem(
    "grants.call.kind_unknown", 422,
    fi="Avustuslajia {kind} ei ole.",
    sv="Det finns inget bidragsslag {kind}.",
    en="There is no kind of grant {kind}.",
)
NEGOTIATED = Problem(
    "grants.call.negotiated", 422,
    fi="Avustuslajia {kind} ei voi hakea: siitä neuvotellaan. Neuvottelun avaa hyvinvointialueen järjestökoordinaattori.",
    sv="Bidragsslaget {kind} kan inte sökas: det förhandlas. Förhandlingen inleds av välfärdsområdets organisationskoordinator.",
    en="The kind of grant {kind} cannot be applied for: it is negotiated. The county's coordinator opens the negotiation.",
)
WINDOW_ORDER = Problem(
    "grants.call.window_order", 422,
    fi="Haun on päätyttävä alkamisensa jälkeen.",
    sv="Ansökningstiden ska sluta efter att den har börjat.",
    en="A call closes after it opens.",
)
WINDOW_OVER = Problem(
    "grants.call.window_over", 422,
    fi="Haku olisi jo päättynyt: {closes}.",
    sv="Ansökningstiden skulle redan ha gått ut: {closes}.",
    en="The call would be over already: {closes}.",
)
GUIDELINE_UNKNOWN = Problem(
    "grants.call.guideline_unknown", 422,
    fi="Avustusohjetta ei ole.",
    sv="Bidragsanvisningen finns inte.",
    en="There is no such guideline.",
)
GUIDELINE_OF_ANOTHER_KIND = Problem(
    "grants.call.guideline_of_another_kind", 422,
    fi="Ohje koskee toista avustuslajia: {kind}.",
    sv="Anvisningen gäller ett annat bidragsslag: {kind}.",
    en="The guideline is for another kind of grant: {kind}.",
)
GUIDELINE_DRAFT = Problem(
    "grants.call.guideline_draft", 422,
    fi="Ohjetta ei ole vielä julkaistu.",
    sv="Anvisningen är inte publicerad än.",
    en="The guideline has not been published yet.",
)
GUIDELINE_NOT_IN_FORCE = Problem(
    "grants.call.guideline_not_in_force", 422,
    fi="Ohje ei ole se, joka on voimassa, kun haku avautuu {opens}.",
    sv="Anvisningen är inte den som är i kraft när ansökningstiden börjar {opens}.",
    en="The guideline is not the one in force when the call opens, {opens}.",
)
APPROPRIATION_MISSING = Problem(
    "grants.call.appropriation_missing", 422,
    fi="Avustuslajille {kind} ei ole määrärahaa vuodelle {year}.",
    sv="Det finns inget anslag för bidragsslaget {kind} år {year}.",
    en="There is no appropriation for the kind of grant {kind} in {year}.",
)
ATTACHMENT_TWICE = Problem(
    "grants.call.attachment_twice", 422,
    fi="Liite {attachment} on luettelossa kahdesti.",
    sv="Bilagan {attachment} finns två gånger i förteckningen.",
    en="The attachment {attachment} is listed twice.",
)
FORM_TOO_LARGE = Problem(
    "grants.call.form_too_large", 422,
    fi="Lomakkeen kuvaus on liian suuri.",
    sv="Beskrivningen av blanketten är för stor.",
    en="The description of the form is too large.",
)
FORM_MALFORMED = Problem(
    "grants.call.form_malformed", 422,
    fi="Lomakkeen kuvaus ei ole JSON Schema 2020-12 -muotoa (sääntö {rule}).",
    sv="Beskrivningen av blanketten följer inte JSON Schema 2020-12 (regel {rule}).",
    en="The description of the form is not JSON Schema 2020-12 (rule {rule}).",
)
FORM_KEYWORD = Problem(
    "grants.call.form_keyword", 422,
    fi="Lomakkeen kuvauksessa ei voi käyttää sanaa {keyword}.",
    sv="Ordet {keyword} kan inte användas i beskrivningen av blanketten.",
    en="The description of the form cannot use the word {keyword}.",
)
FORM_REFERENCE = Problem(
    "grants.call.form_reference", 422,
    fi="Lomakkeen kuvaus voi viitata vain omiin osiinsa (#/$defs/…), eikä viittaus saa kiertää kehää.",
    sv="Beskrivningen av blanketten kan endast hänvisa till sina egna delar (#/$defs/…), inte i cirkel.",
    en="The description of the form can refer only to its own parts (#/$defs/…), and not in a circle.",
)
FORM_PATTERN = Problem(
    "grants.call.form_pattern", 422,
    fi="Säännöllinen lauseke on virheellinen tai liian hidas tarkistettavaksi.",
    sv="Det reguljära uttrycket är felaktigt eller för långsamt att kontrollera.",
    en="The regular expression is wrong, or too slow to be checked.",
)
QUESTIONS_OVER = Problem(
    "grants.call.questions_over", 409,
    fi="Haku ei ole enää auki, joten siitä ei voi kysyä täällä.",
    sv="Ansökningstiden är över, så frågor kan inte längre ställas här.",
    en="The call is over, so questions about it can no longer be asked here.",
)
