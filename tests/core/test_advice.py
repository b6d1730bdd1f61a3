"""Warnings: what is allowed and may still disappoint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.advice import advise
from onetake.core.request import Media

NOW = 1_800_000_000.0


def told(prompt: str = "a fox", *urls: str) -> list[str]:
    media = tuple(Media("image", "reference", url) for url in urls)
    return [a.field for a in advise({"prompt": prompt, "media": media}, NOW)]


def test_a_plain_request_needs_no_advice() -> None:
    assert told("A fox. @Image1 runs", "https://media.example/a.png") == []


@pytest.mark.parametrize("tag", ["@Image2", "@image 2", "[image 2]", "图2", "@Video1", "音频1", "@Image0"])
def test_a_tag_that_names_nothing(tag: str) -> None:
    assert told(f"{tag} runs", "https://media.example/a.png") == ["prompt"]


def test_long_prompts() -> None:
    assert told("狐" * 501) == ["prompt"]
    assert told("fox " * 1001) == ["prompt"]
    assert told("fox " * 1000) == []


@pytest.mark.parametrize(
    ("query", "warned"),
    [
        ("X-Amz-Expires=300", True),
        ("X-Tos-Expires=86400", False),
        (f"Expires={int(NOW) + 60}", True),
        (f"Expires={int(NOW) + 6000}", False),
        ("Expires=soon", False),
        ("a=1", False),
    ],
)
def test_links_that_end_too_soon(query: str, warned: bool) -> None:
    assert told("a fox", f"https://media.example/a.png?{query}") == (["media[0]"] if warned else [])


@given(st.text(), st.text())
def test_it_never_fails(prompt: str, rest: str) -> None:
    assert isinstance(told(prompt, "https://media.example/" + rest), list)
