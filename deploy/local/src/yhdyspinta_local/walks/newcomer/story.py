"""What the walk knows so far."""

from dataclasses import dataclass, field

from yhdyspinta_local.walks import story
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.surroundings import Programs

Lines = dict[str, tuple[int, str]]
"""Of each state topic: how many there are, and the canonical hash of all fields of all of them."""


@dataclass
class Story(story.Story):
    """One walk. Steps fill it in."""

    one: Answer = field(init=False)
    """An association."""
    other: Answer = field(init=False)
    """Another, which becomes part of it for a while."""
    group: Answer = field(init=False)
    """An unregistered group, which is erased."""
    read: Lines = field(default_factory=dict)
    """What the newcomer read last."""

    @property
    def beside(self) -> Programs:
        """Programs that run beside the services."""
        if self.programs is None:
            raise RuntimeError("this walk needs programs")
        return self.programs

    @property
    def word(self) -> str:
        """Stands in the group's name and nowhere else."""
        return f"talkooporukka {self.tag}-{self.seed}"
