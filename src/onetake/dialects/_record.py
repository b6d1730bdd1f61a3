"""One message shape as a table of fields: our attributes ↔ places on the wire.

A record is compiled once into flat steps, because it is read on every request. Reading gives only the
attributes that are present; a JSON null is always absent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Literal

from onetake.core.problem import Offence
from onetake.dialects._codec import TEXT, Codec, Refused, refuse, shown

MISSING: Any = object()
Message = dict[str, Any]
Step = tuple[Any, str, Any, bool, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a record; see `field`."""

    attrs: tuple[str, ...]
    path: tuple[str, ...]
    codec: Codec
    default: Any = MISSING
    null: Literal["absent", "written"] = "absent"
    only: frozenset[str] | None = None
    direction: Literal["both", "read", "write"] = "both"
    required: bool = False
    about: str = ""


def field(
    attrs: str, path: str, codec: Codec = TEXT, *, only: str = "", flat: bool = False, **more: Any
) -> Field:
    """`attrs` (one or several names of ours, by spaces) ↔ `path` on the wire (dots go into objects).

    Several attributes are decoded from and encoded to one value: the codec then speaks tuples. default: what
    absence means, filled in on decode. null="written": an absent attribute is written as null, and an object
    with nothing in it as null too. only: statuses in which the field is written; in the others it is left
    out, or null where null="written". direction: "read" or "write" for a field with one side. flat: the dots
    of `path` belong to the name (query strings).
    """
    places = (path,) if flat else tuple(path.split("."))
    return Field(tuple(attrs.split()), places, codec, only=frozenset(only.split()) or None, **more)


def constant(path: str, value: Any, *, only: str = "") -> Field:
    """A place that is always written with the same value, and ignored when read."""
    codec = Codec(lambda _: (), lambda _: value, {"const": value})
    return Field((), tuple(path.split(".")), codec, only=frozenset(only.split()) or None)


def unsupported(path: str, *harmless: Any, fix: str) -> Field:
    """A known place that is refused unless it holds one of the harmless values, which say nothing."""

    def decode(value: Any) -> tuple[()]:
        if any(type(value) is type(h) and value == h for h in harmless):
            return ()
        raise refuse(value, "is not supported by this model", fix, "unsupported_parameter")

    codec = Codec(decode, lambda _: None, {"enum": list(harmless), "deprecated": True})
    return Field((), (path,), codec)


class Record:
    """Fields in wire order. `unknown`: what to do with a place that no field names."""

    def __init__(
        self,
        *fields: Field,
        unknown: Literal["ignore", "keep", "refuse"] = "ignore",
        ignored: Iterable[str] = (),
    ) -> None:
        self.fields = fields
        self.unknown = unknown
        self.ignored = frozenset(ignored)
        self.attrs = tuple(dict.fromkeys(a for f in fields for a in f.attrs))
        # The first field that an attribute can be read from is its place; a written one counts last.
        ranked = sorted(fields, key=lambda f: f.direction == "write")
        self.names = {a: ".".join(f.path) for f in reversed(ranked) for a in f.attrs}
        self._order = {f.path[0]: i for i, f in reversed(list(enumerate(fields)))}
        self._defaults = {f.attrs[0]: f.default for f in fields if f.default is not MISSING}
        self._tree = _tree(fields)
        statuses = {s for f in fields if f.only for s in f.only}
        self._steps = {s: _steps(_shown_in(fields, s), 0) for s in statuses}
        self._other = _steps(_shown_in(fields, ""), 0)

    def decode(self, message: Mapping[str, Any]) -> tuple[Message, list[Offence]]:
        """(attributes present, offences in table order). Never raises for what the message holds."""
        found: Message = {}
        offences: list[Offence] = []
        extra = self._read(self._tree, message, "", found, offences)
        if extra:
            self._sort_out(extra, found, offences)
        for attr, value in self._defaults.items():
            found.setdefault(attr, value)
        if len(offences) > 1:
            offences.sort(key=lambda o: self._order.get(root(o.field), len(self._order)))
        return found, offences

    def _read(
        self, tree: Message, message: Mapping[str, Any], above: str, found: Message, offences: list[Offence]
    ) -> Message | None:
        extra: Message | None = None
        for name, value in message.items():
            if value is None:
                continue
            node = tree.get(name)
            if node is None:
                extra = extra or {}
                extra[name] = value
            elif type(node) is dict:
                if isinstance(value, dict):
                    self._read(node, value, f"{above}{name}.", found, offences)
                else:
                    limit = "must be an object"
                    offences.append(Offence(above + name, shown(value), limit, "Send an object"))
            else:
                attr, decode = node
                try:
                    result = decode(value)
                except Refused as refused:
                    for o in refused.offences:
                        offences.append(Offence(above + name + o.field, o.value, o.limit, o.fix, o.code))
                    if refused.partly is None:
                        continue
                    result = refused.partly
                if type(attr) is str:
                    if result is not None:
                        found[attr] = result
                else:
                    found.update((a, r) for a, r in zip(attr, result, strict=True) if r is not None)
        return extra

    def _sort_out(self, extra: Message, found: Message, offences: list[Offence]) -> None:
        if self.unknown == "keep":
            kept = {name: value for name, value in extra.items() if name not in self.ignored}
            if kept:
                found["extra"] = kept
        elif self.unknown == "refuse":
            for name, value in extra.items():
                near = get_close_matches(str(name), self._tree, 1)
                fix = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(self._tree)}"
                limit = "there is no such field"
                offences.append(Offence(str(name)[:80], shown(value), limit, fix, "unsupported_parameter"))

    def encode(self, attributes: Mapping[str, Any]) -> Message:
        """The message that says `attributes`; those without a field here are left out."""
        steps = self._steps.get(attributes.get("status"), self._other) if self._steps else self._other  # type: ignore[arg-type]
        return _write(steps, attributes)[0]

    def schema(self) -> Message:
        """JSON schema of the message."""
        return _schema(self.fields, 0, closed=self.unknown == "refuse")


def root(path: str) -> str:
    """The outermost name of a place: "content[1].image_url" → "content"."""
    return path.split(".", 1)[0].split("[", 1)[0]


def _tree(fields: Iterable[Field]) -> Message:
    tree: Message = {}
    for f in fields:
        if f.direction == "write":
            continue
        node = tree
        for name in f.path[:-1]:
            node = node.setdefault(name, {})
        node.setdefault(f.path[-1], (f.attrs[0] if len(f.attrs) == 1 else f.attrs, f.codec.decode))
    return tree


def _shown_in(fields: Iterable[Field], status: str) -> list[Field]:
    found = []
    for f in fields:
        if f.only is None or status in f.only:
            found.append(f)
        elif f.null == "written":
            found.append(replace(f, codec=Codec(f.codec.decode, lambda _: None, f.codec.schema)))
    return found


def _groups(fields: Iterable[Field], depth: int) -> dict[str, list[Field]]:
    groups: dict[str, list[Field]] = {}
    for f in fields:
        groups.setdefault(f.path[depth], []).append(f)
    return groups


def _steps(fields: Iterable[Field], depth: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    for name, members in _groups((f for f in fields if f.direction != "read"), depth).items():
        null = all(f.null == "written" or not f.attrs for f in members) and any(f.attrs for f in members)
        if len(members[0].path) > depth + 1:
            steps.append((None, name, None, null, _steps(members, depth + 1)))
        else:
            f = members[0]
            steps.append((f.attrs[0] if len(f.attrs) == 1 else f.attrs, name, f.codec.encode, null, None))
    return tuple(steps)


def _write(steps: tuple[Step, ...], attributes: Mapping[str, Any]) -> tuple[Message, bool]:
    out: Message = {}
    live = False
    get = attributes.get
    for attr, name, encode, null, inner in steps:
        if inner is not None:
            value, any_value = _write(inner, attributes)
            if any_value:
                out[name] = value
                live = True
            elif null:
                out[name] = None
            continue
        if type(attr) is str:
            value = get(attr)
            if value is not None and encode is not None:
                value = encode(value)
        elif attr:
            values = tuple([get(a) for a in attr])
            value = encode(values) if any(v is not None for v in values) else None
        else:
            value = encode(None)
            if value is not None:
                out[name] = value
            continue
        if value is not None:
            out[name] = value
            live = True
        elif null:
            out[name] = None
    return out, live


def _schema(fields: Iterable[Field], depth: int, closed: bool) -> Message:
    properties: Message = {}
    required: list[str] = []
    for name, members in _groups(fields, depth).items():
        f = members[0]
        if len(f.path) > depth + 1:
            inner = _schema(members, depth + 1, closed)
        else:
            inner = dict(f.codec.describe())
            if f.about:
                inner["description"] = f.about
            if f.default is not MISSING:
                inner["default"] = f.default
        if any(m.required for m in members):
            required.append(name)
        elif "const" not in inner:
            inner = nullable(inner)
        properties[name] = inner
    schema: Message = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    if closed:
        schema["additionalProperties"] = False
    return schema


def nullable(schema: Mapping[str, Any]) -> Message:
    """The schema that also takes null, which reads as absent."""
    if "enum" in schema:
        widened = {**schema, "enum": [*schema["enum"], None]}
        if "type" in schema:
            widened["type"] = [schema["type"], "null"]
        return widened
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    told = {k: v for k, v in schema.items() if k in ("description", "default")}
    return {"anyOf": [{k: v for k, v in schema.items() if k not in told}, {"type": "null"}], **told}
