"""What a process had in hand outlives it, however it ended (threat T36)."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from onetake.adapters.hands import WIDTH, Hands

DIES = """
import os, signal, sys
from pathlib import Path
from onetake.adapters.hands import Hands
hands = Hands(Path(sys.argv[1]), 4)
with hands.holding("task:done"):
    pass
with hands.holding("task:a"), hands.holding("task:b"):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_t36_a_killed_process_leaves_the_names_of_its_work(tmp_path: Path) -> None:
    file = tmp_path / "hands"
    died = subprocess.run([sys.executable, "-c", DIES, str(file)], timeout=30)
    assert died.returncode == -signal.SIGKILL
    assert Hands(file, 4).left == ("task:a", "task:b")
    assert Hands(file, 4).left == ()  # the second look is at our own, empty hands


def test_a_step_that_ends_in_any_way_is_let_go(tmp_path: Path) -> None:
    file = tmp_path / "hands"
    hands = Hands(file, 2)
    with pytest.raises(ZeroDivisionError), hands.holding("task:a"):
        raise ZeroDivisionError
    hands.close()
    assert Hands(file, 2).left == ()


def test_more_work_than_places_is_done_without_a_note(tmp_path: Path) -> None:
    file = tmp_path / "hands"
    hands = Hands(file, 1)
    with hands.holding("task:a"), hands.holding("task:b"):
        assert _noted(file) == {"task:a"}
    with hands.holding("task:c"):
        assert _noted(file) == {"task:c"}


@pytest.mark.parametrize("damage", [b"", b"x", bytes(range(128)) * 2])
def test_a_damaged_file_is_no_reason_not_to_start(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "hands"
    file.write_bytes(damage)
    hands = Hands(file, 2)
    assert all(isinstance(subject, str) for subject in hands.left)
    assert file.stat().st_size == 2 * WIDTH


def _noted(file: Path) -> set[str]:
    content = file.read_bytes()
    places = (content[i : i + WIDTH].rstrip(b"\0") for i in range(0, len(content), WIDTH))
    return {place.decode() for place in places if place}
