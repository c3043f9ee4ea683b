"""A message (viesti): one public event in the form in which it leaves the house. Pure."""

import json
from collections.abc import Mapping
from typing import Final

from pydantic_core import from_json

TOLD: Final = (
    "specversion", "id", "source", "type", "subject", "time", "dataschema", "sequence", "causationid", "correlationid", "tenant",
)
"""What of the envelope leaves the house. `ce_actor` does not: who acts for which association can be secret (621/1999, 24 §)."""
MEDIA_TYPE: Final = "application/cloudevents+json; charset=UTF-8"


def cloud_event(headers: Mapping[str, str], payload: bytes) -> bytes:
    """CloudEvents 1.0, structured JSON; `type`, `timestamp` and `data` are also the three fields of Standard Webhooks.

    The event's own JSON stands in it as it was said, byte for byte. Raises ValueError where that is no JSON.
    """
    from_json(payload)
    envelope = {name: headers[f"ce_{name}"] for name in TOLD if f"ce_{name}" in headers}
    envelope |= {"datacontenttype": "application/json", "timestamp": envelope["time"]}
    return json.dumps(envelope, ensure_ascii=False).encode()[:-1] + b', "data": ' + payload + b"}"
