"""Lint: every fault in the customer's names, every route's own, both bodies of a mode conflict."""

import pytest

from onetake.core.catalogue import catalogue
from onetake.dialects import DIALECTS
from onetake.services.linting import lint

FRAME = {"type": "image_url", "image_url": {"url": "https://media.example/a.png"}, "role": "first_frame"}
CAST = {"type": "image_url", "image_url": {"url": "https://media.example/b.png"}, "role": "reference_image"}
TEXT = {"type": "text", "text": "a fox"}


def ark(world, **body):
    said = {"model": "doubao-seedance-2-0-260128", "content": [TEXT], "ratio": "16:9", **body}
    return lint(world.p, DIALECTS["ark"], catalogue().routes["volcengine"], said)


def test_nothing_wrong(world) -> None:
    found = ark(world)
    assert (found["ok"], found["offences"], found["backends"]) == (True, [], ["provider"])
    assert all(row["ok"] for row in found["routes"].values()), found["routes"]


def test_each_route_has_its_own_word(world) -> None:
    found = ark(world, duration=7, resolution="1080p")
    assert found["ok"]
    assert {n for n, row in found["routes"].items() if not row["ok"]} == {"segmind"}
    faults = {o["field"]: o["code"] for o in found["routes"]["segmind"]["offences"]}
    assert faults == {"duration": "invalid_duration", "resolution": "invalid_resolution"}


def test_what_another_contract_cannot_say(world) -> None:
    found = ark(world, priority=3)
    assert found["routes"]["volcengine"]["ok"]
    (offence,) = found["routes"]["movie"]["offences"]
    assert (offence["field"], offence["code"]) == ("priority", "inexpressible")


def test_a_mode_conflict_comes_with_both_corrected_bodies(world) -> None:
    found = ark(world, content=[TEXT, FRAME, CAST])
    assert found["code"] == "conflict_frames_references"
    frames, references = [row["body"] for row in found["corrected"]]
    roles = [[c.get("role") for c in body["content"]] for body in (frames, references)]
    assert roles == [[None, "first_frame"], [None, "reference_image", "reference_image"]]
    for body in (frames, references):
        assert ark(world, **body)["ok"]


def test_faults_are_told_in_the_customers_own_names(world) -> None:
    found = ark(world, duration=99, content=[{"type": "text", "text": ""}])
    assert [o["field"] for o in found["offences"]] == ["content[0].text", "duration"]


@pytest.mark.parametrize(
    "body", [{}, {"content": 5}, {"model": 7, "content": [None]}, {"content": [{"type": "x"}]}]
)
def test_a_body_with_faults_of_form_is_linted_as_far_as_it_can_be_read(world, body) -> None:
    found = lint(world.p, DIALECTS["ark"], catalogue().routes["volcengine"], body)
    assert not found["ok"]
    assert found["offences"]
