"""What is refused about the pull feed."""

from chassis.problems import Problem

BAD_CURSOR = Problem(
    "notifications.feed.bad_cursor", 400,
    fi="Arvo after ei ole tämän syötteen antama.",
    sv="Värdet after har inte getts av detta flöde.",
    en="The value of after was not given by this feed.",
)
TOO_LATE = Problem(
    "notifications.feed.too_late", 410,
    fi="Olet ollut poissa yli {days} päivää, ja tapahtumia on voinut jäädä väliin. Aloita alusta ilman after-arvoa.",
    sv="Du har varit borta i över {days} dagar och kan ha missat händelser. Börja om utan after.",
    en="You were away for more than {days} days and may have missed events. Begin anew without after.",
)
UNKNOWN_TYPE = Problem(
    "notifications.feed.unknown_type", 422,
    fi="Julkista tapahtumaa {type} ei ole.",
    sv="Det finns ingen offentlig händelse {type}.",
    en="There is no public event {type}.",
)
