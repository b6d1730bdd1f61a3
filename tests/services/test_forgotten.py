"""A backend that no longer knows a task: how long that is waited for depends on how long it keeps records."""

import pytest

from onetake.core.catalogue import catalogue

DAYS_2 = 172_800.0


@pytest.mark.parametrize(
    ("route", "most"),
    [
        ("sglang", 3600.0),
        pytest.param("evolink", 90_000.0, marks=pytest.mark.slow),
        pytest.param("volcengine", 180_000.0, marks=pytest.mark.slow),
    ],
)
def test_a_hold_goes_back_once_the_record_cannot_come_back(world, go, route, most):
    async def story():
        world.backend.route = route
        world.provider.finish_after = 1e9
        key = await world.key(credits=900_000_000)
        task = await world.create(key)
        for _ in range(6):
            await world.step()
        begun = world.now
        world.provider.accepted.clear()  # it was started anew, and remembers nothing
        await world.run(100_000)
        lost = await world.task(task)
        assert (lost.phase, lost.problem.code) == ("failed", "provider_result_missing")
        least = min(DAYS_2, catalogue().routes[route].record_life)
        assert least * 0.9 < lost.finished_at - begun < most
        assert (await world.balance(key))[1] == 0

    go(story())
