"""What people wear at work: armour, uniforms, suits, aprons; each drawn over the plain trunk."""

from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.fit import GOLD, Fit, sash
from onetake.animatic.figures.outfit import Outfit
from onetake.animatic.figures.pen import Look, Pen


def armour(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A breastplate with a ridge, plates over the hips, rivets."""
    steel, dark = look.main, scaled(look.main, 0.62)
    pen.blob(
        [fit.row(0.1, -0.9), fit.row(0.1, 0.9), fit.row(0.5, 1.0), fit.row(0.8, 0.4), fit.row(0.8, -0.4)],
        mix(steel, look.light, 0.2),
    )
    pen.limb([fit.row(0.14, 0.0), fit.row(0.78, 0.0)], [0.006, 0.004], mix(steel, look.light, 0.75))
    pen.limb([fit.row(0.2, -0.6), fit.row(0.5, -0.66)], [0.014, 0.008], mix(steel, look.light, 0.7))
    for drop in (0.86, 1.0):
        a, b = fit.row(drop, -1.06), fit.row(drop, 1.06)
        pen.limb([a, (fit.hip[0], a[1] - 0.02), b], [0.026, 0.03, 0.026], mix(steel, look.light, 0.1))
        pen.limb([(a[0], a[1] - 0.024), (fit.hip[0], a[1] - 0.048), (b[0], b[1] - 0.024)], [0.004] * 3, dark)
    for across in (-0.7, 0.7):
        pen.disc(fit.row(0.16, across), 0.008, dark)


def uniform(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """Buttons down the front, two breast pockets, a belt with a buckle, a collar."""
    dark, brass = scaled(look.main, 0.62), look.shown(GOLD)
    for across in (-0.5, 0.5):
        x, y = fit.row(0.3, across)
        pen.box(x - 0.024, y - 0.03, x + 0.024, y + 0.02, scaled(look.main, 0.82))
        pen.box(x - 0.024, y + 0.008, x + 0.024, y + 0.02, dark)
        pen.limb([fit.row(0.0, across * 0.5), fit.row(0.1, across * 0.3)], [0.012, 0.01], dark)
        pen.limb([fit.row(0.1, across * 1.7), fit.row(0.09, across * 2.1)], [0.014, 0.014], brass)
    for share in (0.2, 0.36, 0.52, 0.68):
        pen.disc(fit.row(share, 0.0), 0.008, brass)
    sash(pen, fit, 0.8, 0.92, look.dark)
    x, y = fit.row(0.86, 0.0)
    pen.box(x - 0.016, y - 0.013, x + 0.016, y + 0.013, brass)


def school(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A sailor's collar with a white line and a knotted scarf."""
    navy = look.second
    for side in (-1, 1):
        edge = [fit.row(0.02, side * 0.2), fit.row(0.4, 0.0), fit.row(0.26, side * 0.85)]
        pen.shape([fit.row(0.02, side * 0.75), *edge], navy)
        pen.limb([fit.row(0.35, side * 0.1), fit.row(0.235, side * 0.72)], [0.004] * 2, look.light)
    x, y = fit.row(0.42, 0.0)
    red = look.shown((198, 48, 56))
    for side in (-1, 1):
        pen.shape([(x, y), (x + side * 0.045, y + 0.016), (x + side * 0.03, y - 0.07)], red)


def lapels(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A shirt between two lapels; a tie under a suit."""
    neck, hip, front = fit.neck, fit.hip, fit.front
    low = fit.chest[0] + (hip[0] - fit.chest[0]) * 0.55, fit.chest[1] + (hip[1] - fit.chest[1]) * 0.55
    shirt = mix(look.light, look.main, 0.12)
    pen.shape(
        [
            (neck[0] + front - 0.03, neck[1] - 0.005),
            (neck[0] + front + 0.03, neck[1] - 0.005),
            (low[0] + front, low[1]),
        ],
        shirt if wear.garment != "labcoat" else look.shown((96, 132, 168)),
    )
    if wear.garment == "suit":
        tie = [(neck[0] + front, neck[1] - 0.025), (low[0] + front, low[1] + 0.02)]
        pen.limb(tie, [0.008, 0.013], (150, 40, 44))
    line = scaled(look.main, 0.72)
    for sign in (-1, 1):
        pen.limb([(neck[0] + front + sign * 0.036, neck[1]), (low[0] + front, low[1])], [0.011, 0.006], line)
    pen.limb([(low[0] + front, low[1]), (hip[0] + front, hip[1] - wear.hem * 0.9)], [0.005, 0.005], line)
    if wear.garment == "labcoat":
        for across in (-0.62, 0.62):
            x, y = fit.row(1.12, across)
            pen.box(x - 0.028, y - 0.03, x + 0.028, y + 0.024, scaled(look.main, 0.86))


def apron(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A bib on two straps and a skirt with a pocket."""
    cloth = look.extra if min(look.main) > 120 else look.light
    a, b = fit.row(0.3, -0.5), fit.row(0.3, 0.5)
    x, y = fit.hip[0] + fit.front, fit.hip[1]
    for at, side in ((a, -1), (b, 1)):
        pen.limb([at, (fit.neck[0] + side * 0.035, fit.neck[1] - 0.01)], [0.007, 0.007], cloth)
    wide = fit.waist * 0.96
    pen.shape(
        [a, b, (x + wide, y + 0.1), (x + wide, y - 0.16), (x - wide, y - 0.16), (x - wide, y + 0.1)], cloth
    )
    pen.limb([(x - wide, y + 0.1), (x + wide, y + 0.1)], [0.008, 0.008], scaled(cloth, 0.74))
    pen.limb([(x - 0.04, y - 0.03), (x + 0.04, y - 0.03)], [0.005, 0.005], scaled(cloth, 0.7))


def hero(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A sign on the breast and a belt."""
    gold = look.shown((244, 200, 70))
    x, y = fit.row(0.28, 0.0)
    pen.shape([(x - 0.05, y + 0.03), (x + 0.05, y + 0.03), (x, y - 0.055)], gold)
    pen.disc((x, y + 0.008), 0.015, scaled(look.main, 0.8))
    sash(pen, fit, 0.86, 0.97, gold)
