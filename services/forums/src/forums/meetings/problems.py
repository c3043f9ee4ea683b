"""What is refused about meetings, their agendas, registrations and minutes."""

from chassis.problems import Problem

PAST = Problem(
    "forums.meeting.past", 422,
    fi="Tapaamista ei voi sopia menneeseen aikaan.",
    sv="Ett möte kan inte läggas i det förflutna.",
    en="A meeting cannot be scheduled in the past.",
)
ENDS_FIRST = Problem(
    "forums.meeting.ends_first", 422,
    fi="Tapaaminen päättyy vasta alkamisensa jälkeen. Tarkista kellonajat.",
    sv="Mötet ska sluta efter att det har börjat. Kontrollera tiderna.",
    en="A meeting ends after it begins.",
)
TOO_LONG = Problem(
    "forums.meeting.too_long", 422,
    fi="Yksi tapaaminen kestää enintään {days} päivää. Tee pidemmästä useita.",
    sv="Ett möte varar högst {days} dagar. Gör flera av ett längre.",
    en="One meeting lasts {days} days at most. Make several of a longer one.",
)
PLACE_OR_ROOM = Problem(
    "forums.meeting.place_or_room", 422,
    fi="Kerro, missä tavataan: joko varattava tila tai muu paikka, ei molempia.",
    sv="Ange var mötet hålls: antingen ett rum som bokas eller en annan plats, inte båda.",
    en="Say where it takes place: a room to be booked or another place, one of the two.",
)
PLACE_REMOTE = Problem(
    "forums.meeting.place_remote", 422,
    fi="Etätapaamisella ei ole tilaa eikä paikkaa.",
    sv="Ett distansmöte har varken rum eller plats.",
    en="A remote meeting has neither a room nor a place.",
)
LINK_IN_PERSON = Problem(
    "forums.meeting.link_in_person", 422,
    fi="Lähitapaamiseen ei tule etälinkkiä. Valitse hybridi, jos etäosallistuminen on mahdollista.",
    sv="Ett närmöte har ingen distanslänk. Välj hybrid om man kan delta på distans.",
    en="A meeting in person has no remote link. Choose hybrid if one can take part from afar.",
)
NOT_YET = Problem(
    "forums.meeting.not_yet", 409,
    fi="Tapaaminen ei ole vielä alkanut, joten sitä ei voi merkitä pidetyksi.",
    sv="Mötet har inte börjat, så det kan inte antecknas som hållet.",
    en="It has not begun, so it cannot have been held.",
)
BEGUN = Problem(
    "forums.meeting.begun", 409,
    fi="Tapaaminen on jo alkanut.",
    sv="Mötet har redan börjat.",
    en="It has begun already.",
)
CAPACITY_BELOW = Problem(
    "forums.meeting.capacity_below", 409,
    fi="Paikkoja on jo annettu {taken}. Paikkamäärää ei voi laskea sen alle.",
    sv="{taken} platser har redan getts. Antalet platser kan inte sänkas under det.",
    en="{taken} seats are given already. Their number cannot go below that.",
)
ITEM_TYPE_UNKNOWN = Problem(
    "forums.agenda.item_type_unknown", 422,
    fi="Asia {code} ei kuulu tämän rakenteen käsiteltäviin asioihin.",
    sv="Ärendetypen {code} hör inte till strukturens ärenden.",
    en="{code} is not among what this structure deals with.",
)
ITEM_UNKNOWN = Problem(
    "forums.agenda.item_unknown", 422,
    fi="Asialistalla ei ole tällaista kohtaa, tai se on eri kokouksen.",
    sv="Det finns ingen sådan punkt på föredragningslistan, eller den hör till ett annat möte.",
    en="There is no such item on the agenda, or it is another meeting's.",
)
ITEM_TWICE = Problem(
    "forums.agenda.item_twice", 422,
    fi="Sama kohta on asialistalla kahdesti.",
    sv="Samma punkt står två gånger på föredragningslistan.",
    en="The same item stands on the agenda twice.",
)
AGENDA_EMPTY = Problem(
    "forums.agenda.empty", 409,
    fi="Asialistalla ei ole vielä yhtään kohtaa.",
    sv="Föredragningslistan har ännu inga punkter.",
    en="The agenda has no items yet.",
)
AGENDA_UNCHANGED = Problem(
    "forums.agenda.unchanged", 409,
    fi="Asialista on jo julkaistu tällaisena (versio {number}).",
    sv="Föredragningslistan är redan publicerad i denna form (version {number}).",
    en="The agenda stands published as it is (version {number}).",
)
AGENDA_UNPUBLISHED = Problem(
    "forums.agenda.unpublished", 409,
    fi="Asialistaa ei ole julkaistu, joten muistio ei voi vastata siihen.",
    sv="Föredragningslistan är inte publicerad, så protokollet kan inte besvara den.",
    en="No agenda was published that the minutes could answer.",
)
NOT_MEANT = Problem(
    "forums.registration.not_meant", 409,
    fi="Tähän tapaamiseen ilmoittautuvat vain rakenteen jäsenet ja kutsutut.",
    sv="Bara strukturens medlemmar och inbjudna anmäler sig till detta möte.",
    en="Only members and those invited register for this meeting.",
)
NOT_REPRESENTED = Problem(
    "forums.registration.not_represented", 422,
    fi="Et voi ilmoittautua tämän järjestön puolesta.",
    sv="Du kan inte anmäla dig för denna organisation.",
    en="You do not act for this organisation.",
)
HOW_UNFIT = Problem(
    "forums.registration.how_unfit", 422,
    fi="Tapaamiseen ei voi osallistua näin.",
    sv="Man kan inte delta i mötet på detta sätt.",
    en="One cannot take part in this way.",
)
REGISTERED_ALREADY = Problem(
    "forums.registration.registered_already", 409,
    fi="Olet jo ilmoittautunut tähän tapaamiseen.",
    sv="Du är redan anmäld till detta möte.",
    en="You are registered for this meeting already.",
)
FULL = Problem(
    "forums.registration.full", 409,
    fi="Vapaita paikkoja on {free}. Voit jäädä jonoon tai osallistua etänä, jos se on mahdollista.",
    sv="Det finns {free} lediga platser. Du kan ställa dig i kö eller delta på distans, om det går.",
    en="{free} seats are free. You may wait, or take part from afar if that is possible.",
)
QUEUE_FULL = Problem(
    "forums.registration.queue_full", 409,
    fi="Jonokin on täynnä.",
    sv="Även kön är full.",
    en="The waiting list is full too.",
)
LARGER_THAN_ROOM = Problem(
    "forums.registration.larger_than_room", 422,
    fi="Ryhmässä on enemmän väkeä kuin tilassa paikkoja ({capacity}).",
    sv="Gruppen är större än antalet platser i rummet ({capacity}).",
    en="The group is larger than the room ({capacity} seats).",
)
NOT_RESERVED = Problem(
    "forums.registration.not_reserved", 409,
    fi="Paikkaa ei ole enää pidetty sinulle. Ilmoittaudu uudelleen.",
    sv="Platsen hålls inte längre för dig. Anmäl dig på nytt.",
    en="The seat is not kept for you any more. Register anew.",
)
LEFT_ALREADY = Problem(
    "forums.registration.left_already", 409,
    fi="Ilmoittautuminen on jo päättynyt.",
    sv="Anmälan har redan upphört.",
    en="The registration has ended already.",
)
MINUTES_EXIST = Problem(
    "forums.minutes.exist", 409,
    fi="Tapaamisella on jo muistio.",
    sv="Mötet har redan ett protokoll.",
    en="The meeting has minutes already.",
)
REMARKS_PAST = Problem(
    "forums.minutes.remarks_past", 422,
    fi="Huomautusten viimeinen päivä on aikaisintaan tänään.",
    sv="Sista dagen för anmärkningar är tidigast i dag.",
    en="The last day of remarks is today at the earliest.",
)
REMARKS_OVER = Problem(
    "forums.minutes.remarks_over", 409,
    fi="Huomautusten aika päättyi {until}.",
    sv="Tiden för anmärkningar gick ut {until}.",
    en="The time of remarks ended on {until}.",
)
REMARKS_OPEN = Problem(
    "forums.minutes.remarks_open", 409,
    fi="Muistioon voi huomauttaa vielä {until} asti. Hyväksy se sen jälkeen.",
    sv="Anmärkningar kan göras till och med {until}. Godkänn protokollet efter det.",
    en="Remarks can be made until {until}. Approve the minutes after that.",
)
