"""What one can be told of, by which way (aihe, kanava). Pure."""

from enum import Enum
from typing import Final

GRANT_CALLS: Final = "grant_calls"
"""A call for grants opens (avustushaut)."""
APPLICATIONS: Final = "applications"
"""One's own applications: received, still open, to be signed (omat hakemukset)."""
MEETINGS: Final = "meetings"
"""Forums, councils, evenings (tapaamiset)."""
ORGANISATIONS: Final = "organisations"
"""What becomes of organisations that one answers for: for liaisons and officers (järjestöjen muutokset)."""
NEWS: Final = "news"
"""The county's newsletter to organisations (uutiset)."""


class Channel(Enum):
    """By which way (kanava). Further ones come as members."""

    EMAIL = "email"
