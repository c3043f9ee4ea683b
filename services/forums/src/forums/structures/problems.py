"""What is refused about structures, their convenors, seats and holders."""

from chassis.problems import Problem

TEMPLATE_UNKNOWN = Problem(
    "forums.structure.template_unknown", 422,
    fi="Rakenteen mallia {template} ei ole.",
    sv="Det finns ingen strukturmall {template}.",
    en="There is no template {template}.",
)
SCOPE_WANTED = Problem(
    "forums.structure.scope_wanted", 422,
    fi="Tämä rakenne perustetaan tiettyä kohdetta varten. Anna sen tunnus.",
    sv="Denna struktur inrättas för ett visst objekt. Ange dess kod.",
    en="This structure is established for one area or domain. Give its code.",
)
SCOPE_UNKNOWN = Problem(
    "forums.structure.scope_unknown", 422,
    fi="Kohdetta {scope} ei ole tai se ei ole voimassa, tai se on väärää lajia.",
    sv="Objektet {scope} finns inte, gäller inte eller är av fel slag.",
    en="There is no {scope} of the right kind in force.",
)
NAME_WANTED = Problem(
    "forums.structure.name_wanted", 422,
    fi="Anna rakenteelle oma nimi ja lyhyt tunnus; samanlaisia voi olla monta.",
    sv="Ge strukturen ett eget namn och en kort kod; det kan finnas flera likadana.",
    en="Give it a name and a key of its own; there may be several of the kind.",
)
ONLY_ONE = Problem(
    "forums.structure.only_one", 409,
    fi="Tällaisia rakenteita on vain yksi, ja se on jo perustettu.",
    sv="Det finns bara en sådan struktur, och den är redan inrättad.",
    en="There is only one such structure, and it stands already.",
)
ESTABLISHED_ALREADY = Problem(
    "forums.structure.established_already", 409,
    fi="Tämä rakenne on jo perustettu.",
    sv="Denna struktur är redan inrättad.",
    en="This structure stands already.",
)
AREA_UNKNOWN = Problem(
    "forums.structure.cooperation_area_unknown", 422,
    fi="Yhteistyön aluetta {code} ei tunneta.",
    sv="Samarbetsområdet {code} är okänt.",
    en="There is no area of cooperation {code}.",
)
TOPIC_UNKNOWN = Problem(
    "forums.structure.topic_unknown", 422,
    fi="Käsiteltävää asiaa {code} ei tunneta.",
    sv="Ärendetypen {code} är okänd.",
    en="There is no topic {code}.",
)
CADENCE_ORDER = Problem(
    "forums.structure.cadence_order", 422,
    fi="Kokouksia ei voi olla vuodessa enintään vähemmän kuin vähintään.",
    sv="Det högsta antalet möten per år kan inte vara mindre än det minsta.",
    en="At most cannot be fewer than at least.",
)
GROUP_UNKNOWN = Problem(
    "forums.structure.group_unknown", 422,
    fi="Rakenteessa ei ole jäsenryhmää {group}.",
    sv="Strukturen har ingen medlemsgrupp {group}.",
    en="The structure has no group of members {group}.",
)
COMPOSITION_ORDER = Problem(
    "forums.structure.composition_order", 422,
    fi="Ryhmän {group} enimmäismäärä on pienempi kuin vähimmäismäärä.",
    sv="Det högsta antalet i gruppen {group} är mindre än det minsta.",
    en="Group {group} has fewer at most than at least.",
)
HAS_GROUPS = Problem(
    "forums.structure.has_groups", 409,
    fi="Rakenteella on vielä työryhmiä ({count}). Lakkauta ne ensin.",
    sv="Strukturen har ännu arbetsgrupper ({count}). Lägg ned dem först.",
    en="It still has working groups ({count}). Close them first.",
)
SUCCESSOR_OR_REASON = Problem(
    "forums.structure.successor_or_reason", 422,
    fi="Kerro seuraaja tai perustele, miksi seuraajaa ei ole. Vain toinen niistä.",
    sv="Ange en efterträdare eller motivera varför ingen finns. Bara det ena.",
    en="Name a successor, or say why there is none; one of the two.",
)
SUCCESSOR_UNFIT = Problem(
    "forums.structure.successor_unfit", 422,
    fi="Seuraajaksi käy vain toinen, voimassa oleva rakenne.",
    sv="Efterträdaren ska vara en annan struktur som är i kraft.",
    en="A successor is another structure that is active.",
)
NO_SEATS = Problem(
    "forums.structure.no_seats", 409,
    fi="Tämä rakenne on avoin tai koordinoijien oma: siihen ei nimetä jäseniä, vaan kaikki kuvatut voivat osallistua.",
    sv="Denna struktur är öppen eller samordnarnas egen: medlemmar utses inte, alla beskrivna kan delta.",
    en="This structure is open or the coordinators' own: nobody is named to it, whoever is described takes part.",
)
CONVENED_BY_ROLE = Problem(
    "forums.structure.convened_by_role", 409,
    fi="Tämän rakenteen kutsuu koolle {convenor}, ei järjestö.",
    sv="Denna struktur sammankallas av {convenor}, inte av en organisation.",
    en="This structure is called together by {convenor}, not by an organisation.",
)
CONVENORS_DIFFER = Problem(
    "forums.structure.convenors_differ", 422,
    fi="Koolle kutsujia on oltava {count}, kukin eri järjestöstä.",
    sv="Sammankallarna ska vara {count}, var och en från en egen organisation.",
    en="There must be {count} convenors, each from another organisation.",
)
ORGANISATION_UNFIT = Problem(
    "forums.structure.organisation_unfit", 422,
    fi="Järjestöä ei tunneta, tai se on lakannut.",
    sv="Organisationen är okänd eller har upphört.",
    en="The organisation is not known, or it has ended.",
)
TERM_OVER = Problem(
    "forums.structure.term_over", 422,
    fi="Määräaika on jo päättynyt.",
    sv="Mandattiden har redan gått ut.",
    en="The term is over already.",
)
NOT_SET_UP_HERE = Problem(
    "forums.structure.not_set_up_here", 409,
    fi="Työryhmän alle ei perusteta työryhmää.",
    sv="Under en arbetsgrupp inrättas ingen arbetsgrupp.",
    en="A working group sets up no working group.",
)
GROUP_FULL = Problem(
    "forums.seat.group_full", 409,
    fi="Ryhmässä {group} on jo enimmäismäärä paikkoja ({most}).",
    sv="Gruppen {group} har redan det högsta antalet platser ({most}).",
    en="Group {group} has all of its {most} seats already.",
)
DEPUTY_OF_DEPUTY = Problem(
    "forums.seat.deputy_of_deputy", 409,
    fi="Varajäsenen paikalle ei tule varajäsentä.",
    sv="En ersättarplats har ingen ersättare.",
    en="A deputy's seat has no deputy.",
)
DEPUTY_ELSEWHERE = Problem(
    "forums.seat.deputy_elsewhere", 422,
    fi="Varapaikka kuuluu samaan ryhmään kuin varsinainen paikka ({group}).",
    sv="Ersättarplatsen hör till samma grupp som den ordinarie platsen ({group}).",
    en="A deputy's seat belongs to the group of the seat it stands in for ({group}).",
)
SEAT_WITHDRAWN = Problem(
    "forums.seat.withdrawn", 409,
    fi="Paikka on poistettu.",
    sv="Platsen har dragits in.",
    en="The seat was withdrawn.",
)
SEAT_TAKEN = Problem(
    "forums.seat.taken", 409,
    fi="Paikka on tänä aikana jo täytetty.",
    sv="Platsen är redan besatt under denna tid.",
    en="The seat is taken at that time.",
)
TWO_SEATS = Problem(
    "forums.seat.two_seats", 409,
    fi="Henkilöllä on jo paikka tässä rakenteessa. Kukaan ei voi istua kahdella paikalla eikä olla oma varajäsenensä.",
    sv="Personen har redan en plats i denna struktur. Ingen kan ha två platser eller vara sin egen ersättare.",
    en="The person has a seat in this structure already. Nobody holds two, or is their own deputy.",
)
SEAT_VACANT = Problem(
    "forums.seat.vacant", 409,
    fi="Paikka on jo vapaa sinä päivänä.",
    sv="Platsen är redan ledig den dagen.",
    en="The seat is vacant on that day.",
)
VACATE_BEFORE = Problem(
    "forums.seat.vacate_before", 422,
    fi="Paikka ei voi vapautua ennen kuin haltijan kausi alkoi ({since}).",
    sv="Platsen kan inte bli ledig innan innehavarens period började ({since}).",
    en="A seat cannot become free before its holder's term began ({since}).",
)
SEAT_HELD = Problem(
    "forums.seat.held", 409,
    fi="Paikalla on haltija. Vapauta paikka ensin.",
    sv="Platsen har en innehavare. Befria platsen först.",
    en="Somebody holds the seat. Vacate it first.",
)
HAS_DEPUTIES = Problem(
    "forums.seat.has_deputies", 409,
    fi="Paikalla on varapaikkoja. Poista ne ensin.",
    sv="Platsen har ersättarplatser. Dra in dem först.",
    en="The seat has deputies' seats. Withdraw them first.",
)
WRONG_KIND = Problem(
    "forums.seat.wrong_kind", 422,
    fi="Ryhmässä {group} voi olla edustettuna vain: {kinds}.",
    sv="I gruppen {group} kan bara följande vara företrädda: {kinds}.",
    en="In group {group} only these can be represented: {kinds}.",
)
