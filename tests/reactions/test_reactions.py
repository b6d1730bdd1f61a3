"""For every scenario: the engine does what the error tables say (errors-and-faults §7.3).

The provider is the sandbox of a second Onetake behind real sockets. What is counted are creates that reached
it and tasks that it made; what is read are both ledgers.
"""

import asyncio
import base64
import io
import os
import ssl
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from onetake.core.acts import CREATE, TASK, Fail
from onetake.core.catalogue import Route, catalogue
from onetake.core.problem import Problem
from onetake.core.request import Media
from onetake.core.scenarios import Scenario, scenarios
from onetake.core.task import Task
from onetake.dialects._errors import as_upstream
from onetake.services import tasks
from onetake.services.retrying import PASSING

from .stage import CREATES, CREDIT, Stage, available

pytestmark = pytest.mark.slow

ARK = "volcengine"
ONLY_THERE = {
    "f12-rate-limit-until": "the header is Segmind's",
    "s0-18-missing-module": "the text is Segmind's",
    "s3-09-concurrency-limit": "the code is movie's",
    "s3-09-concurrency-limit-named": "the code is movie's",
    "s3-18-error-in-a-200": "the envelope is movie's",
}
"""Scenarios that mean something else in another contract."""
APART = {"s0-11-tls-alert", "s0-20-max-retries", "ok"}
"""Those that have a test of their own below."""
KNOWN_OUTCOMES = {"s0-03-empty-200", "s0-10-internal-error", "f14-answer-is-no-json"}
"""Answers that under a held create tell what became of it."""
ROUTES = ("volcengine", "byteplus", "apiyi", "evolink", "movie", "segmind", "segmind-v1", "openai")
EVERY_ROUTE = os.environ.get("ONETAKE_EVERY_ROUTE") == "1"
"""Play every scenario on every route, not only on those whose document tells of it and on Ark's own."""


@dataclass
class Ended:
    """What came of one task of the engine."""

    task: Task
    kinds: list[str]
    submits: int
    accepted: list[Task]
    spent: int
    held: int
    cost: int
    started: float
    sent: list[float]


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as running:
        yield running


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, runner: asyncio.Runner) -> Iterator[Stage]:
    root = tmp_path_factory.mktemp("stage")
    made = runner.run(Stage(root, root / "clips").open())
    yield made
    runner.run(made.close())


def cases() -> Iterator[Any]:
    for scenario in scenarios().values():
        places = {act.at for act in scenario.acts}
        if not scenario.row or not places or scenario.name in APART or places == {"list"}:
            continue  # nothing asks for a list unless a create was lost
        elsewhere = ROUTES if EVERY_ROUTE else (ARK,)
        if scenario.name in ONLY_THERE or places & {"upload", "put"}:
            elsewhere = ()
        for route in available(tuple(dict.fromkeys((*scenario.routes, *elsewhere)))):
            if route.name != "segmind-v1" or scenario.name not in KNOWN_OUTCOMES:
                yield pytest.param(scenario, route, id=f"{scenario.name}-{route.name}")


async def play(
    stage: Stage, scenario: Scenario, route: Route, *, called: bool = False, **draft: Any
) -> Ended:
    """One task of the engine at a provider that plays the scenario for its key. called: the provider may call
    back, as it also may where the scenario is about callbacks."""
    project = f"p{os.urandom(4).hex()}"  # an account of its own there: its list shows nobody else's tasks
    theirs, credential = await stage.provider.key(scenario=scenario.name, credits=CREDIT, project=project)
    ours, _ = await stage.engine.key(credits=CREDIT)
    called = called or bool(scenario.at("callback"))
    backend = stage.upstream(route, credential, called=called)
    before, started = stage.provider.count(*CREATES), stage.now
    task = await stage.submit(ours, backend, route, **draft)
    if scenario.at("cancel"):
        await cancelled(stage, task)
    task = await stage.until_ended(task)
    if called:
        await stage.settle()
    accepted = await stage.provider.tasks_of(theirs)
    spent, held = await stage.engine.money(ours)
    return Ended(
        task=await stage.engine.task(task.id),
        kinds=await stage.engine.kinds(task),
        submits=stage.provider.count(*CREATES) - before,
        accepted=accepted,
        spent=spent,
        held=held,
        cost=(await stage.provider.money(theirs))[0],
        started=started,
        sent=[t.created_at for t in accepted],
    )


async def cancelled(stage: Stage, task: Task) -> None:
    """The customer wants it to stop as soon as the provider has it."""
    for _ in range(50):
        await stage.step()
        if (await stage.engine.task(task.id)).phase == "submitted":
            await tasks.cancel(stage.engine.p, task.project, task.id)
            return
    raise AssertionError("the provider never took it")


@pytest.mark.parametrize(("scenario", "route"), list(cases()))
def test_the_reaction_is_the_tables(
    stage: Stage, runner: asyncio.Runner, scenario: Scenario, route: Route
) -> None:
    draft: dict[str, Any] = {"generate_audio": any(isinstance(a, Fail) and a.heard for a in scenario.acts)}
    if any(act.at in ("upload", "put") for act in scenario.acts):
        draft["media"] = (Media("image", "first_frame", picture()),)
    ended = runner.run(play(stage, scenario, route, **draft))
    check_money(ended)
    check_submits(ended, scenario, route)
    check_end(ended, scenario, route)


def picture() -> str:
    """A PNG as a data URL."""
    made = io.BytesIO()
    Image.new("RGB", (400, 400)).save(made, "PNG")
    return f"data:image/png;base64,{base64.b64encode(made.getvalue()).decode()}"


def check_money(ended: Ended) -> None:
    """Nothing is held any more; paid is what was delivered, once."""
    assert ended.held == 0
    assert ended.spent == (ended.task.price or 0)
    assert bool(ended.spent) == (ended.task.status == "succeeded")


def unlisted(scenario: Scenario, route: Route) -> bool:
    """Whether nothing will ever tell what came of a lost create: there is no list, or one that tells nothing
    by which a task could be known again."""
    if route.name == "openai":
        accepted = all(getattr(act, "accepted", True) for act in scenario.at(CREATE))
        return scenario.reaction == "reconcile" and accepted
    return scenario.reaction == "reconcile" and "list" not in route.capabilities


def made_again(scenario: Scenario, route: Route) -> bool:
    """Whether a failed task is made once more (errors-and-faults §3.2, retry budget)."""
    return route.failed_free and any(isinstance(a, Fail) and a.code in PASSING for a in scenario.at(TASK))


def check_submits(ended: Ended, scenario: Scenario, route: Route) -> None:
    """As many creates as the table allows, and one task unless the first is known to have come to nothing."""
    refused = [act for act in scenario.at(CREATE) if not getattr(act, "accepted", True)]
    resent = sum(act.times for act in refused)
    if unlisted(scenario, route):
        resent = 0
    again = made_again(scenario, route)
    if scenario.reaction == "release" and scenario.at("put"):
        assert ended.submits == 0, "nothing was asked of the provider while its inputs are not there"
        return
    assert ended.submits == 1 + resent + again, ended.kinds
    made = 0 if any(not act.times for act in refused) or (unlisted(scenario, route) and refused) else 1
    assert len(ended.accepted) == made + again
    assert ("ambiguous" in ended.kinds) == (scenario.reaction == "reconcile")
    if scenario.reaction == "reconcile" and not unlisted(scenario, route):
        assert ("absent" in ended.kinds) == bool(resent), "sent again only once it is known to be absent"
    for act in scenario.at(CREATE):
        if wait := getattr(act, "wait", 0):
            assert ended.sent[0] - ended.started >= wait, "the wait that was asked for"


def check_end(ended: Ended, scenario: Scenario, route: Route) -> None:
    """The end that the scenario names; what cannot be found out is an honest failure."""
    status, code = ended.task.status, ended.task.problem.code if ended.task.problem else ""
    if unlisted(scenario, route):
        assert (status, code) == ("failed", "submit_outcome_unknown")
        return
    passes = [a for a in scenario.at(TASK) if isinstance(a, Fail) and a.times]
    if passes and not route.failed_free:
        assert (status, code) == ("failed", passes[0].code)
        return
    if ENDS_AS.get(route.name, {}).get(scenario.ends, scenario.ends) != status:
        raise AssertionError(f"{status} {code}, not {scenario.ends}: {ended.kinds}")
    if status == "succeeded":
        assert ended.task.output is not None
        assert code == ""
    elif scenario.reaction == "absorb":
        assert ended.cost > 0, "the provider was paid"
    if status == "failed":
        assert code == told(scenario), ended.task.problem


ENDS_AS = {
    "evolink": {"expired": "failed"},
    "openai": {"cancelled": "failed", "expired": "failed"},
    "segmind": {"cancelled": "failed", "expired": "failed"},
    "segmind-v1": {"cancelled": "failed", "expired": "failed"},
}
"""Routes that have no word for an end."""


def told(scenario: Scenario) -> str:
    """The code that the customer reads: our own account's troubles are no affair of theirs, and a file that
    the provider does not take is a fault of the file."""
    return "media_invalid" if scenario.at("put") else as_upstream(Problem(scenario.code)).code


@pytest.mark.parametrize("route", available(ROUTES), ids=lambda route: route.name)
def test_a_perfect_provider(stage: Stage, runner: asyncio.Runner, route: Route) -> None:
    ended = runner.run(play(stage, scenarios()["ok"], route))
    check_money(ended)
    assert (ended.task.status, ended.submits, len(ended.accepted)) == ("succeeded", 1, 1)


@pytest.mark.parametrize("name", ["s0-03-empty-200", "f14-answer-is-no-json"])
def test_a_held_create_that_ends_in_silence(stage: Stage, runner: asyncio.Runner, name: str) -> None:
    """S0-3, held: no video will come of it and nothing can be asked; the provider keeps what it took."""
    (route,) = available(("segmind-v1",))
    ended = runner.run(play(stage, scenarios()[name], route))
    check_money(ended)
    assert ended.task.status == "failed"
    assert ended.task.problem is not None
    assert ended.task.problem.code == "provider_result_missing"
    assert 1 <= ended.submits <= 2
    assert ended.cost > 0


def test_a_held_create_that_ends_in_an_internal_error(stage: Stage, runner: asyncio.Runner) -> None:
    """S0-10, held: it is told after the work, and costs nothing, so that one more attempt may be made."""
    (route,) = available(("segmind-v1",))
    ended = runner.run(play(stage, scenarios()["s0-10-internal-error"], route))
    check_money(ended)
    assert (ended.task.status, ended.submits, len(ended.accepted)) == ("succeeded", 2, 1)
    assert "ambiguous" not in ended.kinds


def test_a_create_that_fails_every_time_ends_and_costs_nothing(stage: Stage, runner: asyncio.Runner) -> None:
    """Not at once and not for ever: it ends with the customer's own time (`Max retries exceeded`, S0-20)."""
    scenario, route = scenarios()["s0-20-max-retries"], catalogue().routes[ARK]
    ended = runner.run(play(stage, scenario, route, expires_after=3600))
    check_money(ended)
    assert ended.task.status in ("failed", "expired")
    assert ended.accepted == []
    assert 1 < ended.submits < 30
    assert ended.kinds.count("absent") >= ended.submits - 1, (
        "each one only after the last is known to be absent"
    )


def test_a_handshake_that_fails_has_sent_nothing(tmp_path: Path, runner: asyncio.Runner) -> None:
    """S0-11: tried again at once, as often as it takes, and one create arrives."""

    async def story() -> Ended:
        stage = await Stage(tmp_path, tmp_path / "clips").open()
        try:
            stage.provider.site.house.sandbox.gate.arm(scenarios()["s0-11-tls-alert"].at("connect"))
            return await play(stage, scenarios()["ok"], catalogue().routes[ARK])
        finally:
            await stage.close()

    ended = runner.run(story())
    check_money(ended)
    assert ended.task.status == "succeeded"
    assert (ended.submits, len(ended.accepted)) == (1, 1)
    assert ended.kinds.count("not_sent") == 2
    assert "ambiguous" not in ended.kinds


CALLS = {
    "ok": (200, 1),
    "s1-26-callback-lost": (200, 0),
    "s1-28-empty-callback": (400, 4),
    "s2-08-callback-late-and-twice": (200, 2),
}
"""What the engine answers to callbacks, and how many come at least: one for each status, and a refused one
three times more, as Ark documents. A late one is sent for the last status alone, and twice."""


@pytest.mark.parametrize("name", CALLS)
def test_callbacks_come_as_the_scenario_says(stage: Stage, runner: asyncio.Runner, name: str) -> None:
    status, times = CALLS[name]
    before = answers(stage)
    route = "evolink" if name == "s1-28-empty-callback" else ARK  # whose contract alone has a 400 for it
    ended = runner.run(play(stage, scenarios()[name], catalogue().routes[route], called=True))
    check_money(ended)
    assert (ended.task.status, ended.submits) == ("succeeded", 1)
    came = answers(stage) - before
    assert set(came) <= {status}
    assert came[status] == times or (came[status] > times and name in ("ok", "s1-28-empty-callback"))


def answers(stage: Stage) -> Counter[int]:
    """The engine's answers to callbacks."""
    counted: Counter[int] = Counter()
    for (_, op, status), count in stage.engine.site.house.tally.requests.items():
        if op == "callback":
            counted[status] += count
    return counted


def test_a_callback_finds_a_lost_create_where_no_list_does(stage: Stage, runner: asyncio.Runner) -> None:
    """F16: the id that it names is looked at, and adopted."""
    route = catalogue().routes["evolink"]
    assert "list" not in route.capabilities
    for name in ("s2-06-create-lost", "s1-14-bad-gateway", "s1-23-request-timeout"):
        ended = runner.run(play(stage, scenarios()[name], route, called=True))
        check_money(ended)
        assert (ended.task.status, ended.submits, len(ended.accepted)) == ("succeeded", 1, 1), name
        assert "ambiguous" in ended.kinds


EXAMPLES = [s for s in scenarios().values() if s.request is not None]


@pytest.mark.parametrize("scenario", EXAMPLES, ids=lambda s: s.name)
def test_what_is_wrong_with_a_request_is_found_before_anything_is_sent(
    stage: Stage, runner: asyncio.Runner, scenario: Scenario
) -> None:
    if not available(scenario.routes):
        pytest.skip("its contract is not spoken yet")
    status, code, left = runner.run(asked(stage, scenario))
    assert 400 <= status < 500
    assert code == scenario.code
    assert left == (0, 0)


async def asked(stage: Stage, scenario: Scenario) -> tuple[int, str, tuple[int, int]]:
    """Ask the engine: HTTP status, canonical code, and what is left behind (tasks, money held)."""
    import httpx2

    from onetake.core.wire import Reply
    from onetake.dialects import DIALECTS

    ours, credential = await stage.engine.key(credits=CREDIT)
    example = scenario.request
    assert example is not None
    async with httpx2.AsyncClient(
        base_url=stage.engine.origin, verify=trusting(stage), trust_env=False
    ) as http:
        method = "POST" if example.post else "GET"
        headers = {"Authorization": f"Bearer {credential}"}
        reply = await http.request(
            method, example.post or example.get, json=dict(example.body) or None, headers=headers
        )
    route = available(scenario.routes)[-1]
    names = {name.lower(): value for name, value in reply.headers.items()}
    told = Reply(reply.status_code, names, reply.content)
    problem = DIALECTS[route.dialect].errors.read(told, reply.json(), route)
    left = len(await stage.engine.tasks_of(ours)), (await stage.engine.money(ours))[1]
    return reply.status_code, problem.code, left


def trusting(stage: Stage) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=stage.ca)
