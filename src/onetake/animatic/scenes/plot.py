"""A sheet drawn on by measure: in units, from a point on the floor, to the right and up."""

from collections.abc import Sequence

from onetake.animatic.canvas import Canvas, Point, quad
from onetake.animatic.colour import RGB
from onetake.animatic.figures.pen import smooth
from onetake.animatic.scenes.light import halo


class Plot:
    """Everything is in units from (x, row): right of it and above it. `unit` is one in stage pixels."""

    def __init__(self, sheet: Canvas, x: float, row: float, unit: float):
        self.sheet, self._x, self._row, self._unit = sheet, x, row, unit

    def at(self, x: float, up: float) -> Point:
        """The place on the stage."""
        return self._x + x * self._unit, self._row - up * self._unit

    def box(self, left: float, low: float, right: float, high: float, ink: RGB, alpha: int = 255) -> None:
        """An upright rectangle."""
        self.sheet.shape(quad(*self.at(left, high), *self.at(right, low)), ink, alpha)

    def form(self, points: Sequence[Point], ink: RGB, alpha: int = 255, round: int = 0) -> None:
        """A polygon, or with `round` steps to an edge a smooth outline through its corners."""
        ring = [self.at(*point) for point in points]
        self.sheet.shape(smooth(ring, round) if round else ring, ink, alpha)

    def line(self, points: Sequence[Point], ink: RGB, width: float) -> None:
        """An open stroke, at least a pixel wide."""
        self.sheet.line([self.at(*point) for point in points], ink, max(width * self._unit, 1))

    def disc(self, x: float, up: float, radius: float, ink: RGB) -> None:
        self.sheet.disc(*self.at(x, up), radius * self._unit, ink)

    def halo(self, x: float, up: float, radius: float, ink: RGB, strength: float) -> None:
        """A soft light around a place."""
        halo(self.sheet, *self.at(x, up), radius * self._unit, ink, strength)
