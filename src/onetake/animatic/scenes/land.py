"""Open country: ridges behind ridges, and the ground that the subject stands on."""

import numpy as np

from onetake.animatic.scenes import relief, sky
from onetake.animatic.stage import Flat, Prop, Stage


def build(stage: Stage) -> list[Prop]:
    props: list[Prop] = list(sky.build(stage))
    for index, depth in enumerate((0.08, 0.2, 0.42)):
        chance = stage.chance(f"ridge{index}")
        sheet = stage.sheet(
            depth, stage.palette.paint((70, 110, 80), 0.9 - index * 0.3), top=stage.horizon - stage.unit * 0.4
        )
        xs = np.arange(sheet.box.left, sheet.box.right + 8, 4.0)
        rows = (
            stage.horizon
            - stage.unit * (0.16 - 0.09 * index)
            + relief.ridge(xs, chance, stage.unit * 0.6) * stage.unit * 0.1
        )
        sheet.cut(relief.skyline(xs, rows, sheet.box.bottom + 4))
        sheet.solid = float(rows.max()) + 2
        props.append(Flat(stage, sheet.layer(), depth))
    return props
