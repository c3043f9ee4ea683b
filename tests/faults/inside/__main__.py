"""`python -m tests.faults.inside <folder> <mutants> <service> <role>…`: a process of a service with everything that faults need.

Put in before the service is imported; what a service is made of is not changed on disk.
"""

import runpy
import sys
from pathlib import Path

from tests.faults.inside import clocks


def main() -> None:
    """The words after the first two are those of the service itself."""
    folder, wanted, service, *role = sys.argv[1:]
    clocks.install(Path(folder))  # before anything takes the clock by its name
    from tests.faults.inside import mutants
    from tests.faults.inside.points import Points

    if role[0] == "worker":
        from tests.faults.inside import witness

        witness.install()
    for mutant in filter(None, wanted.split(",")):
        mutants.install(mutant)
    Points(Path(folder)).install(service, role[0])  # around the mistakes
    sys.argv = [service, *role]
    runpy.run_module(service, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
