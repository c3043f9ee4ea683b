"""What is refused about roles, their terms, and requests to represent an organisation."""

from chassis.problems import Problem

ROLE_UNKNOWN = Problem(
    "registry.assignment.role_unknown", 422,
    fi="Tehtävää {role} ei tunneta.",
    sv="Uppdraget {role} är okänt.",
    en="There is no role {role}.",
)
WRONG_SCOPE_KIND = Problem(
    "registry.assignment.wrong_scope_kind", 422,
    fi="Tehtävä {role} annetaan tällaista kohdetta varten: {known}.",
    sv="Uppdraget {role} ges för ett objekt av slaget {known}.",
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
    fi="Tehtävä ei voi päättyä ennen kuin se alkaa ({valid_from}).",
    sv="Uppdraget kan inte sluta innan det börjar ({valid_from}).",
    en="A role cannot end before it begins ({valid_from}).",
)
TERM_OVER = Problem(
    "registry.assignment.term_over", 422,
    fi="Tehtävän aika päättyi jo {valid_until}.",
    sv="Uppdragets tid gick ut redan {valid_until}.",
    en="The term of the role was already over on {valid_until}.",
)
NOT_LONGER = Problem(
    "registry.assignment.not_longer", 422,
    fi="Jatketun ajan on päätyttävä nykyistä myöhemmin; nykyinen päättyy {valid_until}.",
    sv="Den förlängda tiden ska sluta senare än den nuvarande, som slutar {valid_until}.",
    en="A prolonged term must end later than the present one, which ends on {valid_until}.",
)
WITHOUT_END = Problem(
    "registry.assignment.without_end", 422,
    fi="Tehtävä on voimassa toistaiseksi, joten sitä ei tarvitse jatkaa.",
    sv="Uppdraget gäller tills vidare och behöver inte förlängas.",
    en="The role is held until further notice and need not be prolonged.",
)
END_PAST = Problem(
    "registry.assignment.end_past", 422,
    fi="Tehtävän voi päättää nyt tai myöhemmin, ei takautuvasti eikä nykyistä päättymistä myöhemmin.",
    sv="Uppdraget kan avslutas nu eller senare, inte retroaktivt och inte efter sin nuvarande sluttid.",
    en="A role can be ended now or later, neither in the past nor after its present end.",
)
HELD = Problem(
    "registry.assignment.held", 409,
    fi="Tehtävä {role} ({scope_id}) on toisella henkilöllä {valid_from} – {valid_until}.",
    sv="Uppdraget {role} ({scope_id}) innehas av någon annan {valid_from} – {valid_until}.",
    en="The role {role} ({scope_id}) is held by another from {valid_from} until {valid_until}.",
)
HELD_FOR_NOW = Problem(
    "registry.assignment.held_for_now", 409,
    fi="Tehtävä {role} ({scope_id}) on toisella henkilöllä {valid_from} alkaen toistaiseksi.",
    sv="Uppdraget {role} ({scope_id}) innehas av någon annan från {valid_from} tills vidare.",
    en="The role {role} ({scope_id}) is held by another from {valid_from}, until further notice.",
)
HELD_ALREADY = Problem(
    "registry.assignment.held_already", 409,
    fi="Henkilöllä on jo tehtävä {role} ({scope_id}) tänä aikana.",
    sv="Personen har redan uppdraget {role} ({scope_id}) under denna tid.",
    en="The person holds the role {role} ({scope_id}) already at that time.",
)
DEPUTY_OF_DEPUTY = Problem(
    "registry.assignment.deputy_of_deputy", 409,
    fi="Varahenkilölle ei nimetä varahenkilöä.",
    sv="För en ersättare utses ingen ersättare.",
    en="No deputy is named for a deputy.",
)
DEPUTY_OUTSIDE = Problem(
    "registry.assignment.deputy_outside", 422,
    fi="Varahenkilön kauden on oltava varsinaisen haltijan kauden sisällä; se alkaa {valid_from}.",
    sv="Ersättarens tid ska ligga inom den ordinarie innehavarens tid, som börjar {valid_from}.",
    en="A deputy's term must lie within that of the holder, which begins on {valid_from}.",
)
NO_DEPUTIES = Problem(
    "registry.assignment.no_deputies", 422,
    fi="Tehtävä {role} voi olla monella yhtä aikaa, joten siihen ei nimetä varahenkilöitä.",
    sv="Uppdraget {role} kan innehas av flera samtidigt, så inga ersättare utses för det.",
    en="Several people can hold the role {role} at a time, so no deputies are named for it.",
)
NOT_YOURS = Problem(
    "registry.assignment.not_yours", 403,
    fi="Et voi antaa, jatkaa tai päättää tehtävää {role} tässä kohteessa.",
    sv="Du kan inte ge, förlänga eller avsluta uppdraget {role} för detta objekt.",
    en="You cannot give, prolong or end the role {role} for this scope.",
)
GRANTS_TO_ONESELF = Problem(
    "registry.assignment.grants_to_oneself", 403,
    fi="Tehtävää {role} ei voi antaa itselleen.",
    sv="Man kan inte ge sig själv uppdraget {role}.",
    en="You cannot give the role {role} to yourself.",
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
    en="You cannot approve or refuse your own request.",
)
NOT_YOUR_REQUEST = Problem(
    "registry.representation.not_your_request", 403,
    fi="Pyynnön voi perua vain se, joka sen teki.",
    sv="Endast den som gjorde begäran kan återkalla den.",
    en="Only the one who asked can withdraw a request.",
)
