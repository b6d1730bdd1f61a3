"""Every fault of a request before anything is asked for: in its own contract, and on every other route."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from onetake.core import rules
from onetake.core.advice import advise
from onetake.core.catalogue import Route, catalogue
from onetake.core.problem import Offence, Problem
from onetake.core.request import Media
from onetake.dialects import DIALECTS, NAMES, Dialect
from onetake.services import routing
from onetake.services.platform import Platform

Message = Mapping[str, Any]
CONFLICT = "conflict_frames_references"


def lint(p: Platform, dialect: Dialect, route: Route, message: Message) -> dict[str, Any]:
    """What is wrong with a message, in its own field names; where it could be made; both corrected bodies of
    a mode conflict; and warnings. Raises Problem(invalid_json) for what is no object."""
    draft = dialect.read_draft(message, route, [])
    own = _own(dialect, route, message)
    found: dict[str, Any] = {
        "ok": not own,
        "offences": [asdict(o) for o in own],
        "warnings": [asdict(a) for a in _renamed(dialect, message, advise(draft, p.clock()))],
        "routes": {r.name: _elsewhere(dialect, route, message, draft, r) for r in _routes()},
    }
    if own:
        found["code"] = own[0].code
    if any(o.code == CONFLICT for o in own):
        found["corrected"] = _corrected(dialect, route, draft)
    if not own:
        request = dialect.read_request(message, route)
        judged = routing.judge(p, replace(request, route=request.route))
        found["backends"] = [c.backend.name for c in judged if c.able]
        found["cannot"] = {c.backend.name: list(c.fit.missing) for c in judged if c.fit.missing}
        found["ok"] = bool(found["backends"])
    return found


def _own(dialect: Dialect, route: Route, message: Message) -> Sequence[Offence]:
    try:
        dialect.read_request(message, route)
    except Problem as problem:
        return problem.offences or (Offence("", None, problem.detail, problem.fix, problem.code),)
    return ()


def _renamed(dialect: Dialect, message: Message, advice: Sequence[Any]) -> list[Any]:
    names = dialect.names_in(message)
    return [replace(a, field=names.get(a.field, a.field)) for a in advice]


def _routes() -> list[Route]:
    """The providers' routes, each of which has rules of its own."""
    return [r for r in catalogue().routes.values() if r.origin and r.public and r.dialect in NAMES]


def _elsewhere(
    dialect: Dialect, route: Route, message: Message, draft: Message, there: Route
) -> dict[str, Any]:
    """What another route would say to the same wish."""
    said = {**route.defaults, **{k: v for k, v in draft.items() if v is not None}}
    model = route.models.get(str(said.get("model")))
    name = there.model_name(model) if model is not None else None
    if model is not None and name is None:
        offence = Offence(
            "model", said.get("model"), f"{there.name} does not offer {model}", "", "model_not_found"
        )
        return {"ok": False, "offences": [asdict(offence)]}
    try:
        request = rules.resolve({**said, "model": name or said.get("model")}, there)
    except Problem as problem:
        return {
            "ok": False,
            "offences": [asdict(o) for o in problem.renamed(dialect.names_in(message)).offences],
        }
    names = dialect.names_in(message)
    missing = [
        Offence(
            names.get(part, part), None, f"{there.name} cannot say it", "Leave it out there", "inexpressible"
        )
        for part in DIALECTS[there.dialect].inexpressible(request)
    ]
    return {"ok": not missing, "offences": [asdict(o) for o in missing]}


def _corrected(dialect: Dialect, route: Route, draft: Message) -> list[dict[str, Any]]:
    """The two requests that a mix of frames and references may have meant."""
    media: tuple[Media, ...] = tuple(draft.get("media") or ())
    frames = tuple(m for m in media if m.role in ("first_frame", "last_frame"))
    every = tuple(replace(m, role="reference") for m in media)
    choices = (("the frames alone", frames), ("everything as a reference", every))
    return [
        {"about": about, "body": dialect.write_request({**draft, "media": files}, route, dialect.name)}
        for about, files in choices
    ]
