"""What goes wrong, in one or a few lines on standard error, and as an exit code."""

import click

from onetake.apps.cli import table
from onetake.core.problem import Offence, Problem

OK, OTHER, USAGE, VALIDATION, AUTH, CREDIT, MODERATION, TIMEOUT, PARTIAL, SUPPLANTED, INTERRUPTED = (
    *range(10),
    130,
)

_BY_CODE = {
    "unauthenticated": AUTH,
    "forbidden": AUTH,
    "insufficient_credit": CREDIT,
    "deadline_exceeded": TIMEOUT,
}
_NO_FAULT_OF_THE_REQUEST = frozenset(
    {
        "not_found",
        "task_expired_record",
        "not_cancellable",
        "cancelled",
        "rate_limited",
        "concurrency_limited",
        "idempotency_in_progress",
    }
)


def code_of(problem: Problem) -> int:
    """The exit code of a problem (docs/reference/cli.md)."""
    if problem.code in _BY_CODE:
        return _BY_CODE[problem.code]
    if problem.blame == "content":
        return MODERATION
    if problem.blame == "caller" and problem.code not in _NO_FAULT_OF_THE_REQUEST:
        return VALIDATION
    return OTHER


def told(error: BaseException) -> int:
    """Say what happened; the exit code. Raises what is no failure we know: a bug keeps its traceback."""
    if isinstance(error, Problem):
        for line in lines(error):
            click.echo(line, err=True)
        return code_of(error)
    if isinstance(error, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    if type(error).__name__ == "Supplanted":
        click.echo(f"Error: {error}", err=True)
        return SUPPLANTED
    if isinstance(error, OSError) or type(error).__name__ in (
        "SettingsError",
        "AlreadyOwned",
        "SchemaTooNew",
    ):
        click.echo(f"Error: {error}", err=True)
        return OTHER
    raise error


def lines(problem: Problem) -> list[str]:
    """A problem for people: what, where, and what to do."""
    text = [f"Error: {problem.detail} ({problem.code})"]
    if problem.offences:
        text = [f"Error: {problem.title} ({problem.code})"]
        text += [f"  {_place(o)}: {o.limit}. {o.fix}".rstrip(". ") + "." for o in problem.offences]
    elif problem.fix:
        text.append(f"  {problem.fix}.")
    about = [f"{name} {problem.facts[name]}" for name in ("task", "request_id") if problem.facts.get(name)]
    if about:
        text.append(f"  ({', '.join(about)})")
    return text


def _place(offence: Offence) -> str:
    value = "" if offence.value in (None, "") else f" {table.plain(str(offence.value))!r}"
    return f"{offence.field or 'request'}{value}"
