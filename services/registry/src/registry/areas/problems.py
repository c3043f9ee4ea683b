"""What is refused about areas and council terms."""

from chassis.problems import Problem

UNKNOWN_AREA = Problem(
    "registry.area.unknown", 422,
    fi="Aluetta {code} ei tunneta.",
    sv="Området {code} är okänt.",
    en="There is no area {code}.",
)
NOT_VALID = Problem(
    "registry.area.not_valid", 422,
    fi="Alue {code} ei ole voimassa {day}.",
    sv="Området {code} är inte i kraft den {day}.",
    en="The area {code} is not valid on {day}.",
)
WRONG_PARENT = Problem(
    "registry.area.wrong_parent", 422,
    fi="Alue {code} ei voi kuulua alueeseen {parent}: taso ei täsmää.",
    sv="Området {code} kan inte höra till {parent}: nivån stämmer inte.",
    en="The area {code} cannot belong to {parent}: the levels do not fit.",
)
MOVE_BEFORE_LAST = Problem(
    "registry.area.move_before_last", 422,
    fi="Alue {code} on siirretty jo {since}; uusi siirto voi tulla voimaan vasta sen jälkeen.",
    sv="Området {code} flyttades redan den {since}; en ny flytt kan träda i kraft först därefter.",
    en="The area {code} was already moved on {since}; a new move can take effect only after that.",
)
HAS_SUCCESSOR = Problem(
    "registry.area.has_successor", 409,
    fi="Alue {code} on jo lakannut; sen tilalla on {successor}.",
    sv="Området {code} har redan upphört; det ersattes av {successor}.",
    en="The area {code} has already ended; {successor} took its place.",
)
WRONG_SUCCESSOR = Problem(
    "registry.area.wrong_successor", 422,
    fi="Alue {successor} ei voi tulla alueen {code} tilalle: taso ei täsmää.",
    sv="Området {successor} kan inte ersätta {code}: nivån stämmer inte.",
    en="The area {successor} cannot take the place of {code}: the levels do not fit.",
)
SUCCESSOR_CYCLE = Problem(
    "registry.area.successor_cycle", 409,
    fi="Alue ei voi olla oma seuraajansa, ei toisenkaan kautta.",
    sv="Ett område kan inte vara sin egen efterträdare, inte heller via ett annat.",
    en="An area cannot succeed itself, not even through another.",
)
CODE_TAKEN = Problem(
    "registry.area.code_taken", 409,
    fi="Tällä koodilla on jo alue.",
    sv="Det finns redan ett område med den här koden.",
    en="There is already an area with this code.",
)
TERM_OVERLAPS = Problem(
    "registry.council_term.overlaps", 409,
    fi="Valtuustokausi menee päällekkäin kauden {code} kanssa.",
    sv="Fullmäktigeperioden överlappar perioden {code}.",
    en="The council term overlaps the term {code}.",
)
TERM_OVERLAPS_ANOTHER = Problem(
    "registry.council_term.overlaps_another", 409,
    fi="Valtuustokausi menee päällekkäin toisen kauden kanssa.",
    sv="Fullmäktigeperioden överlappar en annan period.",
    en="The council term overlaps another term.",
)
TERM_ENDS_FIRST = Problem(
    "registry.council_term.ends_first", 422,
    fi="Valtuustokauden on päätyttävä alkamisensa jälkeen.",
    sv="Fullmäktigeperioden ska sluta efter att den börjat.",
    en="A council term must end after it begins.",
)
TERM_UNKNOWN = Problem(
    "registry.council_term.unknown", 422,
    fi="Valtuustokautta {code} ei tunneta.",
    sv="Fullmäktigeperioden {code} är okänd.",
    en="There is no council term {code}.",
)
TERM_TAKEN = Problem(
    "registry.council_term.taken", 409,
    fi="Tämä valtuustokausi on jo olemassa.",
    sv="Den här fullmäktigeperioden finns redan.",
    en="This council term exists already.",
)
POPULATION_UNREADABLE = Problem(
    "registry.area.population_unreadable", 422,
    fi="Väkilukutiedoston riviä {line} ei voi lukea.",
    sv="Rad {line} i folkmängdsfilen kan inte läsas.",
    en="Line {line} of the population file cannot be read.",
)
POPULATION_NEGATIVE = Problem(
    "registry.area.population_negative", 422,
    fi="Väkiluku ei voi olla negatiivinen.",
    sv="Folkmängden kan inte vara negativ.",
    en="A population cannot be negative.",
)
