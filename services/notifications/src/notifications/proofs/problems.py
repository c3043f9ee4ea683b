"""What is refused about letters."""

from chassis.problems import Problem

POSTED_IN_FUTURE = Problem(
    "notifications.postal_task.posted_in_future", 422,
    fi="Postituspäivä ei voi olla tulevaisuudessa. Tänään on {today}.",
    sv="Postningsdagen kan inte ligga i framtiden. I dag är det {today}.",
    en="The day of posting cannot lie in the future. Today is {today}.",
)
POSTED_TOO_EARLY = Problem(
    "notifications.postal_task.posted_too_early", 422,
    fi="Kirje on pyydetty vasta {since}, joten sitä ei ole voitu postittaa aiemmin.",
    sv="Brevet begärdes först {since}, så det kan inte ha postats tidigare.",
    en="The letter was asked for on {since}; it cannot have been posted before.",
)
