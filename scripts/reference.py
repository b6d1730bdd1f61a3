"""Write the pages of docs/reference that are drawn from code (`make docs`); tests/docs compares the two."""

import json
from collections.abc import Callable, Iterator, Mapping
from inspect import cleandoc
from pathlib import Path

import click

from onetake.apps.cli import exits
from onetake.apps.cli.program import program
from onetake.apps.setting_rows import SETTINGS
from onetake.core import lifecycle
from onetake.core.catalogue import catalogue
from onetake.core.chaos import Profile, profiles
from onetake.core.problem import Problem, kinds
from onetake.core.scenarios import Scenario, scenarios
from onetake.dialects import DIALECTS

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTE = "<!-- written by scripts/reference.py (make docs); change the code and not this page -->\n"


def lifecycle_page() -> str:
    """Phases, what a customer sees of them, and the diagram of core.lifecycle."""
    rows = "".join(
        f"| `{phase}` | {status} | {', '.join(f'`{event}`' for event in lifecycle.TABLE[phase]) or '—'} |\n"
        for phase, status in lifecycle.STATUS_OF.items()
    )
    return (
        "# The life of a task\n\n"
        "The row of a task is the state machine: every change is a compare-and-set on (phase, attempt), in\n"
        "the same transaction as the money and the outbox. The table is `src/onetake/core/lifecycle.py`.\n\n"
        f"| phase | status shown | events that it allows |\n|---|---|---|\n{rows}\n"
        f"```mermaid\n{lifecycle.diagram()}```\n"
    )


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command under `command` with its whole name, in the order of the help."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if (inner := command.get_command(context, name)) is not None and not inner.hidden:
                yield from commands(inner, f"{path} {name}")


def command_section(path: str, command: click.Command) -> str:
    """Heading, help, usage and options of one command, as its own --help says them."""
    context = click.Context(command, info_name=path)
    pieces = " ".join(command.collect_usage_pieces(context))
    lines = [f"## {path}", "", cleandoc(command.help or ""), "", "```", f"{path} {pieces}".strip(), "```", ""]
    records = [p.get_help_record(context) for p in command.get_params(context) if isinstance(p, click.Option)]
    rows = [(names, text) for names, text in filter(None, records) if names != "--help"]
    if rows:
        lines += ["| option | |", "|---|---|"]
        lines += [f"| `{escaped(names)}` | {escaped(text)} |" for names, text in rows] + [""]
    return "\n".join(lines)


def escaped(cell: str) -> str:
    """A cell of a table: only the bar has to be told apart."""
    return cell.replace("|", "\\|")


def commands_page() -> str:
    """Every command of the `onetake` program."""
    sections = "\n".join(command_section(path, command) for path, command in commands(program, "onetake"))
    return f"# Commands\n\n{sections}\n{exit_codes()}"


MEANINGS = {
    exits.OK: "done",
    exits.OTHER: "another failure",
    exits.USAGE: "the command line itself is wrong",
    exits.VALIDATION: "the request is wrong",
    exits.AUTH: "no key, or one that may not",
    exits.CREDIT: "not enough credit",
    exits.MODERATION: "refused for its content",
    exits.TIMEOUT: "the time is up; the task goes on",
    exits.PARTIAL: "some of a batch failed",
    exits.SUPPLANTED: "another process has taken the data directory of this server",
    exits.INTERRUPTED: "interrupted; the task goes on",
}


def exit_codes() -> str:
    """What each exit code says, and the canonical codes behind it."""
    named: dict[int, list[str]] = {}
    for code in kinds():
        named.setdefault(exits.code_of(Problem(code)), []).append(f"`{code}`")
    named.pop(exits.OTHER)
    rows = [
        f"| {number} | {text} | {', '.join(named.get(number, []))} |" for number, text in MEANINGS.items()
    ]
    return "\n".join(["## Exit codes\n", "| | | codes |", "|---|---|---|", *rows, ""])


def settings_page() -> str:
    """Every setting of the file with its variable, default and sentence, by section."""
    parts = [SETTINGS_INTRO]
    section = ""
    for setting in SETTINGS:
        if (found := setting.name.partition(".")[0]) != section:
            section = found
            parts.append(f"## [{section}]\n")
        kind, default = KINDS[setting.kind], json.dumps(setting.default)
        parts.append(f"### {setting.name}\n\n{setting.about}\n")
        parts.append(f"{kind}, default `{default}`, variable `{setting.variable}`\n")
    return "\n".join([*parts, UPSTREAM])


KINDS = {bool: "true or false", str: "text", int: "whole number", float: "number", list: "list of text"}

SETTINGS_INTRO = """# Settings

A flag of the command line wins over the variable, the variable over `DATA_DIR/onetake.toml`, the file
over the default. A variable with `_FILE` at its end names a file that holds the value. A list in a
variable is separated by commas. An unknown name in the file is an error that names the nearest one;
`onetake config show --origin` tells where each value came from. `ONETAKE_DATA_DIR` is the data directory
itself; without it, the platform's directory for user data is used.
"""

UPSTREAM = """## [[upstream]]

One for each provider account. `name` is yours, `route` is a route of the catalogue, `credential_file`
holds the key (relative to the data directory). `origin` (`scheme://host:port`) replaces the route's own;
the key is sent there and nowhere else. Name the upstream in `policy.order`, before `animatic`, to use it
without being asked.

Instead of `credential_file`, `credential` may name one that is kept sealed in the database
(`onetake credentials add`). `most_open` is how many tasks it may have under way; the others wait in line
([how to limit](../how-to/limits.md)).

`submits_per_minute` and `looks_per_second` replace the pace that the catalogue gives for the route.
`most_per_task` (a decimal in quotes, in the route's currency) keeps dearer tasks away from it. What the
provider's documents leave open is off; `onetake doctor --route NAME` asks, and says what could be turned on.

```toml
[[upstream]]
name = "ark"
route = "volcengine"
credential_file = "ark.key"

[policy]
order = ["ark", "animatic"]
```
"""


def errors_page() -> str:
    """Every canonical code: what it means, who is to blame, what it costs, how each contract says it."""
    parts = [ERRORS_INTRO]
    for code, kind in kinds().items():
        http = kind.http or "carried by a task"
        english = sentences(kind.title, kind.fix, ".", " ")
        chinese = sentences(kind.title_zh, kind.fix_zh, "。", "")
        parts.append(f"## {code}\n\n{english}\n\n{chinese}\n\n{ERRORS_HEAD}")
        ark = " | ".join(said_in_ark(code, route) for route in ("volcengine", "apiyi"))
        parts.append(f"| {http} | {kind.blame} | {kind.retry} | {kind.money} | {ark} |\n")
    return "\n".join(parts)


ERRORS_HEAD = """| HTTP | blame | may succeed later | money | Ark | Ark, apiyi profile |
|---|---|---|---|---|---|"""


def sentences(title: str, fix: str, stop: str, gap: str) -> str:
    return gap.join(text.rstrip(stop) + stop for text in (title, fix) if text)


ERRORS_INTRO = """# Error codes

Every failure has one of these codes, whatever contract tells it: natively as `code` of an
`application/problem+json`, over Ark as the word in the last columns. *Blame* is who can change it. *Money*
is what happens to the hold: nothing is ever charged for a failure. `onetake explain CODE` says the same.
"""


def said_in_ark(code: str, route: str) -> str:
    """HTTP status and wire code of a canonical code on one profile."""
    status, _, body = DIALECTS["ark"].write_error(Problem(code), catalogue().routes[route], "")
    return f"{status} `{body['error']['code']}`"


def contracts_page() -> str:
    """Every contract that is spoken: its routes and paths, its request fields as the core names them."""
    parts = [
        "# Contracts\n\nEach is one table, read in both directions. The whole of it, with every schema: "
    ]
    parts[0] += "`GET /openapi.json`.\n"
    for name, dialect in DIALECTS.items():
        parts.append(f"## {name}\n")
        for route in catalogue().routes.values():
            if route.dialect == name:
                parts.append(f"### {name}: {route.name}\n\n| | path |\n|---|---|")
                parts += [f"| {e.op} | `{e.method} {route.prefix}{e.path}` |" for e in dialect.offered(route)]
                parts.append(f"\nModels: {', '.join(f'`{model}`' for model in route.models)}.\n")
        parts.append(f"Request of {name}:\n\n| field | here |\n|---|---|")
        places = sorted(dialect.request.names.items(), key=lambda pair: (pair[1], pair[0]))
        parts += [f"| `{wire}` | `{ours}` |" for ours, wire in places] + [""]
    return "\n".join(parts)


SCENARIOS_INTRO = """# Scenarios

What the sandbox plays on demand; [how to choose one](../how-to/sandbox.md). One for every error of the five
provider documents (S0 Segmind, S1 EvoLink, S2 BytePlus ModelArk, S3 seedance2.movie, S4 APIYI; the number is
its place in that document), and a few faults that no document names (F). *Client* is what a careful client
does about it, *ends* how its task then ends; *money* is the hold meanwhile. `onetake sandbox show NAME` tells
more, with a command that plays it. Besides these, the name of every [error code](errors.md) is a scenario
that produces it.
"""

PLACES = {
    "connect": "the handshake",
    "create": "the create",
    "look": "looks at the task",
    "list": "the list",
    "cancel": "a wish to cancel",
    "content": "the file",
    "callback": "the callback",
    "upload": "an upload",
    "put": "the put of a file",
    "task": "the task itself",
}


def scenarios_page() -> str:
    """Every scenario by its document, and the chaos profiles with their shares."""
    rows: dict[str, list[str]] = {}
    for scenario in scenarios().values():
        if scenario.row:
            document = scenario.row.partition("-")[0] if "-" in scenario.row else "F"
            rows.setdefault(document, []).append(scenario_row(scenario))
    head = "| row | scenario | strikes | code | client | ends | money |\n|---|---|---|---|---|---|---|"
    tables = ["\n".join((f"## {document}\n", head, *found, "")) for document, found in rows.items()]
    return "\n".join([SCENARIOS_INTRO, *tables, *map(chaos_section, profiles().values())])


def scenario_row(s: Scenario) -> str:
    """One scenario as a row of its table."""
    struck = "; ".join(dict.fromkeys(PLACES[act.at] for act in s.acts)) or (
        "the request" if s.request else "—"
    )
    told = f" {s.nothing} Shown by `{s.test}`." if s.nothing else ""
    code = f"`{s.code}`" if s.code else ""
    cells = (s.row, f"`{s.name}`: {s.title}.{told}", struck, code, s.reaction, s.ends, s.charge)
    return f"| {' | '.join(cells)} |"


def chaos_section(profile: Profile) -> str:
    """One profile: whose figures, what is assumed, how often each scenario is drawn."""
    share = f"{100 * profile.failures / profile.calls:.2f} %"
    lines = [f"## Chaos: {profile.name}\n\n{profile.title}. {share} of all creates.\n"]
    for label in ("source", "assumption"):
        if text := getattr(profile, label):
            lines.append(f"{label.capitalize()}: {text}\n")
    if profile.draw:
        lines.append("| scenario | told as | share |\n|---|---|---|")
        lines += [
            f"| `{n}` | {profile.draw[n]} | {float(100 * s):.2f} % |" for n, s in profile.shares.items()
        ]
        lines.append("")
    return "\n".join(lines)


PAGES: Mapping[str, Callable[[], str]] = {
    "lifecycle.md": lifecycle_page,
    "cli.md": commands_page,
    "settings.md": settings_page,
    "errors.md": errors_page,
    "contracts.md": contracts_page,
    "scenarios.md": scenarios_page,
}


def main() -> None:
    for name, draw in PAGES.items():
        (FOLDER / name).write_text(NOTE + "\n" + draw(), "utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
