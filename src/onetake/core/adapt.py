"""What `adaptive` means for one request (contract §12): which of the six ratios the video gets.

text: what the prompt says. Frames: the ratio nearest to the first frame, which is then cropped to its centre.
References: what the prompt says, else the first video, else the first image. 16:9 when nothing decides.
"""

import re

from onetake.core.geometry import nearest_ratio
from onetake.core.request import Request

DEFAULT = "16:9"

Picture = tuple[int, int]
"""Width and height in pixels, as shown."""


def ratio_for(request: Request, first_image: Picture | None, first_video: Picture | None) -> str:
    """The ratio to make: the request's own when it is fixed, else the one that `adaptive` stands for.

    first_image: in the frame modes the first frame, else the first reference image. A file that was not
    probed is None and decides nothing.
    """
    if request.ratio != "adaptive":
        return request.ratio
    if request.mode in ("first_frame", "first_last"):
        return nearest_ratio(*first_image) if first_image else DEFAULT
    said = ratio_in(request.prompt)
    if said or request.mode == "text":
        return said or DEFAULT
    shape = first_video or first_image
    return nearest_ratio(*shape) if shape else DEFAULT


def ratio_in(prompt: str) -> str | None:
    """The ratio that a prompt asks for, or None. Figures win over words, the first mention over later ones.

    Words count only where they speak of the picture: neither "a portrait of a king" nor "a town square" nor
    "a vertical cliff" says anything about the frame.
    """
    if figures := _FIGURES.search(prompt):
        ratio = re.sub(r"\s*[:：比]\s*", ":", figures["ratio"])
        return _CINEMA.get(ratio, ratio)
    mentions = ((found.start(), ratio) for ratio, words in _WORDS.items() if (found := words.search(prompt)))
    return min(mentions, default=(0, None))[1]


_CINEMA = dict.fromkeys(("2.35:1", "2.39:1", "2.40:1", "2.4:1"), "21:9") | {"1.85:1": "16:9"}

_FIGURES = re.compile(
    r"(?<![\d.:：])(?P<ratio>(?:16~9|9~16|21~9|4~3|3~4|1~1)|2\.(?:35|39|40?):1|1\.85:1)".replace(
        "~", r"\s?[:：比]\s?"
    )
    + r"(?![\d:：]|\.\d|\s*(?:scale|replica|model\b|am\b|pm\b|复刻|还原))",
    re.IGNORECASE,
)

# An English adjective counts before a word for the picture, after "in" and its like, or as a tag on its own.
_FRAME = r"(?:video|clip|format|mode|orientation|fram(?:e|ing)|screen|aspect|composition|crop|ratio|picture)"
# Bounded gaps: a prompt of 32,000 line breaks must not cost the square of that.
_END = r"[ \t]{0,4}(?=$|[,;.|)\]，。；、\n])"
_TAG = r"(?:^|[,;.|(\[，。；、\n])[ \t]{0,4}%s" + _END


def _said(words: str, *more: str) -> re.Pattern[str]:
    places = (
        rf"\b{words}[- ](?:\w+[- ])?{_FRAME}\b",
        rf"\b(?:in|as|shot|filmed|framed|recorded) {words}{_END}",
        _TAG % words,
    )
    return re.compile("|".join((*places, *more)), re.IGNORECASE)


_WORDS = {
    "9:16": _said(
        r"(?:vertical|portrait|upright)",
        r"\b(?:tiktok|instagram reels?|youtube shorts?|douyin)\b",
        r"竖屏|竖版|竖幅|竖构图|竖向(?:画面|构图|视频)|直式|纵向(?:画面|构图|视频)|抖音",
    ),
    "1:1": _said(r"square", r"方形(?:的)?(?:画面|构图|视频|画幅|比例)|正?方画幅|方图", _TAG % "正?方形"),
    "21:9": _said(
        r"(?:ultra-?wide|cinemascope|anamorphic|panavision)",
        r"\bultra-?wide\b(?!\s*(?:lens|angle))|\bultra-?wide-?screen\b|\bcinemascope\b",
        r"超宽屏|超宽(?:画面|画幅|构图)|宽银幕|电影宽幅|变形宽",
    ),
    "16:9": _said(
        r"(?:landscape|horizontal|wide-?screen)",
        r"\bwide-?screen\b",
        r"横屏|横版|横构图|横向(?:画面|构图|视频)|宽屏",
    ),
    "4:3": _said(r"academy", r"\bacademy ratio\b"),
}
