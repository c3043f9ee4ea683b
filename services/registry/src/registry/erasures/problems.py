"""What is refused about erasing."""

from chassis.problems import Problem

REGISTERED = Problem(
    "registry.erasure.registered", 409,
    fi="Vain rekisteröimättömän ryhmän tiedot voi poistaa. Oikeudellinen muoto on {legal_form}: tällainen organisaatio lakkaa.",
    sv="Endast uppgifter om en oregistrerad grupp kan raderas. Den rättsliga formen är {legal_form}: en sådan organisation upplöses.",
    en="Only an unregistered group can be erased. The legal form is {legal_form}: such an organisation is dissolved instead.",
)
HAS_PARTS = Problem(
    "registry.erasure.has_parts", 409,
    fi="Ryhmään on yhdistynyt muita ({count}), jotka löytyvät sen nimellä. Pura yhdistymiset tai poista ensin niiden tiedot.",
    sv="Andra ({count}) har gått upp i gruppen och hittas under dess namn. Upphäv sammanslagningarna eller radera dem först.",
    en="Others ({count}) became part of this group and are found under its name. Undo the mergers or erase them first.",
)
UNDECIDED = Problem(
    "registry.erasure.undecided", 409,
    fi="Ryhmästä on ratkaisematta kaksoiskappale-ehdokkaita ({count}). Ratkaise ne ensin, jotta kaikki sen tiedot tunnetaan.",
    sv="Gruppen har olösta dubblettkandidater ({count}). Avgör dem först, så att alla dess uppgifter är kända.",
    en="Candidate duplicates of the group ({count}) are undecided. Decide them first, so that all that is about it is known.",
)
