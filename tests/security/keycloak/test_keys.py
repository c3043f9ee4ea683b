"""Keycloak changes its keys, and goes away: services go on with those they know (`ui-gateway.md` 2.1)."""

import asyncio
import secrets
from collections import Counter
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from tests.security.keycloak.conftest import Api, Idp, api_process, serving
from tests.security.keycloak.signing_in import kid_of

from chassis.keys import REFETCH_SECONDS
from chassis.testing import Parts

pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]
PLACE = "/v1/organisations"
AT_ONCE = 20


async def statuses(registry: Api, *tokens: str) -> Counter[int]:
    """Of so many requests at once."""
    return Counter(await asyncio.gather(*(registry.get(PLACE, token) for token in tokens)))


def forged(issuer: str) -> str:
    """Signed with a key that nobody knows."""
    key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(8)})
    return jwt.encode({"alg": "RS256", "kid": key.kid}, {"iss": issuer, "aud": "yhdyspinta"}, key, ["RS256"])


async def pace() -> None:
    """Our own: one fetch in so many seconds, whatever callers send."""
    await asyncio.sleep(REFETCH_SECONDS + 0.5)


async def test_rotation__old_and_new_tokens_are_good_until_the_old_key_is_gone(idp: Idp, registry: Api) -> None:
    program = await idp.administrator.client("grants")
    old = await idp.issuer.itself(program)
    assert await registry.get(PLACE, old) == 200
    await pace()
    before = idp.fetches()
    (first, *_) = await idp.administrator.signing_keys()
    await idp.administrator.add_key(int(first["config"]["priority"][0]) + 100)
    await idp.administrator.set_key(first, active=False, enabled=True)
    new = await idp.issuer.itself(program)
    assert kid_of(new) != kid_of(old)

    assert await statuses(registry, *[new, old] * AT_ONCE) == {200: 2 * AT_ONCE}
    assert idp.fetches() == before + 1, "one fetch for them all"

    await idp.administrator.set_key(first, active=False, enabled=False)
    assert await statuses(registry, old, new) == {200: 2}, "nobody has told us yet"
    await pace()
    assert await statuses(registry, *(forged(idp.part.issuer) for _ in range(AT_ONCE))) == {401: AT_ONCE}
    assert idp.fetches() == before + 2, "so many unknown names, one fetch"
    assert await statuses(registry, old) == {401: 1}
    assert await statuses(registry, *[new] * AT_ONCE) == {200: AT_ONCE}
    print(f"\nrotation: {4 * AT_ONCE + 3} requests over two changes of keys, {idp.fetches() - before} fetches of the keys")


async def test_outage__known_keys_go_on_and_a_new_process_waits(
    idp: Idp, registry: Api, parts: Parts, database: str, tmp_path: Path
) -> None:
    token = await idp.issuer.itself(await idp.administrator.client("grants"))
    assert await registry.get(PLACE, token) == 200
    await asyncio.to_thread(idp.part.stop)
    assert await statuses(registry, *[token] * AT_ONCE) == {200: AT_ONCE}
    await pace()
    assert await statuses(registry, forged(idp.part.issuer)) == {401: 1}, "asked in vain"
    assert await statuses(registry, *[token] * AT_ONCE) == {200: AT_ONCE}

    async with serving(api_process(idp, parts, "registry", database, tmp_path)) as late:
        bearer = {"Authorization": f"Bearer {token}"}
        unknown = await late.http.get(PLACE, headers=bearer)
        assert (unknown.status_code, unknown.headers["retry-after"]) == (503, "2")
        idp.part.start()
        await asyncio.to_thread(idp.part.wait_ready, 120)
        await asyncio.sleep(float(unknown.headers["retry-after"]))
        assert (await late.http.get(PLACE, headers=bearer)).status_code == 200
    fresh = await idp.issuer.itself(await idp.administrator.client("grants"))
    assert await statuses(registry, token, fresh) == {200: 2}, "its keys lie in its database"
