"""Layers that stand one behind another, drawn without what the ones in front hide."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from onetake.animatic.colour import Picture
from onetake.animatic.layer import Part
from onetake.animatic.stage import Flat, Ground, Moment, Prop, Stage

_CELL = 32


@runtime_checkable
class Cover(Protocol):
    """What overwrites whole rows of the frame, as water does: (top, bottom) at a moment."""

    def covers(self, now: Moment) -> tuple[int, int]: ...


class Backdrop:
    """Flats and grounds, back to front, that nothing else comes between; `before` is what is drawn next."""

    def __init__(self, stage: Stage, sheets: Sequence[Flat | Ground], before: Prop | None = None):
        self._sheets = tuple(sheets)
        self._before = before if isinstance(before, Cover) else None
        self._rows = -(-stage.height // _CELL)

    def draw(self, frame: Picture, now: Moment) -> None:
        hidden = [0] * self._rows  # a bit for each cell
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


def _hide(window: tuple[int, int, int, int], hidden: list[int], frame: Picture) -> None:
    """Mark the cells that lie wholly in an opaque window; the last cells may hang over the frame."""
    left, top, right, bottom = window
    height, width = frame.y.shape
    first, last = -(-left // _CELL), -(-right // _CELL) if right == width else right // _CELL
    if first < last:
        cells = (1 << last) - (1 << first)
        for row in range(-(-top // _CELL), len(hidden) if bottom == height else bottom // _CELL):
            hidden[row] |= cells


def _seen(part: Part, hidden: list[int]) -> list[Part]:
    """The part cut down to what can be seen of it: a rectangle for each run of rows of like width."""
    left, top, right, bottom = part.window
    first, last = top // _CELL, -(-bottom // _CELL)
    whole = (1 << -(-right // _CELL)) - (1 << left // _CELL)
    if not any(cells & whole for cells in hidden[first:last]):
        return [part]
    spans: list[list[int]] = []
    for row in range(first, last):
        cells = whole & ~hidden[row]
        if not cells:
            continue
        a, b = (cells & -cells).bit_length() - 1, cells.bit_length()
        latest = spans[-1] if spans else None
        if latest and latest[1] == row and abs(latest[2] - a) + abs(latest[3] - b) <= 4:
            latest[1], latest[2], latest[3] = row + 1, min(latest[2], a), max(latest[3], b)
        else:
            spans.append([row, row + 1, a, b])
    return [
        part.within(
            max(left, a * _CELL), max(top, y0 * _CELL), min(right, b * _CELL), min(bottom, y1 * _CELL)
        )
        for y0, y1, a, b in spans
    ]
