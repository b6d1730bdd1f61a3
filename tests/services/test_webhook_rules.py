"""Messages go out as the customer's contract documents: EvoLink's three repeats after 1, 2 and 4 s (S1)."""

from itertools import pairwise

from onetake.core import rules
from onetake.core.catalogue import catalogue
from onetake.services import tasks


def test_s1_row_26_evolink_tells_the_end_only_and_repeats_after_1_2_and_4_seconds(world, go) -> None:
    async def story():
        world.web.answer = 500
        route = catalogue().routes["evolink"]
        asked = {"model": "seedance-2.0", "prompt": "a fox", "callback_url": "https://hooks.example/a"}
        request = rules.resolve(asked, route)
        await tasks.create(world.p, await world.key(), "evolink", route, request)
        times: list[float] = []
        deliver = world.web.deliver

        async def timed(*args, **more):
            times.append(world.now)
            assert more["timeout"] == 10
            return await deliver(*args, **more)

        world.web.deliver = timed
        await world.run()
        assert len(times) == 4
        assert [round(b - a) for a, b in pairwise(times)] == [1, 2, 4]
        assert all(b'"completed"' in body for _, body in world.web.delivered)

    go(story())
