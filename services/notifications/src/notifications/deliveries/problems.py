"""What is refused about mail."""

from chassis.problems import Problem

NO_REPORT = Problem(
    "notifications.mail.no_report", 422,
    fi="Viesti ei ole toimitusraportti (RFC 3464), tai siinä ei mainita meidän lähettämäämme viestiä.",
    sv="Meddelandet är ingen leveransrapport (RFC 3464), eller så nämner det inget meddelande som vi har skickat.",
    en="The message is no report of delivery (RFC 3464), or it names no message that we have sent.",
)
UNKNOWN_MAIL = Problem(
    "notifications.mail.unknown", 422,
    fi="Viestiä {message_id} ei ole lähetetty täältä.",
    sv="Meddelandet {message_id} har inte skickats härifrån.",
    en="The message {message_id} was not sent from here.",
)
