from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.animatic.job import Failure, Job

JOB = {
    "prompt": "a fox",
    "width": 864,
    "height": 496,
    "seconds": 5,
    "fps": 24,
    "seed": 7,
    "audio": True,
    "watermark": False,
    "last_frame": False,
    "media": [{"kind": "image", "role": "first_frame", "path": "/tmp/a.png"}],
    "out": "/tmp/out/prefix",
}


def test_a_whole_job_is_read():
    job = Job.parse(JOB)
    assert (job.width, job.height, job.seconds, job.seed) == (864, 496, 5, 7)
    first = job.role("first_frame")
    assert first is not None and first.path == Path("/tmp/a.png")
    assert job.role("last_frame") is None
    assert job.out == Path("/tmp/out/prefix")


def test_null_seconds_leave_the_length_to_the_engine():
    assert Job.parse({**JOB, "seconds": None}).seconds is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("width", 863),
        ("width", "864"),
        ("height", 0),
        ("height", 100_000),
        ("seconds", 3),
        ("seconds", 16),
        ("seconds", True),
        ("seconds", 5.0),
        ("seed", None),
        ("audio", 1),
        ("watermark", None),
        ("out", "relative/prefix"),
        ("out", None),
        ("fps", 25),
        ("media", [{"kind": "picture", "role": "first_frame", "path": "/tmp/a"}]),
        ("media", ["/tmp/a.png"]),
    ],
)
def test_a_wrong_field_is_refused_by_name(field: str, value: object):
    with pytest.raises(Failure) as caught:
        Job.parse({**JOB, field: value})
    assert caught.value.code == "generation_failed"
    assert field in caught.value.detail


@given(
    st.dictionaries(
        st.sampled_from(sorted(JOB)), st.none() | st.integers() | st.text() | st.lists(st.integers())
    )
)
def test_any_other_object_is_a_failure_and_never_another_error(change: dict):
    try:
        Job.parse({**JOB, **change})
    except Failure as failure:
        assert failure.detail
