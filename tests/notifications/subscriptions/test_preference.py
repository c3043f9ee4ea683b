"""N9 as a table: legal > hard suppression > the topic's own word > the word about all > default; and N11 before them all."""

from itertools import product

import pytest

from notifications.subscriptions.domain.preference import SEND, No, Preferences, Weight, verdict

TOPIC, LEGAL, CONFIRM = Weight.TOPIC, Weight.LEGAL, Weight.CONFIRMATION


@pytest.mark.parametrize(("weight", "has", "said"), [
    (TOPIC, Preferences(verified=True), SEND),
    (TOPIC, Preferences(verified=True, by_default=False), No.NOT_ASKED_FOR),
    (TOPIC, Preferences(verified=True, muted=True), No.MUTED),
    (TOPIC, Preferences(verified=True, muted=True, by_default=False), No.MUTED),
    (TOPIC, Preferences(verified=True, topic=True, muted=True, by_default=False), SEND),
    (TOPIC, Preferences(verified=True, topic=True, by_default=False), SEND),
    (TOPIC, Preferences(verified=True, topic=False), No.UNSUBSCRIBED),
    (TOPIC, Preferences(verified=True, topic=False, muted=True), No.UNSUBSCRIBED),
    (TOPIC, Preferences(verified=True, suppressed=True, topic=True), No.SUPPRESSED),
    (TOPIC, Preferences(verified=True, suppressed=True), No.SUPPRESSED),
    (TOPIC, Preferences(verified=False, topic=True), No.UNVERIFIED),
    (TOPIC, Preferences(verified=False, suppressed=True), No.UNVERIFIED),
    (LEGAL, Preferences(verified=True, suppressed=True, topic=False, muted=True, by_default=False), SEND),
    (LEGAL, Preferences(verified=False), No.UNVERIFIED),
    (CONFIRM, Preferences(verified=False), SEND),
    (CONFIRM, Preferences(verified=False, topic=False, muted=True, by_default=False), SEND),
    (CONFIRM, Preferences(verified=False, suppressed=True), No.SUPPRESSED),
    (CONFIRM, Preferences(verified=True), No.VERIFIED),
])  # fmt: skip
def test_verdict(weight: Weight, has: Preferences, said: No | None) -> None:
    assert verdict(weight, has) is said


def test_verdict__every_combination_keeps_the_order() -> None:
    for verified, suppressed, topic, muted, default in product((True, False), (True, False), (True, False, None), (True, False), (True, False)):
        has = Preferences(verified, suppressed, topic, muted, default)
        assert (verdict(LEGAL, has) is SEND) is verified
        assert (verdict(CONFIRM, has) is SEND) is (not verified and not suppressed)
        wanted = topic if topic is not None else not muted and default
        assert (verdict(TOPIC, has) is SEND) is (verified and not suppressed and wanted)
