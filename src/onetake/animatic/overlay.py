"""What lies over every frame: the slate that says what this is, and the watermark."""

from onetake.animatic import lettering
from onetake.animatic.camera import Pose
from onetake.animatic.layer import Layer, shift

STILL, REST = shift(0, 0), Pose()
LABEL = "ANIMATIC · not Seedance output"
MARK = "AI Generated"


def label(width: int, height: int) -> Layer:
    """The slate in the top left corner."""
    short = min(width, height)
    rgb, alpha = lettering.line(LABEL, max(11, round(short * 0.024)), plate=150)
    margin = short * 0.026
    return lettering.layer(rgb, alpha, margin, margin)


def watermark(width: int, height: int) -> Layer:
    """ "AI Generated", bottom right (contract §1.3)."""
    short = min(width, height)
    rgb, alpha = lettering.line(MARK, max(13, round(short * 0.032)))
    margin = short * 0.026
    return lettering.layer(
        rgb,
        (alpha * 0.85).astype(alpha.dtype),
        width - margin - alpha.shape[1],
        height - margin - alpha.shape[0],
    )
