"""What is refused about webhooks."""

from chassis.problems import Problem

URL_FORM = Problem(
    "notifications.webhook.url_form", 422,
    fi="Osoite on muotoa https://nimi/polku, ilman tunnuksia ja ankkuria; nimi kirjoitetaan ASCII-merkein.",
    sv="Adressen har formen https://namn/sökväg, utan inloggningsuppgifter och ankare; namnet skrivs med ASCII-tecken.",
    en="The address has the form https://name/path, without credentials or fragment; the name is written in ASCII.",
)
NOT_HTTPS = Problem(
    "notifications.webhook.not_https", 422,
    fi="Osoitteen alussa on oltava https://.",
    sv="Adressen ska börja med https://.",
    en="The address must begin with https://.",
)
INSIDE_ADDRESS = Problem(
    "notifications.webhook.inside_address", 422,
    fi="Osoite johtaa sisäverkkoon tai muualle kuin julkiseen verkkoon.",
    sv="Adressen leder till ett internt nät eller någon annanstans än till det publika nätet.",
    en="The address leads into an inside network, or elsewhere than to the public one.",
)
UNKNOWN_HOST = Problem(
    "notifications.webhook.unknown_host", 422,
    fi="Osoitteen nimeä ei löydy.",
    sv="Namnet i adressen hittas inte.",
    en="The name in the address cannot be found.",
)
UNKNOWN_TYPE = Problem(
    "notifications.webhook.unknown_type", 422,
    fi="Julkista tapahtumaa {type} ei ole.",
    sv="Det finns ingen offentlig händelse {type}.",
    en="There is no public event {type}.",
)
DISABLED = Problem(
    "notifications.webhook.disabled", 409,
    fi="Vastaanottaja on poissa käytöstä. Ota se ensin käyttöön.",
    sv="Mottagaren är avstängd. Ta den först i bruk.",
    en="The receiver is disabled. Enable it first.",
)
TOO_MANY_KEYS = Problem(
    "notifications.webhook.too_many_keys", 409,
    fi="Vanhoja avaimia on jo {limit}. Seuraava vanhenee {until}.",
    sv="Det finns redan {limit} gamla nycklar. Nästa går ut {until}.",
    en="There are {limit} old keys already. The next one expires at {until}.",
)
PERIOD_TOO_OLD = Problem(
    "notifications.webhook.period_too_old", 422,
    fi="Tapahtumat säilytetään {days} päivää; lähetettävää on {since} alkaen.",
    sv="Händelserna bevaras i {days} dagar; de finns från och med {since}.",
    en="Events are kept for {days} days; there are some from {since} on.",
)
