"""A second start on a data directory whose lock was lost: the first server ends by itself (T43)."""

from collections.abc import Callable

import pytest

from onetake.apps.cli import exits

from .server import Server, until

pytestmark = [pytest.mark.process, pytest.mark.slow]

VIDEOS = "/onetake/v1/videos"
SHORT = {"prompt": "A tram at night", "duration": 4, "resolution": "480p", "ratio": "16:9"}


def test_t43_f07_a_server_whose_place_was_taken_ends_itself_and_says_why(
    new_server: Callable[..., Server],
) -> None:
    first, heir = new_server().start(), new_server("heir")
    (first.data_dir / "lock").unlink()
    heir.data_dir = first.data_dir
    heir.start()
    refused = first.ask("POST", VIDEOS, SHORT)
    assert refused.status_code >= 500
    assert first.process is not None and first.process.wait(20) == exits.SUPPLANTED
    assert "another process has taken" in first.tail() and "Traceback" not in first.tail()
    # The notice of the heir is left alone, so that commands still find it; nothing was written behind it.
    assert heir.command("keys", "create", "k").startswith("ot_")
    assert heir.call("GET", VIDEOS)["data"] == []
    made = heir.call("POST", VIDEOS, SHORT)
    assert until(lambda: heir.call("GET", f"{VIDEOS}/{made['id']}")["finished_at"], 60, "its end", 0.1)
