"""`onetake shots`: the reading of a prompt as a table and as JSON, without a server."""

import json
import subprocess
import sys

from click.testing import CliRunner, Result

from onetake.apps.cli.program import program

TWO = (
    "0-3s: a woman in a red coat walks along a rainy street at night, tracking shot, footsteps. "
    '3-8s: she stops under a sign reading "OPEN" and says: "At last." Close-up. @Image1 as the first frame.'
)


def run(*arguments: str, input: str | None = None) -> Result:
    return CliRunner().invoke(program, ["shots", *arguments], input=input)


def test_a_table_says_when_who_where_and_what_is_heard():
    lines = run(TWO).output.splitlines()
    assert [line.split("  (")[0] for line in lines if line.lstrip()[0].isdigit()] == [
        " 1   0.00 -  3.00 s",
        " 2   3.00 -  8.00 s",
    ]
    text = "\n".join(lines)
    for said in (
        "camera  tracking",
        "who     woman in red, walk",
        "where   street",
        "light   night, rain",
        "sound   footsteps",
        "says    woman (en): At last.",
        "written OPEN",
        "@Image1: first frame",
    ):
        assert said in text


def test_json_is_one_object_for_the_length_that_is_asked_for():
    made = json.loads(run(TWO, "--json", "--seconds", "4").output)
    assert made["seconds"] == 4
    assert [(shot["start"], shot["end"]) for shot in made["shots"]] == [(0, 1.5), (1.5, 4)]
    assert made["tags"] == [{"kind": "image", "number": 1, "job": "first_frame"}]


def test_the_prompt_may_come_from_standard_input_and_writes_nothing_to_the_terminal():
    result = run("-", input='a robot says: "\x1b[2J stop!"')
    assert result.exit_code == 0
    assert "robot" in result.output and "\x1b" not in result.output


def test_a_length_that_no_clip_has_is_refused():
    assert run("a fox", "--seconds", "3").exit_code == 2


def test_nothing_heavy_is_loaded_for_it():
    look = "import sys, onetake.animatic.text.shotlist as s; s.read('a fox'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert not {"numpy", "cv2", "av", "PIL"} & set(done.stdout.split())
