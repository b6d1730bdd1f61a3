"""The sandbox as a backend: a documented course in virtual time, the scenario's end, a cached clip."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from onetake.adapters.backends.clips import GRID, PROMPT, SUFFIXES, Clips, Wanted
from onetake.adapters.backends.sandbox import LABEL, Sandbox
from onetake.core import making, rules
from onetake.core.acts import HURRY
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.media import tags
from onetake.media.probe import probe

NOW = 1_800_000_000.0
CLIP = Wanted(864, 496, 4, False)


def task(scenario: str | None = "ok", route: str = "evolink", id: str = "a", **draft: Any) -> Task:
    profile = catalogue().routes[route]
    said = {"prompt": "a fox", "duration": 4, "resolution": "480p", "ratio": "16:9", "generate_audio": False}
    request = rules.resolve({"model": next(iter(profile.models)), **said, **draft}, profile)
    return Task(
        id=id * 26, project="default", key_id="k", dialect=profile.dialect, route=route, backend="sandbox",
        request=request, scenario=scenario, seed=7, sent_at=NOW, deadline=NOW + request.expires_after,
    )  # fmt: skip


class Bench:
    """A sandbox with a clock to turn, and one clip that is there (its content does not matter here)."""

    def __init__(self, folder: Path, factor: float = 1.0, seed: int = 1) -> None:
        self.now = NOW
        self.due: list[tuple[str, float]] = []
        folder.mkdir(exist_ok=True)
        for suffix in SUFFIXES:
            (folder / f"{CLIP.name}.{suffix}").write_bytes(b"{}" if suffix == GRID else suffix.encode())
        self.clips = Clips(folder)
        self.backend = Sandbox(
            self.clips, lambda: self.now, lambda *told: self.due.append(told), factor=factor, seed=seed
        )

    def submit(self, task: Task) -> None:
        asyncio.run(self.backend.submit(task, []))

    def status(self, task: Task, at: float) -> str:
        self.now = NOW + at
        seen = asyncio.run(self.backend.look(task))
        assert seen is not None
        return seen.status


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "clips")


def test_a_task_takes_as_long_as_its_route_documents(bench: Bench):
    """EvoLink, 4 s at 480p: up to 30 s in the queue, then 20 to 40 s."""
    made = task()
    bench.submit(made)
    starts = bench.due[-1][1] - NOW
    assert bench.status(made, starts) == "running"
    ends = bench.due[-1][1] - NOW
    assert 0 <= starts <= 30
    assert 20 <= ends - starts <= 40
    count = len(bench.due)
    assert [bench.status(made, at) for at in (starts - 0.1, starts, ends - 0.1, ends)] == [
        "queued", "running", "running", "succeeded",
    ]  # fmt: skip
    assert len(bench.due) == count + 3, "nothing more is due once it has ended"


@settings(max_examples=25, deadline=None)
@given(st.floats(0.001, 3.0), st.integers(0, 1000))
def test_the_factor_stretches_every_duration_alike(tmp_path_factory: Any, factor: float, seed: int):
    folder = tmp_path_factory.getbasetemp() / "clips"
    moments = []
    for told in (1.0, factor):
        bench = Bench(folder, told, seed)
        made = task()
        bench.submit(made)
        bench.status(made, 0.0)
        moments.append(bench.due[0][1] - NOW)
    assert moments[1] == pytest.approx(moments[0] * factor, abs=1e-6)


def test_at_once_is_at_once(tmp_path: Path):
    bench = Bench(tmp_path / "clips", 0.0)
    made = task()
    bench.submit(made)
    assert bench.status(made, 0.0) == "succeeded"
    assert bench.due == []


def test_a_stall_is_kept_even_where_all_else_is_at_once(tmp_path: Path):
    bench = Bench(tmp_path / "clips", 0.0)
    made = task("f22-queue-stall")
    bench.submit(made)
    assert bench.status(made, 7200 * HURRY - 0.1) == "queued"
    assert bench.status(made, 7200 * HURRY) == "succeeded"


def test_what_stalls_past_its_expiry_expires(bench: Bench):
    made = task("f22-queue-stall", "volcengine", expires_after=3600)
    bench.submit(made)
    assert bench.status(made, 3599) == "queued"
    assert bench.status(made, 3600) == "expired"


@pytest.mark.parametrize(
    ("scenario", "status", "code"),
    [
        ("s0-14-copyright", "failed", "copyright"),
        ("moderation_output_video", "failed", "moderation_output_video"),
        ("s2-02-expired", "expired", None),
        ("s2-03-cancelled", "cancelled", None),
        ("drawn:s3-13-copyright,s0-14-copyright", "failed", "copyright"),
        ("gone-in-a-later-version", "succeeded", None),
        (None, "succeeded", None),
    ],
)
def test_the_end_is_the_scenarios(bench: Bench, scenario: str | None, status: str, code: str | None):
    made = task(scenario)
    bench.submit(made)
    bench.now += 1000
    seen = asyncio.run(bench.backend.look(made))
    assert seen is not None
    assert (seen.status, seen.problem.code if seen.problem else None) == (status, code)


def test_the_providers_words_are_kept_for_its_own_contract(bench: Bench):
    told = []
    for id, route in (("a", "segmind"), ("b", "evolink")):
        made = task("s0-14-copyright", route, id)
        bench.submit(made)
        bench.now += 1000
        seen = asyncio.run(bench.backend.look(made))
        assert seen is not None and seen.problem is not None
        told.append(seen.problem.detail.startswith("OutputVideoSensitiveContentDetected.PolicyViolation"))
    assert told == [True, False]


def test_silent_tasks_are_not_refused_for_their_sound(bench: Bench):
    loud, silent = (
        task("s0-02-output-audio-sensitive", generate_audio=True, id="a"),
        task("s0-02-output-audio-sensitive", id="b"),
    )
    for made in (loud, silent):
        bench.submit(made)
    assert bench.status(loud, 1000) == "failed"
    assert bench.status(silent, 1000) == "succeeded"


def test_what_strikes_once_lets_the_next_attempt_pass(bench: Bench):
    statuses = []
    for attempt in (1, 2, 3):
        made = replace(task("s0-13-stale-request"), attempt=attempt)
        bench.submit(made)
        statuses.append(bench.status(made, 1000))
        bench.now = NOW
    assert statuses == ["failed", "succeeded", "failed"]


def test_what_chaos_drew_strikes_whatever_came_before(bench: Bench):
    for id in "abc":
        made = task("drawn:s0-13-stale-request", id=id)
        bench.submit(made)
        assert bench.status(made, 1000) == "failed"
        bench.now = NOW


def test_a_clip_is_handed_over_without_a_copy(bench: Bench, tmp_path: Path):
    made = task(return_last_frame=True)
    bench.submit(made)
    bench.now += 1000
    seen = asyncio.run(bench.backend.look(made))
    assert seen is not None
    assert seen.notes == (LABEL,)
    for url, content in (
        (seen.video_url, b"mp4"),
        (seen.last_frame_url, b"png"),
        (seen.poster_url, b"jpg"),
        (seen.contact_sheet_url, b"sheet.jpg"),
        (seen.sprites_url, b"sprites.jpg"),
    ):
        to = tmp_path / content.decode()
        asyncio.run(bench.backend.fetch(str(url), to))
        assert to.read_bytes() == content
        assert to.stat().st_ino == Path(str(url)).stat().st_ino


def test_only_its_own_clips_are_handed_over(bench: Bench, tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"s")
    for url in (str(secret), str(bench.clips.folder / ".." / "secret"), str(bench.clips.folder / "none.mp4")):
        with pytest.raises(Problem, match="output_download_failed"):
            asyncio.run(bench.backend.fetch(url, tmp_path / "to"))
    assert not (tmp_path / "to").exists()


def test_work_dies_with_the_process(bench: Bench, tmp_path: Path):
    made = task()
    bench.submit(made)
    again = Bench(tmp_path / "clips")
    assert asyncio.run(again.backend.look(made)) is None
    assert asyncio.run(again.backend.find(made)) == []


def test_a_cancel_holds_until_the_end_and_not_after(bench: Bench):
    early, late = task(id="a"), task(id="b")
    for made in (early, late):
        bench.submit(made)
    asyncio.run(bench.backend.cancel(early))
    assert bench.status(early, 1000) == "cancelled"
    asyncio.run(bench.backend.cancel(late))
    assert bench.status(late, 1000) == "succeeded"


def test_a_submit_that_comes_twice_is_one_play(bench: Bench):
    made = task()
    bench.submit(made)
    ends = bench.backend._plays[f"{made.id}.1"].ends
    bench.now += 5
    bench.submit(made)
    assert bench.backend._plays[f"{made.id}.1"].ends == ends
    bench.backend.forget(made)
    assert not bench.backend._plays


def test_progress_is_told_while_it_runs_and_only_grows(bench: Bench):
    made = task()
    bench.submit(made)
    shown = []
    for at in range(75):
        bench.now = NOW + at
        seen = asyncio.run(bench.backend.look(made))
        assert seen is not None
        if seen.status == "running":
            shown.append(seen.done)
            assert seen.total == 96
    assert shown == sorted(shown)
    assert len(set(shown)) > 10
    assert max(shown) < 96


@pytest.mark.slow
@pytest.mark.process
def test_a_clip_is_rendered_once_and_plays(tmp_path: Path):
    async def story() -> list[Any]:
        clips = Clips(tmp_path / "clips")
        woken: list[str] = []
        backend = Sandbox(clips, lambda: NOW, lambda task, at: woken.append(task))
        both = [task(id="a"), task(id="b")]
        for made in both:
            assert (await backend.submit(made, [])).status == "running"
        assert clips.make(CLIP) is clips.make(CLIP)
        await clips.make(CLIP)
        await asyncio.sleep(0)
        assert {both[0].id, both[1].id} <= set(woken)
        seen = [await backend.look(made) for made in both]
        assert sorted(p.name for p in clips.folder.iterdir()) == sorted(
            f"{CLIP.name}.{suffix}" for suffix in SUFFIXES
        )
        asked: list[Path] = []

        async def counted(path: Path, kind: str, *, decode: bool = False) -> Any:
            asked.append(path)
            return await probe(path, kind, decode=decode)

        remembering: Callable[..., Any] = clips.remembering(counted)
        found = []
        for number in range(3):
            to = tmp_path / f"{number}.mp4"
            await backend.fetch(str(seen[0].video_url), to)  # type: ignore[union-attr]
            found.append(await remembering(to, "video", decode=True))
        assert len(asked) == 1, "the same file is looked into once"
        (tmp_path / "other.mp4").write_bytes((tmp_path / "0.mp4").read_bytes())
        await remembering(tmp_path / "other.mp4", "video", decode=True)
        assert len(asked) == 2, "any other file always"
        await backend.close()
        return found

    found = asyncio.run(story())
    assert {(f.width, f.height, round(f.seconds), f.audio_codec) for f in found} == {(864, 496, 4, None)}


@pytest.mark.slow
@pytest.mark.process
def test_a_clip_tells_what_it_was_made_from_and_has_what_every_clip_has_beside_it(tmp_path: Path):
    """Of the request that draws it again, and not of the tasks that it is handed to."""
    sealed: list[tuple[str, Any, Any]] = []

    class Seals:
        async def ready(self) -> None: ...

        async def put(self, film: Path, about: Any, inputs: Any) -> tuple[str, ...]:
            assert await probe(film, "video"), "what is signed is the finished film"
            sealed.append((film.name, about, inputs))
            return ()

    async def story() -> Any:
        clips = Clips(tmp_path / "clips", seals=Seals())
        backend = Sandbox(clips, lambda: NOW, lambda *_: None)
        await backend.submit(task(prompt="a secret fox"), [])
        await clips.make(CLIP)
        silent = Clips(tmp_path / "bare", record=False)
        await silent.make(CLIP)
        return await backend.look(task(prompt="a secret fox")), silent.path(CLIP)

    seen, bare = asyncio.run(story())
    about = making.read(tags.read(Path(seen.video_url))["synopsis"])
    again = about.request()
    assert (again.prompt, again.seed, again.duration) == (PROMPT, 0, 4)
    assert (again.resolution, again.ratio, again.generate_audio) == ("480p", "16:9", False)
    ((_, signed, inputs),) = sealed
    assert inputs == () and about.about["request_sha256"] == signed["request_sha256"]
    with Image.open(seen.contact_sheet_url) as sheet, Image.open(seen.sprites_url) as sprites:
        assert sheet.width > 864 and sprites.size == (10 * seen.grid["width"], 2 * seen.grid["height"])
    assert seen.grid["count"] * seen.grid["every"] == 4.0
    assert set(tags.read(bare)) == {"title", "comment"}


@pytest.mark.slow
@pytest.mark.process
def test_a_render_that_fails_fails_the_task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    blocked = tmp_path / "clips"
    blocked.write_text("not a folder")

    async def story() -> Any:
        woken, due = asyncio.Event(), []

        def told(id: str, at: float) -> None:
            due.append(id)
            woken.set()

        backend = Sandbox(Clips(blocked), lambda: NOW, told)
        made = task()
        await backend.submit(made, [])
        await asyncio.wait_for(woken.wait(), 10)
        seen = [await backend.look(made) for _ in range(3)]
        assert len(due) == 1, "it is not tried over and over"
        return seen[-1]

    seen = asyncio.run(story())
    assert (seen.status, seen.problem.code) == ("failed", "generation_failed")
