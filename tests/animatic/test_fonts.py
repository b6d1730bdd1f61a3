"""No text is ever drawn as the boxes of a face that lacks its letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.animatic import fonts, lettering


@pytest.fixture
def bare(monkeypatch):
    """A machine without a single font file."""
    monkeypatch.setattr(fonts, "FOLDERS", ())
    caches = (fonts.setting, fonts._named, fonts._shape)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


@given(text=st.text(max_size=20))
def test_every_letter_of_a_setting_is_one_its_face_has(text: str):
    set_ = fonts.setting(text)
    assert set_.bars or all(fonts._has(set_.path, letter) for letter in set_.text if letter.strip())


def test_english_needs_no_file():
    assert fonts.setting("Where are you?") == fonts.Setting("Where are you?", None)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Où êtes-vous, Łukasz?", "Ou etes-vous, Lukasz?"),
        ("Straße — größer", "Strasse - großer".replace("ß", "ss")),
        ("Go! 🚀 Now ☕", "Go!  Now "),
    ],
)
def test_without_a_file_marks_are_left_off_and_pictographs_too(text: str, drawn: str):
    assert fonts.setting(text) == fonts.Setting(drawn, None)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("text", ["再见", "Привет", "שלום", "مرحبا", "さようなら", "안녕"])
def test_letters_that_no_face_has_become_bars(text: str):
    assert lettering.greeked(text) and not lettering.greeked("hello")
    _, alpha = lettering.line(text, 30)
    assert alpha.max() > 150


def test_a_broken_font_file_is_passed_over(tmp_path, monkeypatch):
    (tmp_path / "NotoSans-Regular.broken.ttf").write_bytes(b"no font")
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path),))
    for cached in (fonts.setting, fonts._named, fonts._shape, fonts.face):
        cached.cache_clear()
    assert fonts.setting("Привет").bars
    for cached in (fonts.setting, fonts._named, fonts._shape, fonts.face):
        cached.cache_clear()
