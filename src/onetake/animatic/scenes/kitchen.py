"""A kitchen along the wall: counter and cupboards, tiles, a hood, jars, lamps that hang over it."""

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes.indoors import tone, window_side
from onetake.animatic.scenes.light import halo
from onetake.animatic.stage import Stage

_FRONTS: tuple[RGB, ...] = ((196, 200, 190), (92, 116, 112), (206, 186, 150), (74, 88, 110), (170, 108, 84))


def counter(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Everything on one sheet, from the wall to the counter's front."""
    unit, chance = stage.unit, stage.chance("kitchen")
    front = tone(stage, chance.choice(_FRONTS))
    top = foot - unit * 0.26
    left, right = sheet.box.left - 4, sheet.box.right + 4
    side = -window_side(stage)
    _cupboards(stage, sheet, side, front)
    sheet.shape(quad(left, top, right, foot), front)
    x = left
    while x < right:
        wide = unit * 0.17
        sheet.fill(quad(x, top + unit * 0.03, x + unit * 0.004, foot - unit * 0.02), scaled(front, 0.7))
        sheet.fill(
            quad(x + wide * 0.36, top + unit * 0.05, x + wide * 0.64, top + unit * 0.058), scaled(front, 0.45)
        )
        sheet.fill(
            quad(x + unit * 0.016, top + unit * 0.075, x + wide - unit * 0.012, top + unit * 0.079),
            scaled(front, 0.86),
        )
        x += wide
    sheet.fill(quad(left, foot - unit * 0.025, right, foot), scaled(front, 0.4))
    board = tone(stage, chance.choice(((214, 208, 198), (96, 70, 52), (70, 72, 78))))
    sheet.shape(quad(left, top - unit * 0.012, right, top + unit * 0.016), board)
    _things(stage, sheet, top - unit * 0.012)
    _lamps(stage, sheet, top)


def _cupboards(stage: Stage, sheet: Canvas, side: int, front: RGB) -> None:
    """Wall cupboards on the side away from the window, with a hood at their end."""
    unit = stage.unit
    foot = stage.horizon + (stage.foot - stage.horizon) * 0.62
    low, high = foot - unit * 0.5, foot - unit * 0.82
    middle = stage.width / 2
    edge = sheet.box.right if side > 0 else sheet.box.left
    start = middle + side * unit * 0.14
    a, b = min(start, edge), max(start, edge)
    sheet.shape(quad(a, high, b, low), scaled(front, 0.94))
    x = a
    while x < b:
        sheet.fill(quad(x, high, x + unit * 0.004, low), scaled(front, 0.66))
        sheet.fill(
            quad(x + unit * 0.08, low - unit * 0.05, x + unit * 0.086, low - unit * 0.02), scaled(front, 0.4)
        )
        x += unit * 0.17
    sheet.shape(quad(a, low, b, low + unit * 0.014), scaled(front, 0.5))
    steel = tone(stage, (150, 154, 158))
    hood = start - side * unit * 0.13
    sheet.shape(
        [
            (hood - unit * 0.11, low + unit * 0.03),
            (hood + unit * 0.11, low + unit * 0.03),
            (hood + unit * 0.045, low - unit * 0.07),
            (hood - unit * 0.045, low - unit * 0.07),
        ],
        steel,
    )
    sheet.shape(
        quad(hood - unit * 0.04, high - unit * 0.3, hood + unit * 0.04, low - unit * 0.06),
        scaled(steel, 0.86),
    )


def _things(stage: Stage, sheet: Canvas, row: float) -> None:
    """Jars, a kettle, a board and fruit on the counter."""
    unit, chance = stage.unit, stage.chance("jars")
    inks: tuple[RGB, ...] = ((206, 150, 84), (176, 76, 60), (222, 214, 196), (98, 124, 96), (84, 110, 130))
    x = sheet.box.left + unit * 0.06
    while x < sheet.box.right:
        ink, kind = tone(stage, chance.choice(inks)), chance.random()
        wide, tall = unit * chance.uniform(0.022, 0.034), unit * chance.uniform(0.06, 0.11)
        if kind < 0.5:
            sheet.shape(quad(x - wide, row - tall, x + wide, row), ink)
            sheet.fill(quad(x - wide, row - tall, x - wide * 0.5, row), mix(ink, (255, 255, 255), 0.3))
            sheet.shape(
                quad(x - wide * 0.8, row - tall - unit * 0.012, x + wide * 0.8, row - tall), scaled(ink, 0.5)
            )
        elif kind < 0.75:
            for dx, dy in ((-0.03, 0.0), (0.03, 0.0), (0.0, 0.042)):
                sheet.disc(x + dx * unit, row - unit * (0.024 + dy), unit * 0.026, ink)
        else:
            sheet.shape(
                quad(x - wide * 1.6, row - tall * 1.5, x + wide * 1.6, row), tone(stage, (168, 122, 80))
            )
        x += unit * chance.uniform(0.12, 0.3)


def _lamps(stage: Stage, sheet: Canvas, top: float) -> None:
    """Pendant lamps; lit when it is not bright outside."""
    unit, lit = stage.unit, stage.palette.lamps > 0.3
    iron = tone(stage, (44, 44, 48))
    for index in (-1, 0, 1):
        x, y = stage.width / 2 + index * unit * 0.34, top - unit * 0.42
        if lit:
            halo(sheet, x, y + unit * 0.02, unit * 0.3, (255, 208, 134), 0.66)
        sheet.line([(x, sheet.box.top), (x, y)], iron, max(unit * 0.003, 1))
        sheet.shape(
            [
                (x - unit * 0.014, y - unit * 0.045),
                (x + unit * 0.014, y - unit * 0.045),
                (x + unit * 0.055, y),
                (x - unit * 0.055, y),
            ],
            iron,
        )
        sheet.disc(x, y + unit * 0.006, unit * 0.016, (255, 240, 206) if lit else scaled(iron, 2.2))
