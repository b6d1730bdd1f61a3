"""Writes docs/errors: a page for each canonical code, from the catalogue and the dialects' own tables."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from onetake.core.catalogue import catalogue
from onetake.core.guide import guide
from onetake.core.problem import Kind, Problem, kinds
from onetake.dialects import DIALECTS

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "errors"
NOTE = "<!-- Written by `make docs` from src/onetake/catalogue/guide.toml. -->\n"
BLAME = {
    "caller": "the request",
    "content": "the content, as the provider's moderation sees it",
    "upstream": "the provider",
    "operator": "the operator of this server",
    "ours": "this server",
}
MONEY = {
    "none": "Nothing was held, nothing is charged.",
    "hold": "What was held stays held while the task waits; it is given back if the task fails.",
    "release": "What was held is given back; nothing is charged.",
}
PROFILES = {"ark": ("volcengine", "apiyi")}
"""Profiles of one dialect that tell errors differently."""


def page(code: str) -> str:
    """One code's page."""
    kind, entry = kinds()[code], guide()[code]
    parts = [
        f"{NOTE}# {code}\n\n**{kind.title}.** {kind.fix}.\n\n{kind.title_zh}。{kind.fix_zh}。\n",
        f"## What it means\n\n{entry.about}\n",
        f"## What it costs\n\n{MONEY[kind.money]}\n",
        f"## Whether to try again\n\n{entry.again}\n\nIt is up to {BLAME[kind.blame]}.\n",
        "## How each contract says it\n",
        *_looks(kind),
        f"## See it happen\n\n```sh\n{entry.reproduce.strip()}\n```\n",
        "`$ONETAKE` is the server's URL, `$KEY` a key of yours. The same in a terminal: "
        f"`onetake explain {code}`.\n",
    ]
    if entry.played:
        names = ", ".join(f"`{name}`" for name in entry.played)
        parts.append(f"As providers do it, in the sandbox (`X-Onetake-Scenario`): {names}.\n")
    return "\n".join(parts)


def _looks(kind: Kind) -> Iterator[str]:
    for name, dialect in DIALECTS.items():
        first = next(r.name for r in catalogue().routes.values() if r.dialect == name)
        for profile in PROFILES.get(name, (first,)):
            route = catalogue().routes[profile]
            title = name if name not in PROFILES else f"{name} ({profile})"
            if kind.http:
                status, _, body = dialect.write_error(Problem(kind.code), route, "req-1")
                yield f"{title}: HTTP {status}\n\n```json\n{_json(body)}\n```\n"
            elif profile == PROFILES.get(name, (profile,))[0]:
                yield f"{title}: in the task\n\n```json\n{_json(_failed(dialect, kind.code))}\n```\n"


def _failed(dialect: Any, code: str) -> Mapping[str, Any]:
    """The answer that tells of a task which ended so."""
    status = {"cancelled": "cancelled", "provider_task_expired": "expired"}.get(code, "failed")
    view = {
        "id": "a" * 26, "status": status, "phase": status, "model": "seedance-2.0", "price": 0, "hold": 0,
        "created_at": 1772200000.0, "updated_at": 1772200090.0, "problem": Problem(code).as_dict(),
    }  # fmt: skip
    return dialect.write_task(view)


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def index() -> str:
    """The list of all codes."""
    lines = [
        f"{NOTE}# Errors\n",
        "Every failure has one of these codes, whatever contract tells it. Each page says what it means,",
        "whether it costs anything, whether to try again, how it looks in each contract, and how to see it",
        "happen. Every answer that tells of a failure names its code in the header `X-Onetake-Error`.\n",
        "| code | what | up to | trying again |\n|---|---|---|---|",
    ]
    for code, kind in kinds().items():
        again = "may succeed" if kind.retry != "no" else "will not succeed as it is"
        lines.append(f"| [{code}]({code}.md) | {kind.title} | {BLAME[kind.blame]} | {again} |")
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """File names and what belongs into them."""
    return {"README.md": index(), **{f"{code}.md": page(code) for code in kinds()}}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    drawn = pages()
    for name, text in drawn.items():
        (FOLDER / name).write_text(text, "utf-8")
    for stray in {f.name for f in FOLDER.glob("*.md")} - set(drawn):
        (FOLDER / stray).unlink()
    print(f"docs/errors: {len(drawn)} pages")


if __name__ == "__main__":
    main()
