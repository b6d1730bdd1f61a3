"""The operator's choices about the sandbox, from settings to the server's own."""

from difflib import get_close_matches

from onetake.apps.server.sandbox import Sandbox
from onetake.apps.settings import Settings, SettingsError
from onetake.core import chaos
from onetake.core.chaos import Profile
from onetake.core.scenarios import scenarios
from onetake.services.platform import Platform


def of(settings: Settings, platform: Platform) -> Sandbox:
    """The sandbox of one run. Raises SettingsError for a chaos profile that does not exist."""
    header = settings["sandbox.header"]
    taken = header == "on" or (header == "auto" and not settings.upstreams)
    return Sandbox(platform, header=taken, chaos=_profile(settings), seed=settings["sandbox.seed"])


def _profile(settings: Settings) -> Profile | None:
    name = settings["sandbox.chaos"]
    if not name:
        return None
    try:
        return chaos.profile(name)
    except KeyError:
        known = [*chaos.profiles(), *scenarios()]
        near = ", ".join(get_close_matches(name, known, 3, 0.5)) or ", ".join(chaos.profiles())
        told = f"sandbox.chaos: there is no profile or scenario {name!r}; near it: {near}"
        raise SettingsError(told) from None
