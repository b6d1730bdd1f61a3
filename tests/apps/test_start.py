"""Start and stop of a whole platform: what a bad setting or a crash at first start leaves behind."""

import asyncio
import time

import pytest

from onetake.adapters.owner import Owner, running
from onetake.apps import policy, secret, wiring
from onetake.apps.settings import SettingsError, load
from onetake.core import catalogue


def settings(tmp_path, text="", **flags):
    (tmp_path / "onetake.toml").write_text(text)
    (tmp_path / "key").write_text("secret")
    return load(tmp_path, flags, {})


UPSTREAM = '[[upstream]]\nname = "{}"\nroute = "volcengine"\ncredential_file = "key"\n'


@pytest.mark.parametrize(
    "text", [UPSTREAM.format("animatic"), UPSTREAM.format("a") * 2], ids=["the engine's name", "twice"]
)
def test_two_backends_of_one_name_are_refused_and_nothing_stays_open(tmp_path, text):
    with pytest.raises(SettingsError, match="of that name already"):
        asyncio.run(wiring.start(settings(tmp_path, text), "http://here"))
    assert running(tmp_path) is None
    Owner.acquire(tmp_path).release()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("policy.poll_every", "-1"), ("policy.poll_every", "nan"), ("policy.poll_first", "-1"),
        ("policy.absence_reads", "0"), ("policy.absence_gap", "inf"), ("animatic.slots", "-1"),
        ("server.probe_wait", "-5"), ("policy.submit_timeout", "0"),
    ],
)  # fmt: skip
def test_a_number_that_would_stop_the_worker_or_prove_nothing_is_refused(tmp_path, name, value):
    with pytest.raises(SettingsError, match=f"{name}.*of at least"):
        settings(tmp_path, **{name: value})


def test_absence_cannot_be_proved_while_a_create_may_be_on_its_way(tmp_path):
    given = settings(tmp_path, "[policy]\nsubmit_timeout = 30\nabsence_after = 10\n")
    with pytest.raises(SettingsError, match="second time"):
        asyncio.run(wiring.start(given, "http://here"))


def test_a_start_leaves_no_half_written_files_of_the_last_run(tmp_path):
    (tmp_path / "objects" / "tmp").mkdir(parents=True)
    (tmp_path / "objects" / "tmp" / "half").write_bytes(b"x")
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "in-abc").write_bytes(b"x")

    async def story():
        started = await wiring.start(settings(tmp_path), "http://here")
        await started.stop()

    asyncio.run(story())
    assert [f for d in ("objects/tmp", "tmp") for f in (tmp_path / d).iterdir() if f.is_file()] == []


def test_secret_and_key_are_written_whole_or_not_at_all(tmp_path, monkeypatch):
    def dies(*_):
        raise SystemExit

    monkeypatch.setattr(secret.os, "fsync", dies)
    with pytest.raises(SystemExit):
        secret.read_secret(tmp_path)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    assert len(secret.read_secret(tmp_path)) == 32
    assert secret.read_secret(tmp_path) == secret.read_secret(tmp_path)
    assert [f.name for f in tmp_path.iterdir()] == ["secret"]


def test_a_stop_waits_no_longer_than_it_is_told(tmp_path, monkeypatch):
    async def story():
        busy = asyncio.Event()

        async def endless(*_):
            busy.set()
            await asyncio.sleep(60)

        monkeypatch.setattr(wiring.steps, "run", endless)
        started = await wiring.start(settings(tmp_path), "http://here")
        await busy.wait()
        began = time.monotonic()
        await started.stop(grace=0.2)
        assert time.monotonic() - began < 3.0
        assert running(tmp_path) is None

    asyncio.run(story())


@pytest.mark.parametrize(
    ("public_url", "url", "linked"),
    [
        ("", "https://127.0.0.1:8787", False),
        ("http://video.example", "http://video.example", False),
        ("https://video.example", "https://video.example", True),
    ],
)
def test_a_provider_gets_links_only_to_an_https_address_that_was_told(
    tmp_path, monkeypatch, public_url, url, linked
):
    monkeypatch.setattr(wiring.views, "input_url", lambda *_: "a link")

    async def story():
        given = settings(tmp_path, UPSTREAM.format("a"), **{"server.public_url": public_url})
        started = await wiring.start(given, url)
        found = started.platform.backends["a"]._link(None, 0)
        await started.stop()
        return found

    assert asyncio.run(story()) == ("a link" if linked else None)


@pytest.mark.parametrize(("told", "status"), [("strict", 0), ("ok", 200)])
def test_movie_tells_its_errors_as_it_was_set(tmp_path, told, status):
    async def story():
        started = await wiring.start(
            settings(tmp_path, f'[dialects]\nmovie_http = "{told}"\n'), "http://here"
        )
        await started.stop()
        return catalogue.catalogue().routes["movie"].error_http

    try:
        assert asyncio.run(story()) == status
    finally:
        catalogue.overlay()
    with pytest.raises(SettingsError, match="one of strict, ok"):
        settings(tmp_path, **{"dialects.movie_http": "lenient"})


def test_a_longer_wait_for_answers_is_a_later_proof_of_absence(tmp_path):
    """A list lags two minutes: with the default alone, 30 seconds would have been left of them."""
    given = policy.of(settings(tmp_path, "[policy]\nsubmit_timeout = 180\n"), "http://here")
    assert given.absence_after == 360
    both = "[policy]\nsubmit_timeout = 180\nabsence_after = 200\n"
    told = policy.of(settings(tmp_path, both), "http://here")
    assert told.absence_after == 200
    assert policy.of(settings(tmp_path, "\n"), "http://here").absence_after == 210
