"""Room of backends and of the server, from the operator's file to the lines (T31)."""

import os

import pytest

from onetake.apps import policy
from onetake.apps.settings import SettingsError, load

UPSTREAM = '[[upstream]]\nname = "main"\nroute = "volcengine"\ncredential_file = "main.key"\n'


def read(folder, text, **environ):
    (folder / "onetake.toml").write_text(text)
    return load(folder, environ=environ)


def test_t31_rooms_of_backends_and_the_depth_of_the_server(tmp_path):
    server = "[server]\nmost_open = 500\nunknown_per_minute = 30\n[animatic]\nslots = 3\n"
    settings = read(tmp_path, f"{server}{UPSTREAM}most_open = 7\n")
    places = policy.places(settings)
    assert (places.rooms, places.most_open) == ({"animatic": 3, "main": 7}, 500)
    assert policy.of(settings, "http://here").unknown_per_minute == 30


def test_without_a_word_only_the_engine_has_a_limit_its_processors(tmp_path):
    places = policy.places(read(tmp_path, UPSTREAM))
    assert places.rooms == {"animatic": os.cpu_count()} and places.boundless
    assert policy.of(read(tmp_path, ""), "http://here").unknown_per_minute == 600


@pytest.mark.parametrize("told", ["0", "-1", "1.5", '"5"', "true"])
def test_what_is_no_room_is_refused_at_start(tmp_path, told):
    with pytest.raises(SettingsError, match="main: most_open is a whole number from 1"):
        read(tmp_path, f"{UPSTREAM}most_open = {told}\n")


@pytest.mark.parametrize(("name", "value"), [("most_open", "-1"), ("unknown_per_minute", "-5")])
def test_limits_of_the_server_are_no_less_than_nothing(tmp_path, name, value):
    with pytest.raises(SettingsError, match=name):
        read(tmp_path, f"[server]\n{name} = {value}\n")
