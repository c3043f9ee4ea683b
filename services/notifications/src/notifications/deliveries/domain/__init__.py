"""States of a mail, what follows from a mail server's answer, the message itself, and reports of its delivery. Pure."""
