"""What is refused about roles, their terms, and requests to represent an organisation."""

from chassis.problems import Problem

ROLE_UNKNOWN = Problem(
    "registry.assignment.role_unknown", 422,
    fi="Tehtävää {role} ei tunneta.",
    sv="Uppgiften {role} är okänd.",
    en="There is no role {role}.",
)
WRONG_SCOPE_KIND = Problem(
    "registry.assignment.wrong_scope_kind", 422,
    fi="Tehtävä {role} annetaan tällaista kohdetta varten: {known}.",
    sv="Uppgiften {role} ges för ett objekt av slaget {known}.",
    en="The role {role} is held for a scope of the kind {known}.",
)
SCOPE_UNKNOWN = Problem(
    "registry.assignment.scope_unknown", 422,
    fi="Kohdetta {scope_kind} {scope_id} ei tunneta tai se ei ole voimassa.",
    sv="Objektet {scope_kind} {scope_id} är okänt eller inte i kraft.",
    en="There is no {scope_kind} {scope_id}, or it is not in force.",
)
TERM_ORDER = Problem(
    "registry.assignment.term_order", 422,
    fi="Tehtävä päättyy ennen kuin se alkaa {valid_from}.",
    sv="Uppgiften slutar innan den börjar {valid_from}.",
    en="The role ends before it begins on {valid_from}.",
)
TERM_OVER = Problem(
    "registry.assignment.term_over", 422,
    fi="Tehtävän aika päättyi jo {valid_until}.",
    sv="Uppgiftens tid gick ut redan {valid_until}.",
    en="The term of the role was already over on {valid_until}.",
)
NOT_LONGER = Problem(
    "registry.assignment.not_longer", 422,
    fi="Jatkettu aika päättyy myöhemmin kuin nykyinen, {valid_until}.",
    sv="Den förlängda tiden slutar senare än den nuvarande, {valid_until}.",
    en="A prolonged term ends later than the present one, {valid_until}.",
)
WITHOUT_END = Problem(
    "registry.assignment.without_end", 422,
    fi="Tehtävä on voimassa toistaiseksi, eikä sitä voi jatkaa.",
    sv="Uppgiften gäller tills vidare och kan inte förlängas.",
    en="The role has no end that could be put off.",
)
END_PAST = Problem(
    "registry.assignment.end_past", 422,
    fi="Tehtävä päättyy nyt tai myöhemmin, viimeistään {valid_until}.",
    sv="Uppgiften slutar nu eller senare, senast {valid_until}.",
    en="A role ends now or later, on {valid_until} at the latest.",
)
HELD = Problem(
    "registry.assignment.held", 409,
    fi="Tehtävä {role} ({scope_id}) on toisella {valid_from} – {valid_until}.",
    sv="Uppgiften {role} ({scope_id}) innehas av någon annan {valid_from} – {valid_until}.",
    en="The role {role} ({scope_id}) is held by another from {valid_from} until {valid_until}.",
)
HELD_FOR_NOW = Problem(
    "registry.assignment.held_for_now", 409,
    fi="Tehtävä {role} ({scope_id}) on toisella {valid_from} alkaen toistaiseksi.",
    sv="Uppgiften {role} ({scope_id}) innehas av någon annan från {valid_from} tills vidare.",
    en="The role {role} ({scope_id}) is held by another from {valid_from}, until further notice.",
)
HELD_ALREADY = Problem(
    "registry.assignment.held_already", 409,
    fi="Henkilöllä on jo tehtävä {role} ({scope_id}) tänä aikana.",
    sv="Personen har redan uppgiften {role} ({scope_id}) under denna tid.",
    en="The person holds the role {role} ({scope_id}) already at that time.",
)
DEPUTY_OF_DEPUTY = Problem(
    "registry.assignment.deputy_of_deputy", 409,
    fi="Varahenkilöllä ei ole varahenkilöä.",
    sv="En ersättare har ingen ersättare.",
    en="A deputy has no deputy.",
)
DEPUTY_OUTSIDE = Problem(
    "registry.assignment.deputy_outside", 422,
    fi="Varahenkilön aika on varsinaisen ajan sisällä; se alkaa {valid_from}.",
    sv="Ersättarens tid ligger inom den ordinaries tid, som börjar {valid_from}.",
    en="A deputy's term lies within that of the holder, which begins on {valid_from}.",
)
NO_DEPUTIES = Problem(
    "registry.assignment.no_deputies", 422,
    fi="Tehtävällä {role} on monta haltijaa, ei varahenkilöitä.",
    sv="Uppgiften {role} har flera innehavare, inga ersättare.",
    en="The role {role} has many holders and no deputies.",
)
NOT_YOURS = Problem(
    "registry.assignment.not_yours", 403,
    fi="Et voi antaa, jatkaa tai päättää tehtävää {role} tässä kohteessa.",
    sv="Du kan inte ge, förlänga eller avsluta uppgiften {role} för detta objekt.",
    en="You cannot give, prolong or end the role {role} for this scope.",
)
GRANTS_TO_ONESELF = Problem(
    "registry.assignment.grants_to_oneself", 403,
    fi="Kukaan ei anna itselleen tehtävää {role}.",
    sv="Ingen ger sig själv uppgiften {role}.",
    en="Nobody gives the role {role} to oneself.",
)
ORGANISATION_UNKNOWN = Problem(
    "registry.representation.organisation_unknown", 422,
    fi="Organisaatiota ei ole, tai se on lakannut tai yhdistynyt toiseen.",
    sv="Organisationen finns inte, eller så har den upphört eller gått upp i en annan.",
    en="There is no such organisation, or it was dissolved or merged into another.",
)
REPRESENTS_ALREADY = Problem(
    "registry.representation.represents_already", 409,
    fi="Toimit jo tämän organisaation edustajana.",
    sv="Du företräder redan denna organisation.",
    en="You act for this organisation already.",
)
ASKED_ALREADY = Problem(
    "registry.representation.asked_already", 409,
    fi="Pyyntö on jo vireillä.",
    sv="Begäran är redan anhängig.",
    en="The request is pending already.",
)
ONLY_PERSONS = Problem(
    "registry.representation.only_persons", 403,
    fi="Vain henkilö voi toimia organisaation edustajana.",
    sv="Endast en person kan företräda en organisation.",
    en="Only a person can act for an organisation.",
)
OWN_REQUEST = Problem(
    "registry.representation.own_request", 403,
    fi="Omaa pyyntöään ei voi hyväksyä eikä hylätä.",
    sv="Man kan inte godkänna eller avslå sin egen begäran.",
    en="Nobody decides on one's own request.",
)
NOT_YOUR_REQUEST = Problem(
    "registry.representation.not_your_request", 403,
    fi="Pyynnön voi perua vain se, joka sen teki.",
    sv="Endast den som gjorde begäran kan återkalla den.",
    en="Only the one who asked can withdraw a request.",
)
