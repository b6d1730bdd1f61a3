"""Inputs are repaired between staging and keeping: what comes out is inside the limits, and told in notes."""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onetake.core import mediarules
from onetake.core.problem import Problem
from onetake.core.repair_order import Facts, Repair
from onetake.core.request import Media, Request
from onetake.services import repairing, staging
from onetake.services.staging import Staged, StoredProbe

IMAGE = Facts("image", "image/png", "png", 1280, 720, None, None, None, None, 100)
VIDEO = Facts("video", "video/mp4", "mp4", 1280, 720, 5.0, 24.0, "h264", "aac", 100)
LARGE = replace(IMAGE, width=8000, height=4500)
LONG = replace(VIDEO, seconds=40.0)


async def measure(path: Path, kind: str) -> Facts:
    """Files of this world are their own measurements."""
    return Facts(**json.loads(path.read_bytes()))


@dataclass(frozen=True)
class Mended:
    probe: Any
    notes: tuple[str, ...]


class Mender:
    """Does what is ordered, or what the script says: a Problem, an error, or facts of its own."""

    def __init__(self, *script: Any) -> None:
        self.script = list(script)
        self.orders: list[Repair] = []
        self.sources: list[Path] = []

    async def __call__(self, source: Path, kind: str, orders: Repair, to: Path) -> Mended:
        assert source.exists()
        self.orders.append(orders)
        self.sources.append(source)
        word = self.script.pop(0) if self.script else None
        if isinstance(word, BaseException):
            raise word
        made = word or orders.after
        to.write_text(json.dumps(asdict(made)))
        return Mended(made, (orders.told(made, {}),))


def staged(world: Any, *files: Facts) -> list[Staged]:
    found = []
    for place, facts in enumerate(files):
        path = world.p.tmp / f"in-{place}"
        path.write_text(json.dumps(asdict(facts)))
        found.append(asyncio.run(staging.measured(SimpleNamespace(survey=measure), place, facts.kind, path)))
    return found


def media(*files: Facts, roles: Sequence[Any] = ()) -> list[Media]:
    return [
        Media(facts.kind, roles[i] if roles else "reference", f"https://media.test/{i}")  # type: ignore[arg-type]
        for i, facts in enumerate(files)
    ]


def left(world: Any) -> set[Path]:
    return set(world.p.tmp.iterdir())


def repaired(world: Any, mender: Mender, *files: Facts, roles: Sequence[Any] = ()) -> repairing.Outcome:
    asked = media(*files, roles=roles)
    work = repairing.repair(world.p, mender, "project", asked, staged(world, *files))
    return asyncio.run(work)


def test_what_is_good_goes_on_as_it_is(world) -> None:
    mender = Mender()
    outcome = repaired(world, mender, VIDEO)
    assert outcome.notes == () and outcome.places == () and not mender.orders
    assert left(world) == {outcome.staged[0].path}


def test_a_repaired_input_takes_the_place_of_the_old_with_a_note(world) -> None:
    outcome = repaired(world, Mender(), VIDEO, LONG, LARGE)
    assert [item.place for item in outcome.staged] == [0, 1, 2]
    assert outcome.places == (1, 2)
    assert "trimmed from 40 s to 10 s" in outcome.notes[0] and "scaled from 8000x4500" in outcome.notes[1]
    assert left(world) == {item.path for item in outcome.staged}
    for item in outcome.staged:
        assert item.path is not None
        assert item.sha256 == hashlib.sha256(item.path.read_bytes()).hexdigest()


def test_the_request_names_the_repaired_copy_and_nothing_else_changes(world) -> None:
    outcome = repaired(world, Mender(), VIDEO, LONG)
    request = Request(
        prompt="a fox", model="m", model_name="m", mode="reference", media=tuple(media(VIDEO, LONG))
    )
    told = outcome.told(request)
    assert told.media[0] == request.media[0]
    assert told.media[1].url == f"asset://sha256-{outcome.staged[1].sha256}"
    assert not told.media[1].foreign and not told.media[1].remote
    assert replace(told, media=request.media) == request


def test_what_no_repair_helps_is_refused_before_any_is_begun(world) -> None:
    mender = Mender()
    with pytest.raises(Problem) as caught:
        repaired(world, mender, LARGE, replace(IMAGE, width=200, height=200))
    assert [offence.field for offence in caught.value.offences] == ["media[1]"]
    assert not mender.orders and not left(world)


@pytest.mark.parametrize(
    "fault", [Problem("media_invalid", "broken"), Problem("internal", "no jail"), OSError(28, "full")]
)
def test_a_failed_repair_leaves_nothing(world, fault) -> None:
    with pytest.raises((Problem, OSError)) as caught:
        repaired(world, Mender(None, fault), LARGE, LONG, VIDEO)
    if isinstance(fault, Problem):
        assert isinstance(caught.value, Problem)
        assert (caught.value.code, caught.value.field) == (fault.code, "media[1]")
    assert not left(world)


def test_a_cancelled_repair_leaves_nothing(world) -> None:
    with pytest.raises(asyncio.CancelledError):
        repaired(world, Mender(None, asyncio.CancelledError()), LARGE, LONG)
    assert not left(world)


def test_a_result_outside_the_limits_is_refused(world) -> None:
    with pytest.raises(Problem, match="from 2 to 15"):
        repaired(world, Mender(replace(VIDEO, seconds=1.5)), LONG)
    assert not left(world)


def test_an_image_that_is_used_as_it_is_must_be_whole(world) -> None:
    """A survey reads headers only; the probe behind it finds what is cut off."""
    files = staged(world, IMAGE)
    assert files[0].path is not None
    files[0].path.write_bytes(b"broken")
    with pytest.raises(Problem) as caught:
        asyncio.run(repairing.repair(world.p, Mender(), "project", media(IMAGE), files))
    assert caught.value.field == "media[0]" and not left(world)


def test_an_upload_is_repaired_as_a_copy(world) -> None:
    """Its file belongs to the project: it is read where it lies, and stays."""
    body = json.dumps(asdict(LONG)).encode()
    sha256 = hashlib.sha256(body).hexdigest()
    (world.p.tmp / "in").write_bytes(body)
    asyncio.run(world.p.objects.put("project", world.p.tmp / "in", sha256))
    (world.p.tmp / "in").unlink(missing_ok=True)
    known = Staged(0, "video", sha256, len(body), StoredProbe(staging.facts_of(LONG)), None)
    mender = Mender()
    outcome = asyncio.run(repairing.repair(world.p, mender, "project", media(LONG), [known]))
    assert mender.sources == [world.p.objects.path_in("project", sha256)]
    assert outcome.staged[0].path is not None and outcome.staged[0].sha256 != sha256
    assert world.p.objects.exists("project", sha256)


def test_what_is_kept_already_counts_and_stays(world) -> None:
    kept = replace(VIDEO, seconds=9.0)
    work = repairing.repair(
        world.p, Mender(), "project", media(LONG, VIDEO, kept), staged(world, LONG, VIDEO), known={2: kept}
    )
    outcome = asyncio.run(work)
    assert [item.place for item in outcome.staged] == [0, 1]
    assert sum(item.probe.seconds for item in outcome.staged) == pytest.approx(6, abs=0.1)


def test_a_last_frame_waits_for_its_first(world) -> None:
    wide, square = IMAGE, replace(IMAGE, width=1000, height=1000)
    outcome = repaired(world, Mender(), wide, square, roles=["first_frame", "last_frame"])
    assert (outcome.staged[1].probe.width, outcome.staged[1].probe.height) == (1000, 563)
    assert "the ratio of the first frame" in outcome.notes[0]


def test_a_look_before_anything_is_done(world) -> None:
    files = staged(world, LONG, LARGE)
    plan = repairing.plan_for(media(LONG, LARGE), files)
    assert len(plan.offers) == 2 and not plan.refused
    assert left(world) == {item.path for item in files}


facts = st.one_of(
    st.builds(
        lambda width, height, bytes: replace(IMAGE, width=width, height=height, bytes=bytes),
        st.integers(250, 9000),
        st.integers(250, 9000),
        st.integers(1, 50_000_000),
    ),
    st.builds(
        lambda seconds, fps: replace(VIDEO, seconds=seconds, fps=fps),
        st.floats(0.1, 60).map(lambda s: round(s, 3)),
        st.sampled_from([12.0, 24.0, 29.97, 60.0, 120.0]),
    ),
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(facts, min_size=1, max_size=4))
def test_either_all_are_inside_the_limits_or_nothing_is_left(world, files) -> None:
    for path in left(world):
        path.unlink()
    try:
        outcome = repaired(world, Mender(), *files)
    except Problem:
        assert not left(world)
        return
    assert left(world) == {item.path for item in outcome.staged}
    assert len(outcome.notes) == len(outcome.places)
    assert not mediarules.totals([item.probe for item in outcome.staged])
    for item in outcome.staged:
        assert not mediarules.offences(item.place, item.kind, "reference", item.probe)


@pytest.mark.process
def test_with_real_files_and_the_real_jail(world, tmp_path) -> None:
    """A film of 1080p for a route that takes 720p, from survey to a request that names the copy."""
    import av
    import numpy as np

    from onetake.core.catalogue import catalogue
    from onetake.core.repairs import limits_of
    from onetake.media import probe as looking
    from onetake.media import repair as mending

    path = world.p.tmp / "in-film"
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=24, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
        for number in range(24):
            level = np.full((1080, 1920, 3), number * 10, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(level, format="rgb24")))
        out.mux(stream.encode(None))
    world.p.probe = looking.probe

    async def run() -> repairing.Outcome:
        item = await staging.measured(SimpleNamespace(survey=looking.survey), 0, "video", path)
        limits = limits_of(catalogue().routes["evolink"])
        return await repairing.repair(world.p, mending.repair, "project", media(VIDEO), [item], limits=limits)

    (item,) = (outcome := asyncio.run(run())).staged
    assert (item.probe.width, item.probe.height, item.probe.seconds) == (1280, 720, 2.0)
    assert "scaled from 1920x1080 to 1280x720, lengthened from 1 s to 2 s" in outcome.notes[0]
    assert left(world) == {item.path}
