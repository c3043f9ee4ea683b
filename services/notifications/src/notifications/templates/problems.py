"""What is refused about templates."""

from chassis.problems import Problem

VALUES = Problem(
    "notifications.template.values", 422,
    fi="Viestipohjan tieto puuttuu tai ei ole oikein.",
    sv="En uppgift i mallen saknas eller är inte rätt.",
    en="A value of the template is missing or not right.",
)
NO_VERSION = Problem(
    "notifications.template.no_version", 422,
    fi="Viestipohjalla on versiot 1–{newest}.",
    sv="Mallen har versionerna 1–{newest}.",
    en="The template has the versions 1–{newest}.",
)
