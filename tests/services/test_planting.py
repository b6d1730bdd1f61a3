"""A lost create at a route that can be told a seed and no expiry (movie): found, and never sent twice."""

from dataclasses import replace

import pytest

from onetake.services.planting import plants_expiry

SEED = 11


@pytest.fixture
def movie(world):
    """The world's provider as movie: its records tell seed, size, length and time, and no expiry."""
    world.backend.route = "movie"
    told = world.provider.sighting
    world.provider.sighting = lambda name: replace(
        told(name), expires_after=None, resolution="720p", duration=5
    )
    return world


@pytest.mark.parametrize("seed", [None, SEED])
def test_a_lost_create_is_adopted_and_not_sent_again(movie, go, seed):
    async def story():
        key = await movie.key(credits=900_000_000)
        movie.provider.script = ["lost-after"]
        task = await movie.create(key, seed=seed)
        await movie.run()
        done = await movie.task(task)
        assert (done.phase, done.attempt, len(movie.provider.accepted)) == ("succeeded", 1, 1)
        assert await movie.faults() == []

    go(story())


def test_a_create_that_never_arrived_is_sent_again_after_proof(movie, go):
    async def story():
        key = await movie.key(credits=900_000_000)
        movie.provider.script = ["lost-before"]
        task = await movie.create(key, seed=SEED)
        await movie.run()
        done = await movie.task(task)
        assert (done.phase, len(movie.provider.accepted)) == ("succeeded", 1)

    go(story())


def test_tasks_with_one_seed_go_out_one_after_the_other(movie, go):
    async def story():
        key = await movie.key(credits=900_000_000)
        movie.provider.script = ["lost-after", "lost-after", "lost-after"]
        made = [await movie.create(key, seed=SEED) for _ in range(3)]
        await movie.run(2000)
        done = [await movie.task(task) for task in made]
        assert [task.phase for task in done] == ["succeeded"] * 3
        assert len({task.provider_id for task in done}) == len(movie.provider.accepted) == 3
        assert {task.nonce for task in done} == {0}

    go(story())


def test_a_record_that_tells_too_little_is_no_proof(movie, go):
    async def story():
        told = movie.provider.sighting
        movie.provider.sighting = lambda name: replace(told(name), duration=None)
        key = await movie.key(credits=900_000_000)
        movie.provider.script = ["lost-after"]
        task = await movie.create(key, seed=SEED, expires_after=3600)
        await movie.run(2000)
        failed = await movie.task(task)
        assert (failed.phase, failed.problem.code) == ("failed", "submit_outcome_unknown")
        assert len(movie.provider.accepted) == 1

    go(story())


def test_where_an_expiry_is_said_it_is_needed(world, go):
    async def story():
        key = await world.key(credits=900_000_000)
        task = await world.create(key)
        assert plants_expiry(world.p, task)
        world.backend.route = "movie"
        assert not plants_expiry(world.p, task)
        assert plants_expiry(world.p, replace(task, backend="gone"))

    go(story())
