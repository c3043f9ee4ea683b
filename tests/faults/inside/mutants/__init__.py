"""Mistakes that others have made, put into a process from outside: each must turn an experiment red."""

from tests.faults.inside.mutants import hearing, relaying, writing
from tests.faults.inside.mutants.kept import MUTANTS, install

__all__ = ["MUTANTS", "hearing", "install", "relaying", "writing"]
