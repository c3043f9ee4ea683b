"""What is refused about sites, spaces, hours and usage rules."""

from chassis.problems import Problem

FEATURE_UNKNOWN = Problem(
    "facilities.space.feature_unknown", 422,
    fi="Ominaisuutta {feature} ei ole. Katso ominaisuuksien luettelo.",
    sv="Egenskapen {feature} finns inte. Se förteckningen över egenskaper.",
    en="There is no feature {feature}. See the list of features.",
)
PARENT_UNKNOWN = Problem(
    "facilities.space.parent_unknown", 422,
    fi="Suurempaa tilaa ei ole tässä toimipaikassa.",
    sv="Den större lokalen finns inte på det här verksamhetsstället.",
    en="The larger space is not at this site.",
)
TREE_CIRCLE = Problem(
    "facilities.space.circle", 422,
    fi="Tila ei voi olla itsensä osa.",
    sv="En lokal kan inte vara en del av sig själv.",
    en="A space cannot be a part of itself.",
)
TREE_PUBLISHED = Problem(
    "facilities.space.tree_published", 409,
    fi="Tila {space} on tarjolla. Poista se ensin tarjolta, niin osia voi lisätä ja siirtää.",
    sv="Lokalen {space} erbjuds. Ta den först ur bruk, så kan delar läggas till och flyttas.",
    en="The space {space} is offered. Withdraw it first; then parts can be added and moved.",
)
TREE_BOOKED = Problem(
    "facilities.space.tree_booked", 409,
    fi="Tilalla on varauksia tai suljettuja aikoja edessä. Peru ne ensin, niin tilaan voi lisätä osia.",
    sv="Lokalen har kommande bokningar eller stängda tider. Avboka dem först, så kan delar läggas till.",
    en="The space has bookings or blocked times ahead. Cancel them first; then parts can be added.",
)
MUNICIPALITY_UNKNOWN = Problem(
    "facilities.site.municipality_unknown", 422,
    fi="Kuntaa {code} ei tunneta.",
    sv="Kommunen {code} är okänd.",
    en="There is no municipality {code}.",
)
CENTRE_UNKNOWN = Problem(
    "facilities.site.centre_unknown", 422,
    fi="Terveysasemaa {code} ei tunneta.",
    sv="Hälsostationen {code} är okänd.",
    en="There is no health centre {code}.",
)
OWNER_INCOMPLETE = Problem(
    "facilities.site.owner_incomplete", 422,
    fi="Kerro omistaja: kunnasta sen koodi, muusta omistajasta nimi, maakunnasta ei kumpaakaan.",
    sv="Ange ägaren: för en kommun koden, för en annan ägare namnet, för välfärdsområdet intetdera.",
    en="Say who the owner is: of a municipality its code, of another owner the name, of the county neither.",
)
PLACE_INCOMPLETE = Problem(
    "facilities.site.place_incomplete", 422,
    fi="Anna sekä leveys- että pituusaste, tai älä kumpaakaan.",
    sv="Ange både latitud och longitud, eller ingendera.",
    en="Give both latitude and longitude, or neither.",
)
SOURCE_TAKEN = Problem(
    "facilities.site.source_taken", 409,
    fi="Tästä lähteestä on jo tuotu toimipaikka samalla tunnisteella.",
    sv="Ett verksamhetsställe med samma identifierare har redan importerats från källan.",
    en="A site with the same identifier has already come from this source.",
)
NO_USAGE_RULES = Problem(
    "facilities.space.no_usage_rules", 409,
    fi="Tilalla ei ole voimassa olevia käyttöohjeita. Julkaise ne ensin.",
    sv="Lokalen har inga gällande användningsregler. Publicera dem först.",
    en="There are no rules of use in force for the space. Publish them first.",
)
NO_USE_HOURS = Problem(
    "facilities.space.no_use_hours", 409,
    fi="Varattavalla tilalla on oltava käyttöajat järjestöille.",
    sv="En bokningsbar lokal ska ha användningstider för organisationer.",
    en="A space that can be booked needs use hours for organisations.",
)
LENGTH_NOT_MULTIPLE = Problem(
    "facilities.space.length_not_multiple", 422,
    fi="Pituuden on oltava aloitusvälin {interval} minuuttia monikerta.",
    sv="Längden ska vara en multipel av startintervallet {interval} minuter.",
    en="The length must be a multiple of the start interval of {interval} minutes.",
)
INTERVAL_NOT_QUARTERS = Problem(
    "facilities.space.interval_not_quarters", 422,
    fi="Aloitusvälin on oltava 15 minuutin monikerta, enintään 7 tuntia.",
    sv="Startintervallet ska vara en multipel av 15 minuter, högst 7 timmar.",
    en="The start interval must be a multiple of 15 minutes, 7 hours at most.",
)
MOST_BELOW_LEAST = Problem(
    "facilities.space.most_below_least", 422,
    fi="Enimmäisarvo on pienempi kuin vähimmäisarvo.",
    sv="Det största värdet är mindre än det minsta.",
    en="The greatest value is less than the least.",
)
DAYS_OUT_OF_ORDER = Problem(
    "facilities.hours.days_out_of_order", 422,
    fi="Jakson on päätyttävä alkamisensa jälkeen.",
    sv="Perioden ska sluta efter att den börjat.",
    en="A period ends after it begins.",
)
TIMES_OUT_OF_ORDER = Problem(
    "facilities.hours.times_out_of_order", 422,
    fi="Ajan on päätyttävä alkamisensa jälkeen. Yön yli jatkuva aika merkitään seuraavaan päivään päättyväksi.",
    sv="Tiden ska sluta efter att den börjat. En tid som fortsätter över natten markeras att sluta nästa dag.",
    en="A span ends after it begins. One that goes on over midnight is marked as ending on the next day.",
)
LONGER_THAN_A_DAY = Problem(
    "facilities.hours.longer_than_a_day", 422,
    fi="Yksi aika on enintään vuorokauden pituinen.",
    sv="En tid är högst ett dygn lång.",
    en="One span is a day long at most.",
)
OPENING_OF_SITE = Problem(
    "facilities.hours.opening_of_site", 422,
    fi="Aukioloajat ovat toimipaikan. Tilalla on vain käyttöajat.",
    sv="Öppettider hör till verksamhetsstället. En lokal har bara användningstider.",
    en="Opening hours are the building's. A space has use hours only.",
)
SPACE_ELSEWHERE = Problem(
    "facilities.hours.space_elsewhere", 422,
    fi="Tilaa ei ole tässä toimipaikassa.",
    sv="Lokalen finns inte på det här verksamhetsstället.",
    en="The space is not at this site.",
)
HOURS_TOO_FAR = Problem(
    "facilities.hours.too_many_days", 422,
    fi="Aikoja voi kysyä enintään {days} päivältä kerralla.",
    sv="Tider kan frågas för högst {days} dagar åt gången.",
    en="Hours can be asked for {days} days at a time at most.",
)
RULES_IN_PAST = Problem(
    "facilities.usage_rules.in_past", 422,
    fi="Käyttöohje ei voi tulla voimaan menneenä päivänä.",
    sv="Användningsreglerna kan inte träda i kraft en dag som har varit.",
    en="Rules of use cannot come into force on a day that has passed.",
)
NEAR_INCOMPLETE = Problem(
    "facilities.site.near_incomplete", 422,
    fi="Anna leveysaste, pituusaste ja etäisyys yhdessä.",
    sv="Ange latitud, longitud och avstånd tillsammans.",
    en="Give latitude, longitude and distance together.",
)
