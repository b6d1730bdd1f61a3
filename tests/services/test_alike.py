"""Requests that mean the same, for keys with a window (S2 §2.9 row 17: no error, the first task; T40)."""

import asyncio
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.problem import Problem
from onetake.core.request import Media, Request
from onetake.services import once, uploads

PICTURE = b"picture"
DATA = "data:image/png;base64,cGljdHVyZQ=="
HERE, THERE = "https://media.example/a.png", "https://cdn.example/b.png"


def frame(url):
    return (Media("image", "first_frame", url),)


async def upload(world, key, content=PICTURE):
    path = world.p.tmp / "upload"
    path.write_bytes(content)
    return f"asset://{(await uploads.keep(world.p, key, path, 'image')).id}"


@given(st.text(max_size=30))
def test_t40_two_spellings_of_a_prompt_in_unicode_are_one_request(prompt):
    def asked(text):
        return Request(prompt=text, model="seedance-2.0", model_name="standard", mode="text")

    forms = [asked(unicodedata.normalize(form, prompt)) for form in ("NFC", "NFD")]
    assert forms[0].fingerprint() == forms[1].fingerprint()
    assert asked(prompt).prompt == prompt


def test_t40_letters_that_only_look_alike_are_two_requests():
    def asked(text):
        return Request(prompt=text, model="seedance-2.0", model_name="standard", mode="text").fingerprint()

    # Cyrillic а, zero width space, right-to-left override, and what only NFKC would fold.
    texts = ("a fox", "\u0430 fox", "a\u200b fox", "a \u202efox", "a f\u014f\u0078", "\uff41 fox")
    assert len({asked(text) for text in texts}) == len(texts)


def test_t40_the_prompt_goes_out_as_it_came(world, go):
    async def story():
        key = await world.key(dedupe=60)
        first = await world.accept(key, prompt="cafe\u0301")
        again = await world.accept(key, prompt="caf\u00e9")
        assert again.alike and again.task.id == first.task.id
        assert again.task.request.prompt == "cafe\u0301"

    go(story())


@pytest.mark.parametrize("first", ["url", "other", "data", "upload"])
@pytest.mark.parametrize("second", ["url", "other", "data", "upload"])
def test_one_file_under_two_names_is_one_file(world, go, first, second):
    async def story():
        key = await world.key(dedupe=60)
        world.web.pages.update({HERE: PICTURE, THERE: PICTURE})
        names = {"url": HERE, "other": THERE, "data": DATA}

        async def make(name):
            url = names.get(name) or await upload(world, key)
            return await world.accept(key, media=frame(url))

        one, two = await make(first), await make(second)
        assert two.alike and two.task.id == one.task.id
        names.update(url="https://media.example/c.png", other="https://media.example/c.png")
        world.web.pages["https://media.example/c.png"] = b"another"
        assert (await world.accept(key, media=frame("https://media.example/c.png"))).task.id != one.task.id

    go(story())


def test_a_file_that_is_not_here_yet_goes_by_its_address(world, go):
    async def story():
        key = await world.key(dedupe=60)
        object.__setattr__(world.p.policy, "probe_wait", 0.0)
        world.web.pages.update({HERE: PICTURE, THERE: PICTURE})
        one = await world.accept(key, media=frame(HERE))
        assert (await world.accept(key, media=frame(HERE))).task.id == one.task.id
        assert (await world.accept(key, media=frame(THERE))).task.id != one.task.id

    go(story())


def test_s2_row_17_the_finished_task_is_the_answer_at_once(world, go):
    async def story():
        key = await world.key(dedupe=3600)
        first = await world.create(key)
        await world.run()
        again = await world.accept(key)
        assert again.alike and again.task.id == first.id
        assert again.task.status == "succeeded" and again.task.output is not None
        assert len(world.provider.accepted) == 1

    go(story())


@pytest.mark.parametrize("end", ["failed", "cancelled", "expired"])
def test_what_failed_is_made_again(world, go, end):
    async def story():
        key = await world.key(dedupe=3600)
        world.provider.verdict = end
        first = await world.create(key)
        if end == "failed":
            world.provider.problem = Problem("generation_failed", "no")
        await world.run()
        assert (await world.task(first)).status == end
        again = await world.accept(key)
        assert again.task.id != first.id and not again.replayed

    go(story())


def test_no_other_keys_task_is_the_answer(world, go):
    async def story():
        one, two = await world.key(dedupe=60), await world.key(dedupe=60)
        elsewhere = await world.key(dedupe=60, project="other")
        plain = await world.key()
        made = [await world.accept(key) for key in (one, two, elsewhere, plain, plain)]
        assert len({a.task.id for a in made}) == 5

    go(story())


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"metadata": {"a": "1"}}, True),
        ({"callback_url": "https://93.184.216.34/hook"}, True),
        ({"seed": 7}, False),
        ({"end_user": "u2"}, False),
        ({"duration": 6}, False),
        ({"prompt": "a fox "}, False),
    ],
)
def test_what_counts_and_what_does_not(world, go, change, same):
    async def story():
        key = await world.key(dedupe=60)
        first = await world.create(key)
        assert ((await world.accept(key, **change)).task.id == first.id) == same

    go(story())


def test_a_key_that_was_deduplicated_stands_for_that_task_when_the_window_is_over(world, go):
    async def story():
        key = await world.key(dedupe=60)
        first = await world.create(key)
        named = await world.accept(key, idempotency="mine")
        assert named.alike and named.task.id == first.id
        world.now += 120
        again = await world.accept(key, idempotency="mine")
        assert again.task.id == first.id and again.replayed and not again.alike

    go(story())


def test_ten_equal_ones_at_once_are_one_task(world, go):
    async def story():
        key = await world.key(dedupe=60)
        told = await asyncio.gather(*(world.accept(key, media=frame(DATA)) for _ in range(10)))
        assert len({a.task.id for a in told}) == 1 and sum(not a.replayed for a in told) == 1

    go(story())


def test_a_turn_ends_however_it_ends(world, go):
    async def story():
        key = await world.key(credits=0)
        for _ in range(3):
            with pytest.raises(Problem) as told:
                await world.accept(key, idempotency="mine")
            assert told.value.code == "insufficient_credit"
        assert world.p.arriving == {}
        waiting = once.Once("scope", "key", "f")
        await once.begin(world.p, waiting)
        with pytest.raises(Problem) as told:
            await once.begin(world.p, once.Once("scope", "key", "f"))
        assert told.value.code == "idempotency_in_progress"
        patient = asyncio.create_task(once.begin(world.p, once.Once("scope", "key", "g"), patient=True))
        await asyncio.sleep(0)
        assert not patient.done()
        once.Once("scope", "key", "h").over(world.p)  # not the holder: ends nobody's turn but its own
        waiting.over(world.p)
        (await patient).over(world.p)
        assert world.p.arriving == {} and not world.p.listeners

    go(story())
