"""The values of Segmind's messages (contract §4). What its answers hold beside the documented members is not
known, so nothing there that is of another kind than ours makes an answer unreadable."""

from typing import Any

from onetake.core.catalogue import catalogue
from onetake.dialects._codec import WHOLE, Codec, Refused, refuse, relation, text, whole

MICRO = 1_000_000
LINKS = ("output_url", "video_url", "url")

STATUS = relation(
    ("queued", "QUEUED"),
    ("running", "PROCESSING"),
    ("succeeded", "COMPLETED"),
    ("failed", "FAILED"),
    ("cancelled", "FAILED"),
    ("expired", "FAILED"),
)
COLLAPSED = {"cancelled": "failed", "expired": "failed"}


def _seconds() -> dict[str, Any]:
    taken = catalogue().routes["segmind"].durations
    return {"type": "integer", "enum": list(taken)} if taken else {"type": "integer"}


def _resolutions() -> dict[str, Any]:
    route, models = catalogue().routes["segmind"], catalogue().models
    sizes = [tier for name in route.models.values() for tier in route.resolutions_of(models[name])]
    return {"type": "string", "enum": list(dict.fromkeys(sizes))}


def _seeds() -> dict[str, Any]:
    return {"type": "integer", "minimum": -1, "maximum": catalogue().limits["seed"]["max"]}


DURATION = whole("invalid_duration", _seconds)
RESOLUTION = Codec(text("invalid_resolution").decode, None, _resolutions)
RATIO = Codec(
    text("invalid_ratio").decode, None, lambda: {"type": "string", "enum": list(catalogue().ratios)}
)
# -1 is what the family's other contracts write for "any"; this one names no word for it.
SEED = Codec(lambda value: None if WHOLE.decode(value) == -1 else value, None, _seeds)


def _output(value: Any) -> str:
    """The link: a string, as the SDK's own examples show; a list or an object around it is read as well."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = next((value[name] for name in LINKS if isinstance(value.get(name), str)), None)
    if type(value) is not str or not value:
        raise refuse(value, "must be a link")
    return value


def _count(value: Any) -> int | None:
    try:
        return WHOLE.decode(value)
    except Refused:
        return None


def _micro(value: Any) -> int | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return round(value * MICRO) if number and abs(value) < 2**53 / MICRO else None


def _priced(micro: int) -> int | float:
    return micro / MICRO if micro % MICRO else micro // MICRO


def link(path: str) -> Codec:
    """An absolute address below our own origin, from (origin, id); never read: whoever asks builds it from
    the id, so that no answer can send a key elsewhere."""

    def write(parts: tuple[Any, Any]) -> str:
        origin, id = parts
        return f"{origin or ''}{path.replace('{id}', id)}"

    return Codec(lambda _: (None, None), write, {"type": "string", "format": "uri-reference"})


OUTPUT = Codec(_output, None, {"type": "string"})
COUNT = Codec(_count, None, {"type": "integer"})
COST = Codec(_micro, _priced, {"type": "number"})
