"""`python -m yhdyspinta_local.issuer PORT`: the address is always this machine's own."""

import sys

import uvicorn

from yhdyspinta_local.environment import told
from yhdyspinta_local.issuer.app import application
from yhdyspinta_local.issuer.locks import LockedError, only_where_people_play
from yhdyspinta_local.ports import HOST


def main() -> None:
    """Serve until told to stop."""
    try:
        only_where_people_play(told("YHDYSPINTA_ENV"))
    except LockedError as locked:
        sys.exit(str(locked))
    port = int(sys.argv[1])
    uvicorn.run(application(f"http://{HOST}:{port}"), host=HOST, port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
