"""What EvoLink's tutorial promises over time: reserved credits, refunds, links and records of 24 hours."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from onetake.core import rules
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.dialects import dialect
from onetake.services import removal, tasks
from onetake.services.views import view

ROUTE = catalogue().routes["evolink"]
EVO = dialect("evolink")
CREDIT = 1_000_000
DAY = 86_400.0


async def create(world: Any, key: Any = None, **said: Any) -> Any:
    message = {"model": "seedance-2.0", "prompt": "a fox", **said}
    request = EVO.read_request(message, ROUTE)
    return (await tasks.create(world.p, key or await world.key(), "evolink", ROUTE, request)).task


def told(world: Any, task: Any) -> dict[str, Any]:
    return EVO.write_task(view(world.p, task, "evolink"))


TABLE = {
    "480p": {4: 8, 5: 10, 10: 20, 15: 30},
    "720p": {4: 14, 5: 18, 10: 36, 15: 53},
    "1080p": {4: 22, 5: 28, 10: 55, 15: 83},
}
"""The tutorial's rough table of credits."""


@pytest.mark.parametrize("quality", TABLE)
def test_credits_are_reserved_by_the_second(world, go, quality: str) -> None:
    async def story():
        for seconds, about in TABLE[quality].items():
            made = told(world, await create(world, duration=seconds, quality=quality))
            assert abs(made["usage"]["credits_reserved"] - about) <= 0.56
            assert made["usage"]["billing_rule"] == "per_second"

    go(story())


def test_the_captured_reservation_to_the_digit(world, go) -> None:
    async def story():
        made = told(world, await create(world, duration=5, quality="720p"))
        assert made["usage"] == {
            "billing_rule": "per_second", "credits_reserved": 17.784, "user_group": "default",
        }  # fmt: skip

    go(story())


def test_what_is_charged_is_what_was_reserved(world, go) -> None:
    async def story():
        key = await world.key(credits=100 * CREDIT)
        made = await create(world, key)
        assert await world.balance(key) == (100 * CREDIT, made.hold)
        await world.run()
        ended = await world.task(made)
        assert (ended.status, ended.price) == ("succeeded", made.hold)
        assert await world.balance(key) == (100 * CREDIT - made.hold, 0)

    go(story())


@pytest.mark.parametrize("how", ["failed", "cancelled"])
def test_reserved_credits_come_back(world, go, how: str) -> None:
    async def story():
        key = await world.key(credits=100 * CREDIT)
        made = await create(world, key)
        if how == "cancelled":
            await tasks.cancel(world.p, made.project, made.id)
        else:
            world.provider.verdict = "failed"
            world.provider.problem = Problem("moderation_output_video")
        await world.run()
        assert (await world.task(made)).status == how
        assert await world.balance(key) == (100 * CREDIT, 0)
        assert await world.faults() == []

    go(story())


def test_too_few_credits_are_told_with_both_figures(world, go) -> None:
    async def story():
        key = await world.key(credits=2_100_000)
        with pytest.raises(Problem) as caught:
            await create(world, key)
        status, _, body = EVO.write_error(caught.value, ROUTE, "r")
        assert (status, body["error"]) == (402, {
            "message": "Insufficient credits. Required: 17.784, Available: 2.100",
            "type": "insufficient_quota_error",
        })  # fmt: skip

    go(story())


def test_the_link_and_the_record_live_for_a_day(world, go) -> None:
    async def story():
        made = await create(world)
        await world.run()
        ended = await world.task(made)
        (url,) = told(world, ended)["results"]
        expires = float(parse_qs(urlsplit(url).query)["expires"][0])
        assert expires == int(ended.finished_at + DAY)
        world.now = ended.created_at + DAY - 1
        await removal.sweep(world.p)
        assert (await tasks.get(world.p, made.project, made.id)).status == "succeeded"
        world.now = ended.finished_at + DAY + 1
        await removal.sweep(world.p)
        with pytest.raises(Problem) as caught:
            await tasks.get(world.p, made.project, made.id)
        status, _, body = EVO.write_error(caught.value, ROUTE, "r")
        assert (status, body["error"]["code"], body["error"]["type"]) == (
            404, "task_not_found", "invalid_request_error",
        )  # fmt: skip

    go(story())


def test_the_estimate_is_the_tutorials_before_anything_was_learned(world, go) -> None:
    async def story():
        for seconds, quality, low, high in (
            (4, "480p", 20, 40),
            (10, "720p", 60, 90),
            (15, "1080p", 90, 180),
        ):
            made = told(world, await create(world, duration=seconds, quality=quality))
            assert low <= made["task_info"]["estimated_time"] <= high

    world.backend.route = "evolink"
    go(story())


def test_a_draft_of_the_core_is_what_the_message_says() -> None:
    said = rules.resolve({"model": "seedance-2.0", "prompt": "a fox"}, ROUTE)
    assert EVO.read_request({"model": "seedance-2.0", "prompt": "a fox"}, ROUTE) == said
