"""Layers that stand one behind another, drawn without what the ones in front hide."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Picture
from onetake.animatic.layer import Part
from onetake.animatic.scenes.water import Water
from onetake.animatic.stage import Flat, Ground, Moment, Prop, Stage

_CELL = 32


class Backdrop:
    """Flats and grounds, back to front, that nothing else comes between; `before` is what is drawn next."""

    def __init__(self, stage: Stage, sheets: Sequence[Flat | Ground], before: Prop | None = None):
        self._sheets = tuple(sheets)
        self._before = before if isinstance(before, Water) else None
        self._grid = (-(-stage.height // _CELL), -(-stage.width // _CELL))

    def draw(self, frame: Picture, now: Moment) -> None:
        hidden = np.zeros(self._grid, bool)
        if self._before is not None:
            top, bottom = self._before.covers(now)
            _hide((0, top, frame.y.shape[1], bottom), hidden, frame)
        todo: list[tuple[Flat | Ground, list[Part]]] = []
        for sheet in reversed(self._sheets):
            parts = sheet.parts(frame, now)
            todo.append((sheet, [seen for part in parts for seen in _seen(part, hidden)]))
            for part in parts:
                if part.opaque:
                    _hide(part.window, hidden, frame)
        for sheet, parts in reversed(todo):
            for part in parts:
                sheet.layer.paint(frame, part)


def gathered(stage: Stage, props: Sequence[Prop]) -> list[Prop]:
    """The props with every run of flats and grounds made one backdrop."""
    made: list[Prop] = []
    run: list[Flat | Ground] = []
    for prop in props:
        if isinstance(prop, Flat | Ground):
            run.append(prop)
            continue
        if run:
            made.append(Backdrop(stage, run, prop))
            run = []
        made.append(prop)
    return [*made, Backdrop(stage, run)] if run else made


def _hide(window: tuple[int, int, int, int], hidden: NDArray[np.bool_], frame: Picture) -> None:
    """Mark the cells that lie wholly in an opaque window; the last cells may hang over the frame."""
    left, top, right, bottom = window
    height, width = frame.y.shape
    rows = slice(-(-top // _CELL), hidden.shape[0] if bottom == height else bottom // _CELL)
    hidden[rows, -(-left // _CELL) : hidden.shape[1] if right == width else right // _CELL] = True


def _seen(part: Part, hidden: NDArray[np.bool_]) -> list[Part]:
    """The part cut down to what can be seen of it: a rectangle for each run of rows of like width."""
    left, top, right, bottom = part.window
    first, start = top // _CELL, left // _CELL
    area = ~hidden[first : -(-bottom // _CELL), start : -(-right // _CELL)]
    if area.all():
        return [part]
    spans: list[list[int]] = []
    for row, cells in enumerate(area):
        if not cells.any():
            continue
        a, b = int(cells.argmax()), len(cells) - int(cells[::-1].argmax())
        last = spans[-1] if spans else None
        if last and last[1] == row and abs(last[2] - a) + abs(last[3] - b) <= 4:
            last[1], last[2], last[3] = row + 1, min(last[2], a), max(last[3], b)
        else:
            spans.append([row, row + 1, a, b])
    return [
        part.within(
            max(left, (start + a) * _CELL),
            max(top, (first + y0) * _CELL),
            min(right, (start + b) * _CELL),
            min(bottom, (first + y1) * _CELL),
        )
        for y0, y1, a, b in spans
    ]
