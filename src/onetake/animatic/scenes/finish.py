"""What comes between the set and the viewer: weather, small life in the air, the grade, the film."""

from onetake.animatic.scenes import particles, sky
from onetake.animatic.scenes.grade import Bloom, Grade, Look, looks
from onetake.animatic.scenes.medium import Medium
from onetake.animatic.scenes.weather import Drift, Film, Fireflies, build
from onetake.animatic.stage import Prop, Stage

_NO_WEATHER = ("space", "underwater", "abstract", "studio")
_LIT = ("city", "street", "interior")
"""Where lamps and signs glow after dark."""


def finish(stage: Stage) -> list[Prop]:
    """Everything that is laid over set and figures, in order."""
    reading, props = stage.reading, list[Prop]()
    if reading.setting not in _NO_WEATHER:
        props += build(stage, reading.setting == "interior") + particles.build(stage)
    if reading.setting == "studio":
        props.append(Drift(stage, "dust", 60, 0.0016, 40, 0.006, -0.004))
    wild = reading.setting in ("forest", "meadow", "lake")
    busy = "fireflies" in reading.features or sky.shows(stage)
    if stage.palette.time == "night" and wild and reading.weather == "clear" and not busy:
        props.append(Fireflies(stage))
    laid = looks(reading)
    bloom = _bloom(stage, laid)
    if bloom:
        props.append(Bloom(bloom))
    if laid:
        props.append(Grade(laid))
    media = [look.medium for look in laid if look.medium]
    props += [Medium(stage, name) for name in media]
    drawn = any(look.dark < 0 for look in laid)
    dark = 0.0 if drawn else min(0.2 + sum(look.dark for look in laid), 0.6)
    grain = 0.0 if drawn else 0.75 + sum(look.grain for look in laid)
    return [*props, Film(stage, dark, grain)]


def _bloom(stage: Stage, laid: tuple[Look, ...]) -> float:
    """How far light spreads: after dark among lamps, against a low sun, and where a look wants it."""
    palette = stage.palette
    lamps = 0.5 if palette.time == "night" and stage.reading.setting in _LIT else 0.0
    low = 0.25 if palette.time in ("dawn", "dusk") and stage.reading.weather == "clear" else 0.0
    return max([lamps, low, *(look.bloom for look in laid)])
