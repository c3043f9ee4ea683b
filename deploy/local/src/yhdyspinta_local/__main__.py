"""`python -m yhdyspinta_local up`: the commands without the rest of the command line."""

from yhdyspinta_local.commands import app

app()
