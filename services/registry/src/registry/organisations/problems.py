"""What is refused about organisations. The last guards of the database point here too."""

from chassis.problems import Problem

NAME_MISSING = Problem(
    "registry.organisation.name_missing", 422,
    fi="Organisaatiolla on oltava nimi.",
    sv="Organisationen ska ha ett namn.",
    en="An organisation needs a name.",
)
KIND_AND_FORM = Problem(
    "registry.organisation.kind_and_form", 422,
    fi="Oikeudellinen muoto {legal_form} ei sovi lajiin {kind}.",
    sv="Den rättsliga formen {legal_form} passar inte ihop med arten {kind}.",
    en="The legal form {legal_form} does not fit the kind {kind}.",
)
SAID_BY_COUNTY = Problem(
    "registry.organisation.said_by_county", 403,
    fi="Tätä tietoa järjestö ei muuta itse. Pyydä muutosta hyvinvointialueen järjestöyhdyshenkilöltä.",
    sv="Den här uppgiften ändrar organisationen inte själv. Be välfärdsområdets kontaktperson för organisationer om ändringen.",
    en="An organisation does not change this itself. Ask the county's liaison for organisations to change it.",
)
FOUNDED_IN_FUTURE = Problem(
    "registry.organisation.founded_in_future", 422,
    fi="Perustamispäivä {founded_on} on tulevaisuudessa.",
    sv="Grundandedatumet {founded_on} ligger i framtiden.",
    en="The founding date {founded_on} is in the future.",
)
FOUNDED_AFTER_DISSOLVED = Problem(
    "registry.organisation.founded_after_dissolved", 422,
    fi="Organisaatio ei voi lakata {dissolved_on} ennen perustamistaan {founded_on}.",
    sv="Organisationen kan inte upphöra {dissolved_on} innan den grundades {founded_on}.",
    en="An organisation founded on {founded_on} cannot have been dissolved on {dissolved_on}.",
)
DISSOLVED_TOO_FAR_AHEAD = Problem(
    "registry.organisation.dissolved_too_far_ahead", 422,
    fi="Lakkautumispäivä voi olla enintään {last_day}.",
    sv="Datumet för upplösningen får vara senast {last_day}.",
    en="The day of dissolution can be {last_day} at the latest.",
)
GROUNDS_MISSING = Problem(
    "registry.organisation.grounds_missing", 422,
    fi="Perustelut puuttuvat.",
    sv="Motiveringen saknas.",
    en="The grounds are missing.",
)
MUNICIPALITY_UNKNOWN = Problem(
    "registry.organisation.municipality_unknown", 422,
    fi="Kuntaa {code} ei tunneta tai se ei ole enää voimassa.",
    sv="Kommunen {code} är okänd eller finns inte längre.",
    en="The municipality {code} is unknown or no longer exists.",
)
AREA_CLASS_MISMATCH = Problem(
    "registry.organisation.area_class_mismatch", 422,
    fi="Toiminta-alueen laajuus {area_class} ei vastaa kuntien määrää ({count}).",
    sv="Verksamhetsområdets omfattning {area_class} motsvarar inte antalet kommuner ({count}).",
    en="The operating area class {area_class} does not go with {count} municipalities.",
)
IDENTIFIER_MALFORMED = Problem(
    "registry.identifier.malformed", 422,
    fi="Tunnus ei ole muodoltaan oikea.",
    sv="Beteckningen har inte rätt form.",
    en="The identifier does not have the right form.",
)
IDENTIFIER_CHECK_DIGIT = Problem(
    "registry.identifier.check_digit", 422,
    fi="Tunnuksen tarkistusmerkki ei täsmää.",
    sv="Beteckningens kontrolltecken stämmer inte.",
    en="The check digit of the identifier is wrong.",
)
IDENTIFIER_TWICE = Problem(
    "registry.identifier.twice", 422,
    fi="Organisaatiolla voi olla vain yksi tunnus järjestelmässä {scheme}.",
    sv="En organisation kan ha bara en beteckning i systemet {scheme}.",
    en="An organisation can have only one identifier of the scheme {scheme}.",
)
IDENTIFIER_OF_SCHEME_TWICE = Problem(
    "registry.identifier.of_scheme_twice", 409,
    fi="Organisaatiolla on jo tämän järjestelmän tunnus.",
    sv="Organisationen har redan en beteckning i det här systemet.",
    en="The organisation already has an identifier of this scheme.",
)
IDENTIFIER_HELD = Problem(
    "registry.identifier.held", 409,
    fi="Tunnus {identifier} on jo organisaatiolla {holder} ({holder_id}).",
    sv="Beteckningen {identifier} tillhör redan organisationen {holder} ({holder_id}).",
    en="The identifier {identifier} already belongs to {holder} ({holder_id}).",
)
IDENTIFIER_TAKEN = Problem(
    "registry.identifier.taken", 409,
    fi="Tunnus on jo toisella organisaatiolla.",
    sv="Beteckningen tillhör redan en annan organisation.",
    en="The identifier already belongs to another organisation.",
)
MERGED_AWAY = Problem(
    "registry.organisation.merged_away", 409,
    fi="Organisaatio on yhdistynyt toiseen; sen tilalla on {successor_id}.",
    sv="Organisationen har gått samman med en annan; den har ersatts av {successor_id}.",
    en="The organisation has merged; {successor_id} took its place.",
)
MERGE_INTO_ITSELF = Problem(
    "registry.organisation.merge_into_itself", 422,
    fi="Organisaatiota ei voi yhdistää itseensä.",
    sv="En organisation kan inte slås samman med sig själv.",
    en="An organisation cannot be merged into itself.",
)
MERGE_INTO_ENDED = Problem(
    "registry.organisation.merge_into_ended", 409,
    fi="Organisaatioon {name} ei voi yhdistää: sen tila on {status}.",
    sv="Det går inte att slå samman med {name}: dess tillstånd är {status}.",
    en="Nothing can be merged into {name}: its state is {status}.",
)
MERGE_CYCLE = Problem(
    "registry.organisation.merge_cycle", 409,
    fi="Yhdistäminen tekisi kehän: {name} on jo päätynyt tähän organisaatioon.",
    sv="Sammanslagningen skulle bilda en cirkel: {name} har redan gått upp i den här organisationen.",
    en="The merger would form a circle: {name} already ended up in this organisation.",
)
MERGE_OF_NOTHING = Problem(
    "registry.organisation.merge_of_nothing", 422,
    fi="Yhdistettäviä organisaatioita ei ole nimetty, tai sama on nimetty kahdesti.",
    sv="Inga organisationer att slå samman har angetts, eller så har samma angetts två gånger.",
    en="No organisations to merge are named, or one is named twice.",
)
ERASED = Problem(
    "registry.organisation.erased", 410,
    fi="Ryhmän tiedot on poistettu {erased_on}.",
    sv="Uppgifterna om gruppen raderades {erased_on}.",
    en="This group was erased on {erased_on}.",
)
UNDO_TOO_LATE = Problem(
    "registry.organisation.undo_too_late", 409,
    fi="Yhdistymisen voi purkaa {last_day} saakka.",
    sv="Sammanslagningen kunde upphävas till och med {last_day}.",
    en="The merger could be undone until {last_day}.",
)
ASSESSED_IN_FUTURE = Problem(
    "registry.organisation.assessed_in_future", 422,
    fi="Arviointipäivä {assessed_on} on tulevaisuudessa.",
    sv="Bedömningsdatumet {assessed_on} ligger i framtiden.",
    en="The day of assessment {assessed_on} is in the future.",
)
VALID_UNTIL_PAST = Problem(
    "registry.organisation.valid_until_past", 422,
    fi="Voimassaolon on päätyttävä arviointipäivän {assessed_on} jälkeen.",
    sv="Giltighetstiden ska löpa ut efter bedömningsdagen {assessed_on}.",
    en="Validity must end after the day of assessment {assessed_on}.",
)
YEAR_NOT_OVER = Problem(
    "registry.workforce.year_in_future", 422,
    fi="Vuosi {year} ei ole vielä alkanut.",
    sv="Året {year} har inte börjat ännu.",
    en="The year {year} has not begun yet.",
)
YEAR_BEFORE_FOUNDED = Problem(
    "registry.workforce.year_before_founded", 422,
    fi="Organisaatio perustettiin vasta {founded_on}.",
    sv="Organisationen grundades först {founded_on}.",
    en="The organisation was founded only on {founded_on}.",
)
COUNT_NEGATIVE = Problem(
    "registry.workforce.count_negative", 422,
    fi="Määrä ei voi olla negatiivinen.",
    sv="Antalet kan inte vara negativt.",
    en="A count cannot be negative.",
)
WORKFORCE_TWICE = Problem(
    "registry.workforce.twice", 409,
    fi="Henkilöstö on jo ilmoitettu tälle vuodelle.",
    sv="Personalen har redan uppgetts för det här året.",
    en="The workforce of this year has already been reported.",
)
DEFINITION_OVERLAPS = Problem(
    "registry.sote_definition.overlaps", 409,
    fi="Määritelmä {version} on voimassa samaan aikaan.",
    sv="Definitionen {version} gäller samtidigt.",
    en="The definition {version} is in force at the same time.",
)
DEFINITION_EMPTY = Problem(
    "registry.sote_definition.empty", 422,
    fi="Määritelmässä on oltava ainakin yksi ehto.",
    sv="Definitionen ska ha minst ett villkor.",
    en="A definition needs at least one criterion.",
)
DEFINITION_VERSION = Problem(
    "registry.sote_definition.version", 409,
    fi="Määritelmän seuraavan version numero on {expected}.",
    sv="Numret på definitionens nästa version är {expected}.",
    en="The number of the next version of the definition is {expected}.",
)
DEFINITION_ENDS_FIRST = Problem(
    "registry.sote_definition.ends_first", 422,
    fi="Määritelmän voimassaolon on päätyttävä alkamisensa jälkeen.",
    sv="Definitionens giltighet ska sluta efter att den börjat.",
    en="A definition must end after it begins.",
)
DEFINITION_NUMBER_TAKEN = Problem(
    "registry.sote_definition.number_taken", 409,
    fi="Tämä versio on jo vahvistettu.",
    sv="Den här versionen har redan fastställts.",
    en="This version has already been published.",
)
NO_DEFINITION = Problem(
    "registry.sote_definition.none_in_force", 409,
    fi="Sote-järjestön määritelmää ei ole voimassa {day}.",
    sv="Ingen definition av social- och hälsovårdsorganisation är i kraft den {day}.",
    en="No definition of a social and health organisation is in force on {day}.",
)
