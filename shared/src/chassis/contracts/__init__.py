"""What the world may rely on: written down, compared with the code, and with what was released.

`generated`: each service's `contracts/` - event schemas, AsyncAPI, OpenAPI, problems -, `docs/events.md` and what the gateway
serves; committed, a difference from the code is an error. `released`: the floor beneath it, raised by an explicit release that
refuses what breaks anybody. `breaks`: whom today's code breaks; `misread` and `operations` are the rules.
"""

from chassis.contracts.generated import events_of, pretty

__all__ = ["events_of", "pretty"]
