"""`python -m tests.benchmarks.inside <left out, or everything> <service> <role>`: a process of a service that lacks something.

Taken out before the service begins; what a service is made of is not changed on disk, and knows no such switch.
"""

import runpy
import sys

from tests.benchmarks.inside.leaving import LEFT_OUT


def main() -> None:
    """The words after the first are those of the service itself."""
    left_out, service, *role = sys.argv[1:]
    if left_out in LEFT_OUT:
        LEFT_OUT[left_out]()
    elif left_out != "everything":
        raise SystemExit(f"{left_out}? One of everything, {', '.join(LEFT_OUT)}")
    sys.argv = [service, *role]
    runpy.run_module(service, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
