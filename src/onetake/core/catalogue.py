"""Models, routes, limits, defaults and prices: data, dated and sourced, in onetake/catalogue/*.toml.

An operator's file (`DATA_DIR/catalogue.toml`) is laid over ours, table by table, so that a new model or
price needs no release.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

_DECIMAL = re.compile(r"\d{1,9}(\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Model:
    """What a model can do; the same on every route unless the route narrows it (contract §1.3, §1.4)."""

    id: str
    title: str
    resolutions: tuple[str, ...]
    durations: tuple[int, int]
    images: int
    videos: int
    audios: int
    web_search: bool
    modes: tuple[str, ...] = ("text", "first_frame", "first_last", "reference")


@dataclass(frozen=True, slots=True)
class Route:
    """A place that speaks a dialect with its own rules (design §1).

    resolutions: by canonical model, where the route differs from the model's own. durations: the only whole
    seconds taken; empty means the model's range. chooses: what may be left to the provider (duration, ratio).
    billing: what a rate is for, "tokens" (a million of them) or "seconds" of output. media: limits of input
    files that are narrower here, over those of `Catalogue.media`. files: origin of the upload service where
    it is another than `origin`. public: False for a profile that only an operator's upstream uses. page_size:
    most tasks that one list answer holds. failed_free: the route documents that failed tasks are not charged.
    patience: seconds that a create may take here, where it is longer than the policy's. submits_per_minute
    and looks_per_second: how fast one credential is used; 0 is no limit. roles: False where the documents
    know no roles of media, so that a last frame and a lone reference would be taken for something else.
    deposits: kinds of media that have to be stored with the provider first, wherever they are.
    carries: kinds of media that travel inside the create, wherever they are, as far as they fit. lacks: what
    its dialect could say and this place cannot: parts of a request, and roles of media. habits: ways of its
    dialect that only some places have, under the dialect's own names.
    error_http: the one status of all our errors there, whose body tells the rest; 0 gives each its own.
    group, billing_modes: what a token must have there for its requests to be routed; empty asks for nothing.
    """

    name: str
    dialect: str
    origin: str
    prefix: str
    models: Mapping[str, str]
    defaults: Mapping[str, Any]
    capabilities: frozenset[str]
    moderation_http: int
    record_life: int
    cancelled_life: int
    url_life: int
    currency: str
    hold_factor: str
    prompt_optional: bool
    callback_length: int
    headers: Mapping[str, str]
    rates: Mapping[str, Mapping[str, tuple[str, str]]]
    resolutions: Mapping[str, tuple[str, ...]]
    durations: tuple[int, ...] = ()
    chooses: frozenset[str] = frozenset(("duration", "ratio"))
    billing: str = "tokens"
    media: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    files: str = ""
    public: bool = True
    page_size: int = 100
    failed_free: bool = False
    patience: float = 0.0
    submits_per_minute: float = 0.0
    looks_per_second: float = 10.0
    roles: bool = True
    deposits: frozenset[str] = frozenset()
    carries: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    habits: frozenset[str] = frozenset()
    error_http: int = 0
    group: str = ""
    billing_modes: frozenset[str] = frozenset()

    def resolutions_of(self, model: Model) -> tuple[str, ...]:
        """What may be asked of a model here."""
        return self.resolutions.get(model.id, model.resolutions)

    def model_name(self, model: str) -> str | None:
        """How this route calls a canonical model, or None when it does not offer it."""
        return next((name for name, ours in self.models.items() if ours == model), None)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything above, read once."""

    models: Mapping[str, Model]
    routes: Mapping[str, Route]
    sizes: Mapping[str, Mapping[str, tuple[int, int]]]
    ratios: tuple[str, ...]
    limits: Mapping[str, Mapping[str, Any]]
    media: Mapping[str, Mapping[str, Any]]


def _rows(name: str) -> dict[str, Any]:
    return tomllib.loads(files("onetake.catalogue").joinpath(name).read_text("utf-8"))


def _merged(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(ours)
    for key, value in theirs.items():
        mine = result.get(key)
        if isinstance(mine, Mapping) and isinstance(value, Mapping):
            value = _merged(mine, value)
        result[key] = value
    return result


def load(override: Mapping[str, Any] | None = None) -> Catalogue:
    """Our rows with an operator's laid over them. Raises TypeError for a row with an unknown field."""
    rows: dict[str, Any] = {}
    for name in ("models.toml", "limits.toml", "routes.toml", "prices.toml"):
        rows.update(_rows(name))
    rows = _merged(rows, override or {})
    models = {name: _model(name, row) for name, row in rows["models"].items()}
    sizes = {tier: {r: (wh[0], wh[1]) for r, wh in row.items()} for tier, row in rows["sizes"].items()}
    routes = {name: _route(name, row, rows["prices"]) for name, row in rows["routes"].items()}
    ratios = tuple(next(iter(sizes.values())))
    return Catalogue(models, routes, sizes, ratios, rows["limits"], rows["media"])


def _model(name: str, row: Mapping[str, Any]) -> Model:
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return Model(id=name, **fields)


def _route(name: str, row: Mapping[str, Any], prices: Mapping[str, Any]) -> Route:
    rates = {
        model: {tier: (_rate(pair[0]), _rate(pair[1])) for tier, pair in tiers.items()}
        for model, tiers in prices.get(row.get("prices", name), {}).items()
    }
    fields = {k: v for k, v in row.items() if k != "prices"}
    for name_of_set in ("capabilities", "chooses", "deposits", "carries", "lacks", "habits", "billing_modes"):
        if name_of_set in row:
            fields[name_of_set] = frozenset(row[name_of_set])
    fields["durations"] = tuple(row.get("durations", ()))
    fields["resolutions"] = {model: tuple(tiers) for model, tiers in row.get("resolutions", {}).items()}
    return Route(name=name, rates=rates, **fields)


def _rate(text: object) -> str:
    """A price as it is written. A number would already have been a float: only text is exact."""
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        raise TypeError(f'a price is a decimal in quotes, like "7.00", not {text!r}')
    return text


_override: dict[str, Any] = {}


def overlay(*layers: Mapping[str, Any]) -> None:
    """Lay an operator's rows over ours for this process, later ones over earlier; called once at start by the
    wiring."""
    rows: dict[str, Any] = {}
    for layer in layers:
        rows = _merged(rows, layer)
    _override.clear()
    _override.update(rows)
    catalogue.cache_clear()


@cache
def catalogue() -> Catalogue:
    """The catalogue of this process."""
    return load(_override)
