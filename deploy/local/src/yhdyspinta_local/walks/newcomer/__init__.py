"""A newcomer reads Kafka alone and ends with what the services hold: also after a merger, its undo, an erasure, and without old segments.

`programs` what runs beside the services: the readers of `docs/newcomer`, and those that say what the services hold (`holding`,
`anywhere`) and what lies on the broker (`segments`) · `java` runs the reader of another language · `story` what is known so far ·
`reading` compares · `changes` what happens meanwhile · `segments_gone` old segments go.
"""

from typing import Final

from yhdyspinta_local.walks.newcomer import changes, reading, segments_gone
from yhdyspinta_local.walks.newcomer.story import Story
from yhdyspinta_local.walks.walking import Step, Walk

STEPS: Final[tuple[Step[Story], ...]] = (
    Step("newcomer", reading.newcomer),
    Step("by the API", reading.by_the_api),
    Step("three come", changes.three_come),
    Step("merger", changes.merger),
    Step("undone", changes.undone),
    Step("erased", changes.erased),
    Step("copies", changes.copies),
    Step("no word", changes.no_word),
    Step("segments", segments_gone.segments),
    Step("afterwards", reading.afterwards),
    Step("another one", reading.another_language),
)
"""In the order in which they happen."""
WALK: Final = Walk("newcomer", Story, STEPS, at_first=False)
"""Only when it is asked for: its old events go for good."""
