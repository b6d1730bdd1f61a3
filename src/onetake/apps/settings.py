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

from onetake.apps.setting_rows import CHOICES, SETTINGS, SHAPES, Setting

_DECIMAL = re.compile(r"\d{1,9}(\.\d{1,6})?")


class SettingsError(Exception):
    """A setting that cannot be used; the text says which, where it came from and what to do."""


_KNOWN = {s.name: s for s in SETTINGS}
_PACES = ("submits_per_minute", "looks_per_second")
_CREDENTIAL = {"credential", "credential_file"}
_UPSTREAM = {"name", "route", "origin", "most_per_task", "most_open", *_CREDENTIAL, *_PACES}


@dataclass(frozen=True, slots=True)
class UpstreamRow:
    """One `[[upstream]]` of the file: a route and the credential that is bound to its origin.

    credential: the name of a sealed one, in place of a file. most_per_task: decimal in the route's currency,
    "" is no limit. most_open: tasks that are under way there at a time, 0 is no limit. Paces of 0
    are the catalogue's.
    """

    name: str
    route: str
    origin: str
    credential_file: Path | None = None
    credential: str = ""
    most_per_task: str = ""
    submits_per_minute: float = 0.0
    looks_per_second: float = 0.0
    most_open: int = 0


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
    choices = CHOICES.get(setting.name)
    if choices and value not in choices:
        raise SettingsError(f"{told} one of {', '.join(choices)}")
    try:
        if setting.kind is list:
            texts = _texts(value)
            shape, named = SHAPES.get(setting.name, ("", ""))
            if shape and not all(re.fullmatch(shape, text) for text in texts):
                raise SettingsError(f"{told} {named}")
            return texts
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
    unknown, missing = set(row) - _UPSTREAM, {"name", "route"} - set(row)
    if unknown or missing:
        told = [f"unknown {', '.join(sorted(unknown))}"] if unknown else []
        told += [f"missing {', '.join(sorted(missing))}"] if missing else []
        raise SettingsError(f"onetake.toml: [[upstream]] {row.get('name', '')}: {'; '.join(told)}")
    if ("credential" in row) == ("credential_file" in row):
        told = "either credential (a sealed one, by name) or credential_file"
        raise SettingsError(f"onetake.toml: [[upstream]] {row['name']}: missing {told}, and not both")
    for name in _PACES:
        if (
            not isinstance(row.get(name, 1), int | float)
            or isinstance(row.get(name), bool)
            or row.get(name, 1) <= 0
        ):
            raise SettingsError(f"onetake.toml: [[upstream]] {row['name']}: {name} is a number above 0")
    room = row.get("most_open", 1)
    if not isinstance(room, int) or isinstance(room, bool) or room < 1:
        raise SettingsError(f"onetake.toml: [[upstream]] {row['name']}: most_open is a whole number from 1")
    most = row.get("most_per_task", "")
    if most and not (isinstance(most, str) and _DECIMAL.fullmatch(most)):
        told = 'most_per_task is a decimal in quotes, like "5.00"'
        raise SettingsError(f"onetake.toml: [[upstream]] {row['name']}: {told}")
    return UpstreamRow(
        name=row["name"],
        route=row["route"],
        origin=row.get("origin", ""),
        credential_file=where / row["credential_file"] if "credential_file" in row else None,
        credential=row.get("credential", ""),
        most_per_task=most,
        most_open=row.get("most_open", 0),
        **{name: float(row[name]) for name in _PACES if name in row},
    )
