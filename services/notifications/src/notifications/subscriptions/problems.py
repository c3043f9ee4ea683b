"""What is refused about subscriptions."""

from chassis.problems import Problem

UNKNOWN_TOPIC = Problem(
    "notifications.subscription.unknown_topic", 422,
    fi="Aihetta {topic} ei ole. Aiheet ovat: {known}.",
    sv="Ämnet {topic} finns inte. Ämnena är: {known}.",
    en="There is no topic {topic}. The topics are: {known}.",
)
NO_RECIPIENT = Problem(
    "notifications.subscription.no_recipient", 422,
    fi="Anna ensin sähköpostiosoite. Sitten voit valita, mistä aiheista haluat viestejä.",
    sv="Ange först en e-postadress. Sedan kan du välja ämnen.",
    en="Give an e-mail address first. Then you can choose what to be told of.",
)
GROUNDS_MISSING = Problem(
    "notifications.subscription.grounds_missing", 422,
    fi="Kerro perustelut, kun muutat toisen tilauksia.",
    sv="Ange grunderna när du ändrar någon annans prenumerationer.",
    en="Give the grounds when you change the subscriptions of somebody else.",
)
JUST_SAID = Problem(
    "notifications.subscription.just_said", 409,
    fi="Tilausta muutettiin juuri hetki sitten. Lue se ja yritä tarvittaessa uudelleen.",
    sv="Prenumerationen ändrades alldeles nyss. Läs den och försök vid behov på nytt.",
    en="The subscription was changed just now. Read it and try again if you need to.",
)
LINK_GONE = Problem(
    "notifications.subscription.link_gone", 404,
    fi="Linkki ei ole enää voimassa. Käytä uusimman viestin linkkiä tai ota yhteyttä viestin lähettäjään.",
    sv="Länken gäller inte längre. Använd länken i det senaste meddelandet eller kontakta avsändaren.",
    en="The link is no longer valid. Use the link in the newest message, or contact its sender.",
)
