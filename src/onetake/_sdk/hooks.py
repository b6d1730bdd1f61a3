"""Operations on the messages that a server sends to its customers (`client.webhooks`)."""

from collections.abc import Mapping
from typing import Any

from onetake._sdk.line import Line
from onetake._sdk.methods import later, now
from onetake._sdk.steps import Steps

Answer = Mapping[str, Any]


class HookFlows:
    """Each returns the server's answer as it is. Raises Problem: not_found for a message or an address that
    there is not, invalid_callback_url for one that may not be sent to, forbidden for a key without the scope
    `webhooks`."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def listing(
        self, *, state: str | None = None, limit: int = 20, after: str | None = None
    ) -> Steps[Answer]:
        """A page of messages, newest first, under `data`; `next` goes into `after` for the page behind it.

        state: only pending, retrying, delivered, superseded, held or exhausted ones. limit: 1 to 100.
        """
        asked = [("limit", str(limit)), ("state", state), ("after", after)]
        params = [(name, value) for name, value in asked if value is not None]
        return (yield from self._ask("webhook.list", params=params, safe=True))

    def getting(self, id: str) -> Steps[Answer]:
        """A message with every try under `log`; its id is the webhook-id that the receiver saw."""
        return (yield from self._ask("webhook.get", id=id, safe=True))

    def resending(self, id: str) -> Steps[Answer]:
        """Send a message again, under its id and with the task as it is now."""
        return (yield from self._ask("webhook.resend", id=id))

    def places(self) -> Steps[Answer]:
        """Origins under `data`: registered, failing, disabled."""
        return (yield from self._ask("webhook.places", safe=True))

    def registering(self, url: str) -> Steps[Answer]:
        """Prove that we own an origin: it is sent a challenge, which its answer has to hold."""
        return (yield from self._ask("webhook.register", message={"url": url}))

    def unregistering(self, url: str) -> Steps[Answer]:
        """Take an origin off the list of those that callbacks may go to."""
        return (yield from self._ask("webhook.unregister", message={"url": url}))

    def enabling(self, url: str) -> Steps[Answer]:
        """Send to a disabled address or origin again; `released` messages had been held back."""
        return (yield from self._ask("webhook.enable", message={"url": url}))

    def testing(self, url: str) -> Steps[Answer]:
        """Send a signed message of no task to an address, once; `told` is what it answered."""
        return (yield from self._ask("webhook.test", message={"url": url}))

    def secret(self) -> Steps[Answer]:
        """What messages are signed with, under `secrets`, the newest first."""
        return (yield from self._ask("webhook.secret", safe=True))

    def rotating(self, grace: float = 86_400.0) -> Steps[Answer]:
        """Sign with a new secret; for `grace` seconds (at most 30 days) the old one signs too."""
        return (yield from self._ask("webhook.rotate", message={"grace": grace}))

    def _ask(self, op: str, *, safe: bool = False, **more: Any) -> Steps[Answer]:
        flow = self._line.asking(op, **more)
        return (yield from self._line.told(flow, self._line.patience(), safe=safe))


class Webhooks:
    """`client.webhooks`: what a server sends to its customers."""

    def __init__(self, line: Line, driver: Any) -> None:
        self._driver = driver
        self._flows = HookFlows(line)

    list = now(HookFlows.listing)
    get = now(HookFlows.getting)
    resend = now(HookFlows.resending)
    places = now(HookFlows.places)
    register = now(HookFlows.registering)
    unregister = now(HookFlows.unregistering)
    enable = now(HookFlows.enabling)
    test = now(HookFlows.testing)
    secret = now(HookFlows.secret)
    rotate = now(HookFlows.rotating)


class AsyncWebhooks:
    """`async_client.webhooks`."""

    def __init__(self, line: Line, driver: Any) -> None:
        self._driver = driver
        self._flows = HookFlows(line)

    list = later(HookFlows.listing)
    get = later(HookFlows.getting)
    resend = later(HookFlows.resending)
    places = later(HookFlows.places)
    register = later(HookFlows.registering)
    unregister = later(HookFlows.unregistering)
    enable = later(HookFlows.enabling)
    test = later(HookFlows.testing)
    secret = later(HookFlows.secret)
    rotate = later(HookFlows.rotating)
