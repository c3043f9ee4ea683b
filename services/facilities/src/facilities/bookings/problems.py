"""What is refused about bookings. Each says when, never who holds the other booking."""

from chassis.problems import Problem

TAKEN = Problem(
    "facilities.booking.taken", 409,
    fi="Tila on jo varattu {starts_at}–{ends_at}.",
    sv="Lokalen är redan bokad {starts_at}–{ends_at}.",
    en="The space is already taken {starts_at}–{ends_at}.",
)
MEETS_ITSELF = Problem(
    "facilities.booking.meets_itself", 422,
    fi="Varauksen kerta {starts_at}–{ends_at} osuu toisen kerran päälle tai liian lähelle sitä.",
    sv="Tillfället {starts_at}–{ends_at} krockar med ett annat tillfälle i samma bokning.",
    en="The occurrence {starts_at}–{ends_at} meets another one of the same booking, or comes too near to it.",
)
IN_PAST = Problem(
    "facilities.booking.in_past", 422,
    fi="Aika {starts_at} on jo mennyt.",
    sv="Tiden {starts_at} har redan gått.",
    en="The time {starts_at} has passed.",
)
TOO_SOON = Problem(
    "facilities.booking.too_soon", 422,
    fi="Tila on varattava vähintään {days} päivää ennen. {starts_at} on liian pian.",
    sv="Lokalen ska bokas minst {days} dagar i förväg. {starts_at} är för tidigt.",
    en="The space is booked at least {days} days ahead. {starts_at} is too soon.",
)
TOO_FAR = Problem(
    "facilities.booking.too_far", 422,
    fi="Tilan voi varata enintään {days} päivää ennen. {starts_at} on liian kaukana.",
    sv="Lokalen kan bokas högst {days} dagar i förväg. {starts_at} är för långt borta.",
    en="The space is booked at most {days} days ahead. {starts_at} is too far away.",
)
OUTSIDE_HOURS = Problem(
    "facilities.booking.outside_hours", 422,
    fi="Tila ei ole käytettävissä {starts_at}–{ends_at}.",
    sv="Lokalen kan inte användas {starts_at}–{ends_at}.",
    en="The space cannot be used {starts_at}–{ends_at}.",
)
OFF_GRID = Problem(
    "facilities.booking.off_grid", 422,
    fi="Varaus voi alkaa {minutes} minuutin välein. {starts_at} ei ole mahdollinen alku.",
    sv="Bokningen kan börja med {minutes} minuters mellanrum. {starts_at} är inte en möjlig början.",
    en="Bookings start {minutes} minutes apart. {starts_at} is not a possible start.",
)
LENGTH_OFF_GRID = Problem(
    "facilities.booking.length_off_grid", 422,
    fi="Varauksen pituus on {minutes} minuutin kerrannainen.",
    sv="Bokningens längd är en multipel av {minutes} minuter.",
    en="The length is a multiple of {minutes} minutes.",
)
TOO_SHORT = Problem(
    "facilities.booking.too_short", 422,
    fi="Varaus kestää vähintään {minutes} minuuttia.",
    sv="En bokning varar minst {minutes} minuter.",
    en="A booking takes at least {minutes} minutes.",
)
TOO_LONG = Problem(
    "facilities.booking.too_long", 422,
    fi="Varaus kestää enintään {minutes} minuuttia.",
    sv="En bokning varar högst {minutes} minuter.",
    en="A booking takes at most {minutes} minutes.",
)
ENDS_BEFORE_START = Problem(
    "facilities.booking.ends_before_start", 422,
    fi="Varaus päättyy ennen kuin alkaa.",
    sv="Bokningen slutar innan den börjar.",
    en="The booking ends before it begins.",
)
CLOCK_SKIPS = Problem(
    "facilities.booking.clock_skips", 422,
    fi="Kelloa siirretään kesäaikaan: {day} ei ole tätä kellonaikaa. Valitse toinen aika.",
    sv="Klockan ställs om till sommartid: {day} finns inte detta klockslag. Välj en annan tid.",
    en="The clock is put forward: on {day} there is no such time. Choose another time.",
)
SERIES_EMPTY = Problem(
    "facilities.booking.series_empty", 422,
    fi="Sarjassa ei ole yhtään kertaa.",
    sv="Serien har inga tillfällen.",
    en="The series has no occurrence.",
)
SERIES_LONG = Problem(
    "facilities.booking.series_long", 422,
    fi="Sarjassa on enintään {most} kertaa.",
    sv="En serie har högst {most} tillfällen.",
    en="A series has at most {most} occurrences.",
)
TIMES_OR_SERIES = Problem(
    "facilities.booking.times_or_series", 422,
    fi="Anna joko kerrat tai sarja.",
    sv="Ange antingen tillfällen eller en serie.",
    en="Give either occurrences or a series.",
)
NOT_OFFERED = Problem(
    "facilities.booking.not_offered", 422,
    fi="Tila ei ole nyt tarjolla.",
    sv="Lokalen erbjuds inte just nu.",
    en="The space is not offered now.",
)
NOT_BOOKABLE = Problem(
    "facilities.booking.not_bookable", 422,
    fi="Tilaa ei varata tästä palvelusta.",
    sv="Lokalen bokas inte i denna tjänst.",
    en="The space is not booked here.",
)
SPACE_UNKNOWN = Problem(
    "facilities.booking.space_unknown", 422,
    fi="Tilaa ei ole.",
    sv="Lokalen finns inte.",
    en="There is no such space.",
)
TOO_MANY_PERSONS = Problem(
    "facilities.booking.too_many_persons", 422,
    fi="Tilaan mahtuu {capacity} henkeä.",
    sv="Lokalen rymmer {capacity} personer.",
    en="The space holds {capacity} persons.",
)
FREE_USE_NOT_MET = Problem(
    "facilities.booking.free_use_not_met", 422,
    fi="Maksuttoman käytön ehdot eivät täyty: {tests}.",
    sv="Villkoren för avgiftsfri användning uppfylls inte: {tests}.",
    en="The conditions of free use are not met: {tests}.",
)
VISITOR_ONCE = Problem(
    "facilities.booking.visitor_once", 422,
    fi="Vierailija varaa tilan yhdeksi kerraksi.",
    sv="En besökare bokar lokalen för ett tillfälle.",
    en="A visitor books the space once.",
)
VISITOR_AND_ORGANISATION = Problem(
    "facilities.booking.visitor_and_organisation", 422,
    fi="Varaus on joko vierailijan tai järjestön.",
    sv="Bokningen är antingen en besökares eller en förenings.",
    en="A booking is a visitor's or an organisation's, not both.",
)
ORGANISATION_UNKNOWN = Problem(
    "facilities.booking.organisation_unknown", 422,
    fi="Järjestöä ei tunneta.",
    sv="Föreningen är okänd.",
    en="The organisation is not known.",
)
ORGANISATION_MERGED = Problem(
    "facilities.booking.organisation_merged", 409,
    fi="Järjestö on yhdistynyt toiseen. Varaa sen nimissä: {successor}.",
    sv="Föreningen har gått upp i en annan. Boka för den: {successor}.",
    en="The organisation became part of another. Book for that one: {successor}.",
)
ORGANISATION_PAUSED = Problem(
    "facilities.booking.organisation_paused", 409,
    fi="Järjestön toiminta on tauolla.",
    sv="Föreningens verksamhet är pausad.",
    en="The organisation has paused.",
)
ORGANISATION_DISSOLVED = Problem(
    "facilities.booking.organisation_dissolved", 409,
    fi="Järjestö on lakannut tai lakkaa ennen varausta.",
    sv="Föreningen har upphört eller upphör före bokningen.",
    en="The organisation has ended, or ends before the booking.",
)
HOLD_OVER = Problem(
    "facilities.booking.hold_over", 409,
    fi="Alustavan varauksen kymmenen minuuttia on kulunut. Varaa uudelleen.",
    sv="De tio minuterna för den preliminära bokningen har gått. Boka på nytt.",
    en="The ten minutes of the hold are over. Book again.",
)
NOT_CANCELLABLE = Problem(
    "facilities.booking.not_cancellable", 409,
    fi="Tilan varausta ei voi itse perua. Ota yhteyttä tilan omistajaan.",
    sv="Bokningen kan inte avbokas av bokaren. Kontakta lokalens ägare.",
    en="This booking cannot be cancelled by its holder. Ask who owns the space.",
)
CANCELLED_LATE = Problem(
    "facilities.booking.cancelled_late", 409,
    fi="Varauksen olisi voinut perua {until} asti. Ota yhteyttä tilan omistajaan.",
    sv="Bokningen kunde avbokas till {until}. Kontakta lokalens ägare.",
    en="The booking could be cancelled until {until}. Ask who owns the space.",
)
GROUNDS_MISSING = Problem(
    "facilities.booking.grounds_missing", 422,
    fi="Kerro perustelut.",
    sv="Ange grunderna.",
    en="Say why.",
)
NOTHING_AHEAD = Problem(
    "facilities.booking.nothing_ahead", 409,
    fi="Varauksessa ei ole tulevia kertoja.",
    sv="Bokningen har inga kommande tillfällen.",
    en="No occurrence of the booking lies ahead.",
)
NOT_AN_OCCURRENCE = Problem(
    "facilities.booking.not_an_occurrence", 422,
    fi="Varauksessa ei ole tulevaa kertaa, joka alkaa {starts_at}.",
    sv="Bokningen har inget kommande tillfälle som börjar {starts_at}.",
    en="The booking has no occurrence ahead that begins {starts_at}.",
)
BEGUN = Problem(
    "facilities.booking.begun", 409,
    fi="Varaus on jo alkanut, eikä sitä voi siirtää.",
    sv="Bokningen har börjat och kan inte flyttas.",
    en="The booking has begun and cannot be moved.",
)
NOT_NOW = Problem(
    "facilities.booking.not_now", 409,
    fi="Paikalle ilmoittaudutaan käyttöaikana tai enintään {minutes} minuuttia ennen sitä.",
    sv="Man anmäler sig på plats under bokningen eller högst {minutes} minuter före.",
    en="One checks in during the occurrence or at most {minutes} minutes before.",
)
HANDOVER_OVER = Problem(
    "facilities.booking.handover_over", 409,
    fi="Varauksen siirtoaika on päättynyt.",
    sv="Tiden för att överta bokningen har gått ut.",
    en="The time to take the booking over has ended.",
)
SAME_HOLDER = Problem(
    "facilities.booking.same_holder", 409,
    fi="Varaus on jo tällä järjestöllä.",
    sv="Bokningen är redan föreningens.",
    en="The booking is this organisation's already.",
)
ENDED_HOLDER = Problem(
    "facilities.booking.ended_holder", 409,
    fi="Varauksen järjestö ei ole enää toiminnassa.",
    sv="Bokningens förening är inte längre verksam.",
    en="The organisation of the booking is no longer active.",
)
NOT_WHOLE_MINUTES = Problem(
    "facilities.booking.not_whole_minutes", 422,
    fi="Ajat annetaan minuutin tarkkuudella.",
    sv="Tiderna anges på minuten.",
    en="Times are given in whole minutes.",
)
WINDOW_WRONG = Problem(
    "facilities.booking.window_wrong", 422,
    fi="Kysy enintään {days} päivää kerralla, alku ennen loppua.",
    sv="Fråga om högst {days} dagar åt gången, början före slutet.",
    en="Ask about at most {days} days at a time, the beginning before the end.",
)
SPACES_WANTED = Problem(
    "facilities.booking.spaces_wanted", 422,
    fi="Nimeä vähintään yksi tila tai rajaa haku.",
    sv="Ange minst en lokal eller begränsa sökningen.",
    en="Name at least one space, or say where to look.",
)
