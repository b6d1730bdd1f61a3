"""Start of the command line against the start of bare Python, in alternating rounds; then `generate`.

    python benchmarks/startup.py [--rounds 21] [--json]

`tasks list` asks a real `onetake serve` that this benchmark starts on a data directory of its own.
Everything is compiled before the clock runs: a first call of each command is thrown away. `generate` (5 s,
480p, with audio) runs once with no server, in its own process, start to saved file.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

COMMANDS = {
    "bare python": ["-c", "pass"],
    "import click": ["-c", "import click"],
    "onetake --help": ["-m", "onetake.apps.cli", "--help"],
    "onetake tasks list": ["-m", "onetake.apps.cli", "tasks", "list"],
    "onetake tasks get (unknown id)": ["-m", "onetake.apps.cli", "tasks", "get", "a" * 26],
}
GENERATE = ["generate", "A paper boat drifts down a rain gutter.", "--duration", "5", "--resolution", "480p"]


def once(arguments: list[str], environ: dict[str, str]) -> float:
    """Seconds from start to end of one process."""
    quiet = subprocess.DEVNULL
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environ, check=False, stdout=quiet, stderr=quiet)
    return time.perf_counter() - began


def measure(rounds: int, environ: dict[str, str]) -> dict[str, float]:
    """Median seconds of every command; each round runs all of them, so that a busy moment hits all."""
    for arguments in COMMANDS.values():
        once(arguments, environ)
    figures: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, arguments in COMMANDS.items():
            figures[name].append(once(arguments, environ))
    return {name: median(values) for name, values in figures.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("ONETAKE_")}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        environ.update(
            ONETAKE_DATA_DIR=str(Path(folder) / "data"), PYTHONPYCACHEPREFIX=str(Path(folder) / "pyc")
        )
        serve = [sys.executable, "-m", "onetake.apps.cli", "serve", "--port", "0"]
        server = subprocess.Popen(serve, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            assert server.stdout is not None
            server.stdout.readline()  # its URL: it is ready
            figures = measure(options.rounds, environ)
        finally:
            server.terminate()
            server.wait(20)
        output = [
            "--ratio",
            "16:9",
            "-o",
            str(Path(folder) / "x.mp4"),
            "--data-dir",
            str(Path(folder) / "own"),
        ]
        generate = once(["-m", "onetake.apps.cli", *GENERATE, *output], environ)
        assert (Path(folder) / "x.mp4").is_file()
    bare = figures["bare python"]
    figures["onetake generate, 5 s 480p"] = generate
    if options.json:
        print(json.dumps({name: {"ms": s * 1000, "ratio": s / bare} for name, s in figures.items()}))
        return
    for name, seconds in figures.items():
        print(f"{name:32} {seconds * 1000:7.1f} ms  {seconds / bare:5.2f} x bare")


if __name__ == "__main__":
    main()
