"""How well prompts are read: precision and recall of every field over a labelled set, English and Chinese.

    python -m benchmarks prompts [--split all|tuned|held-out|fresh|wild|unseen] [--misses FIELD]

The set lies in tests/animatic/text/prompts. A label names what a viewer would say the prompt asks for, shot
by shot. What a label does not name must not be read, with these exceptions: a place or an action that is not
labelled is not scored, for the engine must put the subject somewhere and let it do something.
"""

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onetake.animatic.text import shotlist, vocabulary
from onetake.animatic.text.reading import Reading

SET = Path(__file__).resolve().parents[1] / "tests" / "animatic" / "text" / "prompts"
PLAIN = {
    "time": "day",
    "weather": "clear",
    "framing": "medium",
    "lens": "",
    "style": "",
    "palette": "",
    "mood": "",
}
"""What each of these fields holds when nothing is said: naming it is not counted."""
FIELDS = (
    "beats", "setting", "time", "weather", "subjects", "actions", "colours", "counts", "moves", "framing",
    "lens", "style", "palette", "mood", "dialogue", "sounds", "tags",
)  # fmt: skip
BAR = 0.9

Element = tuple[Any, ...]
_COLOURS = {rgb: name for name, _, _, rgb in vocabulary.COLOURS}


def rows() -> list[dict[str, Any]]:
    """Every labelled prompt, in the order of the files. A file of one part names it at its head."""
    files = [tomllib.loads(path.read_text("utf-8")) for path in sorted(SET.glob("*.toml"))]
    return [{"part": file.get("part"), **row} for file in files for row in file["prompt"]]


def wanted(row: dict[str, Any]) -> Iterator[Element]:
    """What the labels name: (field, shot, value …)."""
    shots = row.get("shot", [{}])
    for at, shot in enumerate(shots):
        yield ("beats", at, *shot.get("at", []), shot.get("by", "cut"))
        if "setting" in shot:
            yield ("setting", at, shot["setting"])
        yield from ((field, at, shot[field]) for field in PLAIN if field in shot)
        yield from ((field, at, name) for field in ("moves", "sounds") for name in shot.get(field, ()))
        for who in shot.get("who", ()):
            kind, action, colour, count = (*who.split(":"), "", "", "")[:4]
            yield ("subjects", at, kind)
            if action:
                yield ("actions", at, kind, action)
            if colour:
                yield ("colours", at, kind, colour)
            if count:
                yield ("counts", at, kind, int(count))
    yield from (("dialogue", *line.split("|", 2)) for line in row.get("says", ()))
    yield from (("tags", *tag.split(" ")) for tag in row.get("tags", ()))


def read(row: dict[str, Any]) -> Iterator[Element]:
    """What the engine reads, in the same terms, without what the labels leave open."""
    shots = row.get("shot", [{}])
    found = shotlist.read(row["text"])
    for at, shot in enumerate(found.shots):
        label = shots[at] if at < len(shots) else {}
        span = [value for value in (shot.start, shot.end) if value is not None]
        yield ("beats", at, *span, shot.transition)
        if "setting" in label:
            yield ("setting", at, shot.setting)
        yield from (
            (field, at, value) for field, plain in PLAIN.items() if (value := getattr(shot, field)) != plain
        )
        yield from ((field, at, name) for field in ("moves", "sounds") for name in getattr(shot, field))
        yield from _cast(at, shot, label)
        for line in shot.spoken:
            yield ("dialogue", str(line.speaker).lower(), line.language, line.text)
    yield from (("tags", f"{tag.kind}{tag.number}", tag.job) for tag in found.tags)


def _cast(at: int, shot: Reading, label: dict[str, Any]) -> Iterator[Element]:
    acting = {who.split(":")[0] for who in label.get("who", ()) if who.count(":") and who.split(":")[1]}
    for subject in (*shot.subjects, *shot.others):
        yield ("subjects", at, subject.kind)
        if subject.kind in acting:
            yield ("actions", at, subject.kind, subject.action)
        if subject.colour:
            yield ("colours", at, subject.kind, _COLOURS[subject.colour])
        if subject.count > 1:
            yield ("counts", at, subject.kind, subject.count)


def score(chosen: list[dict[str, Any]]) -> dict[str, tuple[float, float, int]]:
    """(precision, recall, labels) of every field."""
    right, read_, said = Counter(), Counter(), Counter()
    for row in chosen:
        labels, got = set(wanted(row)), set(read(row))
        right.update(element[0] for element in labels & got)
        read_.update(element[0] for element in got)
        said.update(element[0] for element in labels)
    return {
        field: (right[field] / max(read_[field], 1), right[field] / max(said[field], 1), said[field])
        for field in FIELDS
    }


def misses(chosen: list[dict[str, Any]], field: str) -> Iterator[str]:
    for row in chosen:
        labels = {element for element in wanted(row) if element[0] == field}
        got = {element for element in read(row) if element[0] == field}
        if labels != got:
            missed, wrong = sorted(labels - got, key=str), sorted(got - labels, key=str)
            yield f"{row['text']}\n    missed {missed}\n    wrong  {wrong}"


SPLITS = ("all", "tuned", "held-out", "fresh", "wild", "unseen")


def split(name: str) -> list[dict[str, Any]]:
    """The whole set, or a part, in the order of their writing.

    "wild" was scored before its misses were read and repaired; of "unseen" only the scores were ever read.
    """
    return [row for row in rows() if name in ("all", _part(row))]


def _part(row: dict[str, Any]) -> str:
    if row["part"]:
        return row["part"]
    return "fresh" if row.get("fresh") else "held-out" if row.get("held_out") else "tuned"


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--split", choices=SPLITS, default="all")
    told.add_argument("--misses", metavar="FIELD", choices=FIELDS, help="print what was misread")
    arguments = told.parse_args()
    chosen = split(arguments.split)
    print(f"{len(chosen)} prompts\n\n| field | labels | precision | recall | |\n|---|---|---|---|---|")
    for field, (precision, recall, labels) in score(chosen).items():
        verdict = "held" if min(precision, recall) >= BAR else "**missed**"
        print(f"| {field} | {labels} | {precision:.2f} | {recall:.2f} | {verdict} |")
    for line in misses(chosen, arguments.misses) if arguments.misses else ():
        print(f"\n{line}")


if __name__ == "__main__":
    main()
