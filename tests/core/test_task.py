"""A task shows the status of its phase, and ends where the table ends."""

from dataclasses import replace

import pytest

from onetake.core.lifecycle import ENDS, PHASES, STATUS_OF
from onetake.core.request import Request
from onetake.core.task import Task

TASK = Task(
    id="a" * 26, project="p", key_id="k", dialect="ark", route="volcengine", backend="animatic",
    request=Request(prompt="a fox", model="seedance-2.0", model_name="standard", mode="text"),
)  # fmt: skip


@pytest.mark.parametrize("phase", PHASES)
def test_status_and_end_follow_the_phase(phase: str) -> None:
    task = replace(TASK, phase=phase)
    assert task.status == STATUS_OF[phase]
    assert task.ended == (phase in ENDS)


def test_a_new_task_is_accepted_queued_and_owes_nothing() -> None:
    assert (TASK.phase, TASK.status, TASK.attempt, TASK.hold, TASK.price) == (
        "accepted",
        "queued",
        1,
        0,
        None,
    )
    assert TASK.provider_id is None
    assert not TASK.ended
