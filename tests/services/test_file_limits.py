"""Files are held against the limits of the contract that a request came in by, and of the route that makes it
(contract §8 C14, C15)."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from onetake.core import rules
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.request import Media
from onetake.services import tasks

URL = "https://media.example/input"


def holding(world: Any, kind: str, **facts: Any) -> None:
    """Every file is of this kind and has these facts."""
    usual = {
        "image": {"mime": "image/png", "format": "png", "seconds": None},
        "video": {"mime": "video/mp4", "format": "mp4", "seconds": 5.0},
    }[kind]
    told = {
        "kind": kind, "width": 1280, "height": 720, "fps": 24.0, "codec": "h264", "audio_codec": "aac",
        "bytes": 4, **usual, **facts,
    }  # fmt: skip

    async def probe(path: Any, kind: str, *, decode: bool = False) -> Any:
        return SimpleNamespace(**told)

    world.p.probe = probe
    world.web.pages[URL] = b"file"


async def create(world: Any, dialect: str, kind: Any, url: str = URL) -> Any:
    model = {"ark": "doubao-seedance-2-0-260128"}.get(dialect, "seedance-2.0")
    route = catalogue().routes["volcengine" if dialect == "ark" else dialect]
    asked = {"prompt": "a fox", "model": model, "ratio": "16:9", "media": (Media(kind, "reference", url),)}
    request = rules.resolve(asked, route)
    return (await tasks.create(world.p, await world.key(), dialect, route, request)).task


LARGE = {"width": 1920, "height": 1080}


@pytest.mark.parametrize(
    ("dialect", "kind", "facts", "taken"),
    [
        ("ark", "video", LARGE, True),
        ("evolink", "video", LARGE, False),
        ("evolink", "video", {"width": 1288, "height": 720}, True),  # 927,360: under the limit by 48
        ("evolink", "video", {"width": 1290, "height": 720}, False),
        ("ark", "image", {"format": "heic"}, True),
        ("evolink", "image", {"format": "heic"}, False),
        *(("evolink", "image", {"format": f}, True) for f in ("jpeg", "png", "webp", "bmp", "tiff", "gif")),
        ("movie", "image", {"format": "bmp"}, False),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_the_contract_of_the_customer_counts(
    world, go, dialect: str, kind: str, facts: dict[str, Any], taken: bool, late: bool
) -> None:
    async def story():
        holding(world, kind, **facts)
        if late:
            world.p.policy = replace(world.p.policy, probe_wait=0)
        try:
            made = await create(world, dialect, kind)
            await world.run()
            ended = await world.task(made)
            problem = ended.problem
        except Problem as refused:
            problem = refused
        if taken:
            assert problem is None
            return
        assert problem is not None
        assert [(o.field, o.code) for o in problem.offences] == [("media[0]", "media_invalid")]
        assert world.provider.accepted == {}
        assert await world.faults() == []

    go(story())


def test_a_kept_upload_is_measured_by_the_contract_that_names_it(world, go) -> None:
    async def story():
        holding(world, "video", **LARGE)
        made = await create(world, "ark", "video")
        sha256 = (await world.store.read(lambda sql: sql.all("input.all", task=made.id)))[0]["sha256"]
        with pytest.raises(Problem) as caught:
            await create(world, "evolink", "video", f"asset://sha256-{sha256}")
        assert caught.value.offences[0].limit == "from 409600 to 927408 pixels"

    go(story())


@pytest.mark.parametrize("first", ["evolink", "volcengine"])
def test_whoever_takes_the_file_makes_the_video(world, go, first: str) -> None:
    async def story():
        second = type(world.backend)(world.provider, name="second")
        world.p.backends["second"] = second
        world.p.policy = replace(world.p.policy, order=("provider", "second"))
        world.backend.route = first
        second.route = "volcengine" if first == "evolink" else "evolink"
        holding(world, "video", **LARGE)
        made = await create(world, "ark", "video")
        assert world.p.backends[made.backend].route == "volcengine"

    go(story())


def test_where_nobody_takes_the_file_the_limit_is_named_before_anything_is_sent(world, go) -> None:
    async def story():
        world.backend.route = "evolink"
        holding(world, "video", **LARGE)
        with pytest.raises(Problem) as caught:
            await create(world, "ark", "video")
        assert [(o.field, o.code) for o in caught.value.offences] == [("media[0]", "media_invalid")]
        assert list(world.p.tmp.iterdir()) == []
        assert world.provider.accepted == {}

    go(story())


def test_our_own_engine_takes_what_the_customers_contract_takes(world, go) -> None:
    async def story():
        world.backend.local, world.backend.route = True, "evolink"
        holding(world, "video", **LARGE)
        assert (await create(world, "ark", "video")).backend == "provider"

    go(story())
