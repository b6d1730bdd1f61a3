"""Settings: flags over `ONETAKE_*` over `DATA_DIR/onetake.toml` over defaults, each with its origin.

An unknown name in the file is an error that names the nearest one. Secrets are given as files
(`credential_file`, `ONETAKE_…_FILE`), never as values in a command line.
"""

import difflib
import math
import os
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onetake.core.fitting import ADAPTABLE

_DECIMAL = re.compile(r"\d{1,9}(\.\d{1,6})?")


class SettingsError(Exception):
    """A setting that cannot be used; the text says which, where it came from and what to do."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One name of the file (`section.name`), its type and default, and one sentence for the reference."""

    name: str
    kind: type
    default: Any
    about: str
    least: float = 0.0
    """Of a number: what would stop the worker, or prove an absence that is none, is refused at start."""

    @property
    def variable(self) -> str:
        return "ONETAKE_" + self.name.upper().replace(".", "_")


SETTINGS = (
    Setting("server.host", str, "127.0.0.1", "Address to listen on."),
    Setting("server.port", int, 8787, "Port to listen on; 0 takes a free one."),
    Setting("server.public_url", str, "", "Our origin as customers see it; empty: http://HOST:PORT."),
    Setting("server.tls", bool, False, "Serve https, with a certificate of our own (docs/how-to/tls.md)."),
    Setting(
        "server.tls_cert", str, "", "Serve https with this certificate (PEM, its chain after it) instead."
    ),
    Setting("server.tls_key", str, "", "The key of server.tls_cert (PEM, no password)."),
    Setting("server.allowed_hosts", list, [], "Host headers that are served; empty serves all."),
    Setting("server.probe_wait", float, 5.0, "Seconds that a create waits for URL media before it answers."),
    Setting("policy.order", list, ["animatic"], "Backends by preference: names of upstreams, or animatic."),
    Setting("policy.animatic_price", str, "free", "free, or documented: charge what the entry route would."),
    Setting(
        "policy.poll_first", float, 5.0, "Seconds to the first look, with a fixed policy.poll_every.", 0.1
    ),
    Setting("policy.poll_every", float, 0.0, "Seconds between two looks at a provider; 0: as was learned."),
    Setting("policy.look_price", float, 0.6, "Seconds of delay that one look at a provider is worth.", 0.01),
    Setting("policy.submit_timeout", float, 30.0, "Seconds to wait for a provider's answer to a create.", 1),
    Setting("policy.absence_after", float, 210.0, "Seconds after a lost create until an empty list counts."),
    Setting("policy.absence_reads", int, 3, "How many complete lists without a task prove its absence.", 1),
    Setting("policy.absence_gap", float, 20.0, "Seconds between two such lists."),
    Setting(
        "policy.adapt",
        list,
        [],
        "Parts of a request that may be changed for a backend that cannot say them, with a note: any of "
        + ", ".join(ADAPTABLE)
        + ".",
    ),
    Setting("policy.failover", bool, False, "Send a task that its backend provably refused to the next one."),
    Setting(
        "policy.repair", bool, False, "Mend input media that do not meet the limits, with a note on the task."
    ),
    Setting(
        "policy.retry_moderated",
        bool,
        False,
        "Make a result that the provider's moderation refused once more, where failed tasks are free.",
    ),
    Setting(
        "policy.looks_by_list", int, 4, "From how many tasks on a provider is asked for many at once.", 1
    ),
    Setting(
        "dialects.movie_http",
        str,
        "strict",
        "Errors of movie: strict (each with its HTTP status) or ok (all with 200, the body's code tells).",
    ),
    Setting("animatic.slots", int, 0, "Renders at a time; 0: one for each processor."),
    Setting(
        "sandbox.header",
        str,
        "auto",
        "Whether a header may name a sandbox scenario: on, off, or auto, which is on without upstreams.",
    ),
    Setting(
        "sandbox.chaos", str, "", "Chaos profile or scenario that all creates play; none goes to a provider."
    ),
    Setting("sandbox.seed", int, 0, "What chaos and durations of the sandbox are drawn from."),
    Setting(
        "sandbox.time_factor",
        float,
        0.0,
        "How long sandbox tasks take: 1 as long as the providers document, 0 at once.",
    ),
    Setting("fetch.ca_file", str, "", "A further certificate authority (PEM) for outgoing TLS."),
    Setting(
        "fetch.allow_input", list, [], "Origins besides public ones for input media: scheme://host:port."
    ),
    Setting("fetch.allow_output", list, [], "The same for finished files of providers."),
    Setting("fetch.allow_callback", list, [], "The same for callback URLs of customers; https only."),
)
_KNOWN = {s.name: s for s in SETTINGS}
_PACES = ("submits_per_minute", "looks_per_second")
_UPSTREAM = {"name", "route", "origin", "credential_file", "most_per_task", *_PACES}
_CHOICES = {
    "policy.animatic_price": ("free", "documented"),
    "dialects.movie_http": ("strict", "ok"),
    "sandbox.header": ("auto", "on", "off"),
}


@dataclass(frozen=True, slots=True)
class UpstreamRow:
    """One `[[upstream]]` of the file: a route and the credential that is bound to its origin.

    most_per_task: decimal in the route's currency, "" is no limit. Paces of 0 are the catalogue's.
    """

    name: str
    route: str
    origin: str
    credential_file: Path
    most_per_task: str = ""
    submits_per_minute: float = 0.0
    looks_per_second: float = 0.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Every value with where it came from; `settings["server.port"]` reads one."""

    data_dir: Path
    values: Mapping[str, Any]
    origins: Mapping[str, str]
    upstreams: tuple[UpstreamRow, ...] = ()
    catalogue: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def default_data_dir() -> Path:
    """`ONETAKE_DATA_DIR`, or the platform's directory for user data."""
    if told := os.environ.get("ONETAKE_DATA_DIR"):
        return Path(told).expanduser()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "onetake"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "onetake"


def load(
    data_dir: Path | None = None,
    flags: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """Read all layers. `flags` are by setting name; None means not given. Raises SettingsError."""
    where = (data_dir or default_data_dir()).expanduser().absolute()
    rows = _read_toml(where / "onetake.toml")
    upstreams = tuple(_upstream(row, where) for row in rows.pop("upstream", ()))
    flat = _flat(rows)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for setting in SETTINGS:
        value, origin = _resolve(setting, flags or {}, environ, flat, where)
        values[setting.name], origins[setting.name] = _typed(setting, value, origin), origin
    return Settings(where, values, origins, upstreams, _read_toml(where / "catalogue.toml"))


def _resolve(
    setting: Setting,
    flags: Mapping[str, Any],
    environ: Mapping[str, str],
    flat: Mapping[str, Any],
    where: Path,
) -> tuple[Any, str]:
    if flags.get(setting.name) is not None:
        return flags[setting.name], "flag"
    if setting.variable in environ:
        return environ[setting.variable], setting.variable
    if file := environ.get(setting.variable + "_FILE"):
        try:
            return Path(file).read_text("utf-8").strip(), setting.variable + "_FILE"
        except OSError as error:
            raise SettingsError(f"{setting.variable}_FILE: {file}: {error.strerror}") from None
    if setting.name in flat:
        return flat[setting.name], str(where / "onetake.toml")
    return setting.default, "default"


def _typed(setting: Setting, value: Any, origin: str) -> Any:
    told = f"{setting.name} (from {origin}): {value!r} is not"
    choices = _CHOICES.get(setting.name)
    if choices and value not in choices:
        raise SettingsError(f"{told} one of {', '.join(choices)}")
    try:
        if setting.kind is list:
            return _texts(value)
        if setting.kind is bool:
            return _truth(value)
        if setting.kind is not str and isinstance(value, bool):
            raise TypeError("not a number")
        if setting.kind is str and not isinstance(value, str):
            raise TypeError("not text")
        return _number(setting, setting.kind(value))
    except (TypeError, ValueError, KeyError, AttributeError):
        wanted = {list: "a list of text", str: "text", int: "a whole number", float: "a number"}
        wanted[bool] = "true or false"
        least = f" of at least {setting.least:g}" if setting.kind in (int, float) else ""
        raise SettingsError(f"{told} {wanted[setting.kind]}{least}") from None


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return {"true": True, "1": True, "false": False, "0": False}[value.lower()]


def _number(setting: Setting, value: Any) -> Any:
    if setting.kind in (int, float) and not setting.least <= value < math.inf:
        raise ValueError("out of range")
    return value


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [v.strip() for v in value.split(",") if v.strip()]
    items = list(value)
    if not all(isinstance(v, str) for v in items):
        raise TypeError("not a list of text")
    return items


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from None


def _flat(rows: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for section, row in rows.items():
        entries = row.items() if isinstance(row, Mapping) else [("", row)]
        for name, value in entries:
            full = f"{section}.{name}" if name else section
            if full not in _KNOWN:
                near = difflib.get_close_matches(full, _KNOWN, 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise SettingsError(f"onetake.toml: unknown setting {full}{hint}")
            flat[full] = value
    return flat


def _upstream(row: Mapping[str, Any], where: Path) -> UpstreamRow:
    unknown, missing = set(row) - _UPSTREAM, {"name", "route", "credential_file"} - set(row)
    if unknown or missing:
        told = [f"unknown {', '.join(sorted(unknown))}"] if unknown else []
        told += [f"missing {', '.join(sorted(missing))}"] if missing else []
        raise SettingsError(f"onetake.toml: [[upstream]] {row.get('name', '')}: {'; '.join(told)}")
    for name in _PACES:
        if (
            not isinstance(row.get(name, 1), int | float)
            or isinstance(row.get(name), bool)
            or row.get(name, 1) <= 0
        ):
            raise SettingsError(f"onetake.toml: [[upstream]] {row['name']}: {name} is a number above 0")
    most = row.get("most_per_task", "")
    if most and not (isinstance(most, str) and _DECIMAL.fullmatch(most)):
        told = 'most_per_task is a decimal in quotes, like "5.00"'
        raise SettingsError(f"onetake.toml: [[upstream]] {row['name']}: {told}")
    return UpstreamRow(
        name=row["name"],
        route=row["route"],
        origin=row.get("origin", ""),
        credential_file=where / row["credential_file"],
        most_per_task=most,
        **{name: float(row[name]) for name in _PACES if name in row},
    )
