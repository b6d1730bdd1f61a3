"""T39: what is installed is what was locked, and what is built is the same wherever it is built."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PIN = re.compile(r"^([A-Za-z0-9._-]+)==")
FLOORS = {"aiohttp": (3, 13), "starlette": (1, 0, 1), "pillow": (12, 2), "python-multipart": (0, 0, 27)}
"""Below these are holes that are known (errors-and-faults §1.2)."""


def blocks(lock: Path) -> list[str]:
    """Each pin with the lines that belong to it."""
    found: list[str] = []
    for line in lock.read_text("utf-8").splitlines():
        if PIN.match(line):
            found.append(line)
        elif found and line.startswith(" "):
            found[-1] += line
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_t39_every_pin_has_its_hashes_and_no_address(lock):
    text = lock.read_text("utf-8")
    assert blocks(lock) and all("--hash=sha256:" in block for block in blocks(lock))
    assert "://" not in text and "--index" not in text and "--find-links" not in text


def test_t39_nothing_is_installed_past_the_hashes():
    rules = (ROOT / "Makefile").read_text("utf-8") + (ROOT / ".ci" / "wheel").read_text("utf-8")
    installs = re.findall(r"(?:pip|PIP\)) (?:--\S+ )*install[^\n]*", rules)
    assert installs
    for install in installs:
        assert "--require-hashes" in install or ("--no-deps" in install and "--no-index" in install), install


def test_t39_no_pin_is_below_a_known_hole():
    pins = dict(
        re.match(r"([A-Za-z0-9._-]+)==([0-9.]+)", block).groups()
        for block in blocks(ROOT / "requirements" / "serve.lock")
    )
    for name, floor in FLOORS.items():
        assert tuple(map(int, pins[name].split("."))) >= floor, f"{name} {pins[name]}"
    assert "h11" not in pins or tuple(map(int, pins["h11"].split("."))) >= (0, 16)


@pytest.mark.slow
def test_t39_two_builds_are_the_same_wheel(tmp_path):
    made = []
    for place in ("one", "two"):
        words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / place)]
        subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
        (wheel,) = (tmp_path / place).glob("*.whl")
        made.append(wheel.read_bytes())
    assert made[0] == made[1]


def test_t39_the_bill_of_materials_names_every_pin_and_nothing_else():
    words = [sys.executable, str(ROOT / "scripts" / "sbom.py")]
    told = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.5")
    pins = blocks(ROOT / "requirements" / "serve.lock")
    assert len(told["components"]) == len(pins) > 10
    for part, block in zip(told["components"], pins, strict=True):
        assert block.lower().startswith(f"{part['name']}=={part['version']}")
        assert len(part["hashes"]) == block.count("--hash=sha256:")
