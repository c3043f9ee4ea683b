"""Use cases of imports: the only writers of their rows.

`asking` take files in, apply a dry run, resume · `working` batch after batch, by a worker · `writing` a batch · `deciding` what a
person says of candidate pairs · `forgetting` what was said of a group that is erased.
"""

from registry.imports.commands.asking import apply, forget_files, resume, start, start_bundled
from registry.imports.commands.deciding import confirm, reject
from registry.imports.commands.forgetting import forget
from registry.imports.commands.working import WORK, work

__all__ = ["WORK", "apply", "confirm", "forget", "forget_files", "reject", "resume", "start", "start_bundled", "work"]
