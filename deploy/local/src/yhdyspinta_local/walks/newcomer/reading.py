"""What the newcomer read is held against what the services hold."""

from typing import Any, Final

from chassis.canonical import canonical_hash
from yhdyspinta_local.personas import SERVICES
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Caller
from yhdyspinta_local.walks.checks import Differs
from yhdyspinta_local.walks.newcomer.story import Lines, Story
from yhdyspinta_local.walks.walking import Said, eventually

ORGANISATIONS: Final = "registry/v1/organisations"
TOPIC: Final = "registry.organisation.state"
_SAME: Final = (
    "id", "kind", "legal_form", "status", "home_municipality", "fields", "groups", "is_service_producer", "supports_others",
    "sote_status", "sote_definition_version", "non_profit_status", "non_profit_until", "founded_on", "dissolved_on", "dissolves_on",
    "successor_id", "locality", "industry", "description", "website", "identifiers", "operating_area",
)
"""Fields that the API and the state topic call by one name."""


async def newcomer(story: Story) -> Said:
    """A few lines of Python with a Kafka client read everything, knowing nothing of us."""
    await equal(story)
    topics = [f"{topic}: {number}, {digest[:16]}…" for topic, (number, digest) in story.read.items() if number]
    checks.holds("something to read", topics, story.read)
    return (f"a program of a few lines read {len(story.read)} state topics and ends with the hash of what the services hold", *topics)


async def by_the_api(story: Story) -> Said:
    """The same of organisations, by what the gateway shows."""
    number, digest = await _shown(story.callers["coordinator"])
    checks.same(f"hash of {number} organisations by the API", (number, digest), story.read[TOPIC])
    return f"the API shows {number} organisations: every field of every one as the newcomer has it, {digest[:16]}…"


async def afterwards(story: Story) -> Said:
    """One who comes now finds no old event, and ends where the others are."""
    await equal(story)
    number, digest = await _shown(story.callers["coordinator"])
    checks.same(f"hash of {number} organisations by the API", (number, digest), story.read[TOPIC])
    return f"who comes now reads what is left and holds the same: {number} organisations, {digest[:16]}…"


async def another_language(story: Story) -> Said:
    """Java, with the client of Apache Kafka itself."""
    await equal(story, "registry")
    said = lines(await story.beside.say("java"))
    checks.same("what the reader in Java holds", said, story.read)
    return f"the same in Java, with Apache Kafka's own client: {len(said)} topics, each hash the same"


async def equal(story: Story, *services: str) -> None:
    """Of these services, or of all; soon, as a message may still be on its way."""

    async def both() -> tuple[Lines, Lines]:
        return lines(await story.beside.say("reader")), lines(await story.beside.say("holding", *(services or SERVICES)))

    def same(both: tuple[Lines, Lines]) -> bool:
        read, held = both
        return held == {topic: read[topic] for topic in held if topic in read} and (len(held) == len(read) or bool(services))

    story.read, _ = await eventually(story.clock, both, same, "the newcomer to hold what the services hold")


def lines(said: str) -> Lines:
    """`<state topic> <how many> <hash>`, a line each."""
    found = {}
    for line in said.splitlines():
        match line.split():
            case [topic, number, digest] if topic.endswith(".state"):
                found[topic] = (int(number), digest)
            case ["events", _, _]:
                pass
            case _:
                raise Differs("lines of a topic, a number and a hash", said)
    return found


async def _shown(coordinator: Caller) -> tuple[int, str]:
    """All organisations, merged ones too, with the fields of their public state."""
    every = await coordinator.all(ORGANISATIONS) + await coordinator.all(ORGANISATIONS, status="merged")
    return len(every), canonical_hash((one["id"], _state(one)) for one in every)


def _state(one: dict[str, Any]) -> dict[str, Any]:
    return {name: one[name] for name in _SAME} | {"names": {language: one[f"name_{language}"] for language in ("fi", "sv", "en")}}
