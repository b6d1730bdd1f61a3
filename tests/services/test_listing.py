"""Key-set lists in both orders: every task once, in order, however the pages are cut."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.services import listing


@given(st.lists(st.integers(0, 2), max_size=9), st.integers(1, 4), st.sampled_from(("asc", "desc")))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_are_the_list(world, go, gaps, limit, order):
    async def story():
        project = f"p{world.random.random()}"
        key = await world.key(project=project)
        made = []
        for gap in gaps:
            world.now += gap  # some tasks are made at the same moment
            made.append(await world.create(key, prompt=f"fox {len(made)}"))
        rising = [t.id for t in sorted(made, key=lambda t: (t.created_at, t.id))]
        seen, after = [], None
        while True:
            page = await listing.keyed(world.p, project, Query(after=after, limit=limit, order=order))
            assert len(page.tasks) <= limit
            seen += [task.id for task in page.tasks]
            if (after := page.next) is None:
                break
        assert seen == (rising if order == "asc" else rising[::-1])

    go(story())


def test_filters_hold_in_both_orders(world, go):
    async def story():
        key = await world.key()
        for _ in range(3):
            await world.create(key)
        ended = await world.create(key)
        await world.run()
        for order in ("asc", "desc"):
            page = await listing.keyed(world.p, key.project, Query(statuses=("queued",), order=order))
            assert page.tasks == []
            page = await listing.keyed(world.p, key.project, Query(route="volcengine", order=order, limit=2))
            assert page.next == page.tasks[-1].id
            page = await listing.keyed(world.p, key.project, Query(after=ended.id, order=order))
            assert ended.id not in [task.id for task in page.tasks]
            with pytest.raises(Problem):
                await listing.keyed(world.p, "other", Query(after=ended.id, order=order))

    go(story())
