"""Projects: what keys, tasks and files belong to, and what nobody outside may see."""

import re
from collections.abc import Mapping
from typing import Any

from onetake.core.ids import Entropy, new_core
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.services import audit
from onetake.services.accounts import DEFAULT_PROJECT

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}")
"""What a project may be called. No name looks like an id, which is 26 of a-z and 2-7 (core.ids)."""

Row = Mapping[str, Any]


def create(sql: Sql, entropy: Entropy, now: float, name: str, actor: str = audit.CLI) -> str:
    """A new project; its id. Raises Problem(invalid_parameter) for a name that is taken or malformed."""
    _check_name(sql, name)
    project = new_core(entropy)
    sql.run("project.insert", id=project, name=name, created_at=now)
    audit.record(sql, now, actor, "project.create", project, project, name=name)
    return project


def find(sql: Sql, name: str) -> Row:
    """A project by its id or its name. Raises Problem(not_found)."""
    if name == DEFAULT_PROJECT:
        return sql.one("project.get", id=name) or _DEFAULT
    row = sql.one("project.named", name=name)
    if row is None:
        raise Problem("not_found", f"there is no project {name[:64]!r}")
    return row


def every(sql: Sql) -> list[Row]:
    """All of them, oldest first, with the number of their live keys."""
    return list(sql.all("project.all"))


def rename(sql: Sql, now: float, name: str, new: str, actor: str = audit.CLI) -> str:
    """Call a project otherwise; its id, by which everything refers to it, stays.

    Raises Problem: not_found, and invalid_parameter for the default one and for a name that cannot be had.
    """
    row = _own(sql, name, "renamed")
    if new != row["name"]:
        _check_name(sql, new)
        sql.run("project.rename", id=row["id"], name=new)
        audit.record(sql, now, actor, "project.rename", row["id"], row["id"], was=row["name"], name=new)
    return row["id"]


def archive(sql: Sql, now: float, name: str, actor: str = audit.CLI) -> int:
    """End a project: it gets no more keys, and those that it has open nothing from now on; how many.

    Its tasks run to their end and its files live out their time. A second call changes nothing.
    Raises Problem: not_found, and invalid_parameter for the default one.
    """
    row = _own(sql, name, "archived")
    if not sql.run("project.archive", id=row["id"], now=now):
        return 0
    count = 0
    for key in sql.all("key.all", project=row["id"]):
        count += sql.run("key.end", id=key["id"], now=now)
    audit.record(sql, now, actor, "project.archive", row["id"], row["id"], name=row["name"], keys=count)
    return count


_DEFAULT: Row = {"id": DEFAULT_PROJECT, "name": DEFAULT_PROJECT, "created_at": 0.0, "archived_at": None}
"""Before its first key it has no row."""


def _own(sql: Sql, name: str, done: str) -> Row:
    row = find(sql, name)
    if row["id"] == DEFAULT_PROJECT:
        limit = f"the project {DEFAULT_PROJECT} cannot be {done}"
        raise Problem.of([Offence("project", name, limit, "Name another")])
    return row


def _check_name(sql: Sql, name: str) -> None:
    limit, fix = "1 to 63 letters, digits, spaces and . _ -, a letter or digit first", "Choose another name"
    if not NAME.fullmatch(name) or _looks_like_id(name):
        raise Problem.of([Offence("name", name[:64], limit, fix)])
    if sql.one("project.named", name=name) is not None or name == DEFAULT_PROJECT:
        raise Problem.of([Offence("name", name, "a name that no project has", fix)])


def _looks_like_id(name: str) -> bool:
    return len(name) == 26 and name.isalnum() and name == name.lower()
