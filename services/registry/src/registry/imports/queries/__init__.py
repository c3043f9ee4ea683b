"""Reading imports: jobs, rows, rejections, candidate pairs; and what is known when rows are matched."""

from registry.imports.queries.jobs import imports, job, place, rejections, rows, shown, sources, stale_files
from registry.imports.queries.known import Known, Read, apart_of, known, resolved, stored
from registry.imports.queries.pairs import duplicate, duplicates, shown_pair, undecided

__all__ = [
    "Known", "Read", "apart_of", "duplicate", "duplicates", "imports", "job", "known", "place", "rejections", "resolved", "rows",
    "shown", "shown_pair", "sources", "stale_files", "stored", "undecided",
]
