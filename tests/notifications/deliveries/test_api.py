"""The log of mail over HTTP: for those who may see it, without addresses; reading it leaves a trace."""

from datetime import timedelta

from tests.chassis.edge.conftest import Api
from tests.notifications.deliveries.conftest import LEAD, PARTNER, Post, alone, example, fact

from chassis import clock
from chassis.outbox import new_id


async def three(post: Post) -> None:
    """The lead by its own address, its partner by somebody who acts for it; and a notice to whoever wants it."""
    await post.organisation(LEAD)
    await post.person("somebody@example.invalid", PARTNER)
    await post.hear(fact(example("ApplicationSubmitted")))
    await post.hear(fact(example("GrantCallOpened", closes_at=clock.now() + timedelta(days=30))))
    await post.clockwork.run_timers()
    await post.send_all()


async def test_log__filters_pages_csv_and_no_address(post: Post, api: Api) -> None:
    await three(post)

    async def listed(query: str) -> list[dict[str, object]]:
        answer = await api.http.get(f"/v1/deliveries{query}", headers=api.coordinator)
        assert answer.status_code == 200, answer.text
        assert "@" not in answer.text
        items: list[dict[str, object]] = answer.json()["items"]
        return items

    assert len(await listed("")) == 3
    assert len(await listed(f"?organisation_id={PARTNER}")) == 1
    assert len(await listed("?status=sent")) == 3
    assert await listed("?status=bounced") == []
    (notice,) = [one for one in await listed("") if one["notice_id"]]
    assert [one["id"] for one in await listed(f"?event_id={notice['event_id']}")] == [notice["id"]]
    assert len(await listed("?limit=2&sort=-queued_at")) == 2
    csv = await api.http.get("/v1/deliveries?format=csv", headers=api.coordinator)
    assert csv.text.count("\r\n") == 4
    assert "@" not in csv.text


async def test_log__whose_it_is_sees_it_and_nobody_else(post: Post, api: Api) -> None:
    await three(post)
    person = new_id()
    await post.acts_for(person, LEAD)
    mine = api.as_(person)
    (seen,) = (await api.http.get("/v1/deliveries", headers=mine)).json()["items"]
    assert seen["organisations"] == [str(LEAD)]
    path = f"/v1/deliveries/{seen['id']}"
    assert (await api.http.get(path, headers=mine)).status_code == 200
    said = (await api.http.get(f"{path}/message", headers=mine)).json()
    assert "PPH/2027/41-1" in said["text"]
    assert "unsubscribe" not in said["text"] + said["html"]
    assert (await api.http.post(f"{path}/retry", headers=mine)).status_code == 403
    stranger = api.as_(new_id())
    assert (await api.http.get("/v1/deliveries", headers=stranger)).json()["items"] == []
    assert (await api.http.get(path, headers=stranger)).status_code == 404
    assert (await api.http.get(f"{path}/message", headers=stranger)).status_code == 404
    assert (await api.http.get("/v1/deliveries")).status_code == 401


async def test_log__whose_data_was_read_is_noted(post: Post, api: Api) -> None:
    await three(post)
    reads = "SELECT subject_id FROM notifications.audit WHERE action = 'read'"
    await api.http.get(f"/v1/deliveries?organisation_id={LEAD}", headers=api.coordinator)
    assert await post.rows(reads) == []  # it went to the organisation itself
    await api.http.get(f"/v1/deliveries?organisation_id={PARTNER}", headers=api.coordinator)
    ((person,),) = await post.rows("SELECT id::text FROM notifications.recipient WHERE kind = 'person'")
    assert await post.rows(reads) == [(person,)]


async def test_notices__with_what_became_of_them(post: Post, api: Api) -> None:
    await three(post)
    (counting,) = [job for job in post.house.service.clock if job.name == "notifications.notice.count_up"]
    await post.clockwork.run_job(counting)
    (notice,) = (await api.http.get("/v1/notices?status=delivered", headers=api.coordinator)).json()["items"]
    assert (notice["recipients"], notice["counts"]) == (1, {"sent": 1})
    one = await api.http.get(f"/v1/notices/{notice['id']}", headers=api.coordinator)
    assert one.json()["topic"] == "grant_calls"
    assert (await api.http.get(f"/v1/notices/{notice['id']}", headers=api.as_(new_id()))).status_code == 404


async def test_metrics__what_waits_and_what_became_of_it(post: Post) -> None:
    from chassis import metrics

    await post.organisation(LEAD)
    await post.hear(fact(alone("GrantApproved")))
    (measuring,) = [job for job in post.house.service.clock if job.name == "notifications.mail.measure"]
    await post.clockwork.run_job(measuring)
    assert b'mail_waiting{lane="direct"} 1.0' in metrics.exposition()
    before = metrics.exposition().count(b"mail_attempts_total{")
    await post.send_all()
    await post.clockwork.run_job(measuring)
    assert b'mail_waiting{lane="direct"} 0.0' in metrics.exposition()
    assert b'mail_oldest_waiting_seconds{lane="direct"} 0.0' in metrics.exposition()
    assert b'mail_attempts_total{lane="direct",state="sent"}' in metrics.exposition()
    assert metrics.exposition().count(b"mail_attempts_total{") >= before
