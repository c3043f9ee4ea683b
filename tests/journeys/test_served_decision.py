"""Grants decides, notifications serves each party by mail, grants sets each party's last day: two real workers, the broker, a mail server."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from tests.chassis.core.broker import everything
from tests.grants import some
from tests.grants.applications.some import joint
from tests.grants.decisions.cases import grant, opened, propose
from tests.journeys.said import heard, snapshot
from tests.journeys.together import together
from tests.journeys.voice import VOICE
from tests.journeys.workers import LISTENERS, worker
from tests.notifications.conftest import COORDINATOR
from tests.notifications.deliveries.conftest import Post
from tests.notifications.deliveries.sink import Sink
from tests.notifications.deliveries.test_proofs import dsn

from chassis.clockwork import Clockwork
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.testing import House, Parts, cloned, settings_of, soon
from chassis.topics import make_topics
from chassis.values import DAY, today
from grants.applications import commands as applications
from grants.calls.tables import Call
from grants.decisions.domain.deadlines import last_day
from grants.decisions.queries import decisions as known
from grants.decisions.tables import Decision
from notifications.deliveries.commands.reports import take_report
from notifications.deliveries.handlers import LISTENER
from notifications.proofs.commands import record_posting
from notifications.proofs.schemas import Posted
from yhdyspinta_local.parts import ServiceProcess

REVIEW_DAYS = 14


@dataclass(frozen=True)
class Office:
    """Two services, each with a worker, and what they said and sent."""

    grants: House
    post: Post
    call: Call
    teller: ServiceProcess
    """The worker of notifications."""
    kafka: str
    prefix: str

    async def decided(self, *names: str) -> tuple[Decision, list[UUID]]:
        """A joint application of parties that have given an address and consent; half of it is granted."""
        parties = [await some.association(self.grants, f"{name} ry") for name in names]
        for name, party in zip(names, parties, strict=True):
            await heard(self.post.house, snapshot(party))
            await self.post.organisation(party.id, f"{name.lower()}@example.invalid")
        application = await joint(self.grants, self.call, *parties)
        await some.representative(self.grants, parties[0].id).run(applications.submit, application.id)
        decision = await grant(self.grants, await propose(self.grants, application.id, self.call, 1_000_00), 500_00)
        return decision, [party.id for party in parties]

    async def said(self, topic: str, name: str, **about: UUID) -> list[dict[str, Any]]:
        """All that lies committed on a topic under this name, about this."""
        count = next(one.partitions for service in LISTENERS.values() for one in service.topics if one.name == topic)
        records = await everything(self.kafka, self.prefix, topic, count)
        found = [json.loads(one.value or b"") for one in records if f".{name}." in (one.type or "")]
        return [one for one in found if all(one[field] == str(id) for field, id in about.items())]

    async def deadlines(self, decision: Decision) -> list[tuple[str, date]]:
        """Party and last day, in the order in which they were said."""
        said = await self.said("grants.application", "ReviewDeadlineSet", decision_id=decision.id)
        return [(one["organisation_id"], date.fromisoformat(one["last_day"])) for one in said]

    async def mails(self, decision: Decision) -> dict[UUID, UUID]:
        """Of each recipient, the mail of this decision."""
        found = "SELECT recipient_id, id FROM notifications.mail WHERE decision_id = :id"
        return {row[0]: row[1] for row in await self.post.rows(found, id=decision.id)}

    async def served(self, decision: Decision, count: int) -> None:
        """Until grants has said so many last days."""

        async def enough() -> bool:
            return len(await self.deadlines(decision)) >= count

        await soon(enough, within=90)

    async def everything_once(self, decision: Decision, parties: list[UUID]) -> None:
        """One mail, one proof, one last day for each party; taken by the mail server once."""
        mails = await self.mails(decision)
        assert set(mails) == set(parties)
        taken = {id.strip("<>").partition("@")[0]: times for id, times in self.post.sink.ids.items()}
        assert [taken.get(str(id)) for id in mails.values()] == [1] * len(parties)
        proofs = await self.said("notifications.proof", "DecisionServed", decision_id=decision.id)
        assert Counter(one["organisation_id"] for one in proofs) == Counter(map(str, parties))
        until = last_day(today(self.grants.now()) + 3 * DAY, REVIEW_DAYS)
        assert sorted(await self.deadlines(decision)) == sorted((str(id), until) for id in parties)
        clocks = await self.grants.read(known.deadlines, decision.id)
        assert {(one.organisation_id, one.last_day) for one in clocks} == {(id, until) for id in parties}


@pytest.fixture(scope="module")
async def office(parts: Parts, all_template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    folder, prefix = tmp_path_factory.mktemp("served"), f"t{new_id().hex}."
    sink = Sink()
    await sink.start()
    async with cloned(parts.admin, all_template) as database:
        await make_topics(VOICE, settings_of(VOICE, parts.admin, database, kafka=parts.kafka, topic_prefix=prefix))
        houses = {}
        for name, service in LISTENERS.items():
            houses[name] = House.over(service, parts.admin, database, kafka=parts.kafka, topic_prefix=prefix)
            await make_topics(service, houses[name].settings)
        grants, notifications = houses["grants"], houses["notifications"]
        teller = worker(notifications, folder, smtp=sink.url)
        base = notifications.service.house, notifications.database
        hearing = Hearing("notifications", LISTENER, notifications.database, notifications.service.house, "pohde")
        try:
            async with together(worker(grants, folder), teller):
                yield Office(
                    grants, Post(notifications, sink, hearing, Clockwork("notifications", *base)), await opened(grants), teller,
                    parts.kafka, prefix,
                )
        finally:
            for house in houses.values():
                await house.close()
            await sink.stop()


async def test_decision__two_parties_two_mails_two_last_days(office: Office) -> None:
    decision, parties = await office.decided("Lakeus", "Rannikko")
    await office.served(decision, 2)
    await office.everything_once(decision, parties)
    tos = Counter(to for to, message in office.post.sink.got if str(message["Subject"]).startswith("Päätös"))
    assert tos == {"lakeus@example.invalid": 1, "rannikko@example.invalid": 1}


async def test_decision__while_notifications_is_down(office: Office) -> None:
    """Nobody is told meanwhile and no clock runs; then all is told, once."""
    await asyncio.to_thread(office.teller.stop)
    decision, parties = await office.decided("Koillismaa", "Oulujoki")

    async def on_its_topic() -> bool:
        return len(await office.said("grants.application", "GrantApproved", application_id=decision.application_id)) == 1

    await soon(on_its_topic, within=60)
    assert (await office.mails(decision), await office.deadlines(decision)) == ({}, [])
    office.teller.start()
    await asyncio.to_thread(office.teller.wait_ready, 90)
    await office.served(decision, 2)
    await office.everything_once(decision, parties)


async def test_decision__a_mail_came_back_and_the_letter_moves_this_partys_last_day(office: Office) -> None:
    decision, (lead, partner) = await office.decided("Hailuoto", "Utajärvi")
    await office.served(decision, 2)
    coordinator = office.post.house.as_(COORDINATOR)
    await coordinator.run(take_report, dsn((await office.mails(decision))[lead]))
    ((task,),) = await office.post.rows("SELECT id FROM notifications.postal_task WHERE decision_id = :id", id=decision.id)
    now = today(office.grants.now())
    await coordinator.run(record_posting, task, Posted(posted_on=now))
    await office.served(decision, 3)
    mail, letter = (last_day(now + days * DAY, REVIEW_DAYS) for days in (3, 7))
    said = await office.deadlines(decision)
    assert Counter(said) == {(str(lead), mail): 1, (str(partner), mail): 1, (str(lead), letter): 1}
    assert said[-1] == (str(lead), letter)
    clocks = await office.grants.read(known.deadlines, decision.id)
    assert {(one.organisation_id, one.last_day) for one in clocks} == {(lead, letter), (partner, mail)}
