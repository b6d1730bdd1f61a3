"""Tags that name an input by its number, with the job that the prompt gives it."""

from dataclasses import dataclass

from onetake.animatic.text.late import Late


@dataclass(frozen=True, slots=True)
class Tag:
    """One input that the prompt names: `kind` image, video or audio, its number from 1, its job.

    The job is "" (none said) or one of first_frame, last_frame, character, style, product, background,
    camera, motion, music, voice, effects, edit, extend.
    """

    kind: str
    number: int
    job: str


_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TAG = Late(
    r"@?\b(?P<kind>image|img|picture|photo|video|clip|audio)[ _#]?(?P<n>\d{1,2})\b|"
    r"@?(?P<zh>图片|图像|图|照片|视频|音频|素材)[ ]?(?P<m>\d{1,2}|[一二三四五六七八九](?![个张段名位条片]))",
)
_KINDS = {
    "图": "image", "图片": "image", "图像": "image", "照片": "image", "素材": "image",
    "视频": "video", "音频": "audio", "img": "image", "picture": "image", "photo": "image", "clip": "video",
}  # fmt: skip

_JOBS: tuple[tuple[str, tuple[str, ...], Late], ...] = tuple(
    (name, kinds, Late(pattern))
    for name, kinds, pattern in (
        (
            "first_frame",
            ("image",),
            r"first frame|opening frame|start(?:ing)? frame|首帧|第一帧|起始帧|开头画面|首图",
        ),
        (
            "last_frame",
            ("image",),
            r"(?:last|final|closing|end(?:ing)?) frame|尾帧|最后一帧|末帧|结束帧|尾图",
        ),
        (
            "extend",
            ("video",),
            r"\bextend(?:s|ing)?\b|continue (?:from )?|continuation|延长|续写|延续|接着.{0,4}拍|向后延",
        ),
        (
            "edit",
            ("video",),
            r"\b(?:edit|replace|remove|swap)\b|中的.{0,12}(?:替换|换成|改成|去掉|删除)|修改|编辑",
        ),
        (
            "camera",
            ("video",),
            r"camera (?:movement|motion|move|work|path|language)s?|cinematography|运镜|镜头(?:语言|运动|"
            r"移动)|机位|摄影机",
        ),
        (
            "motion",
            ("video", "image"),
            r"\b(?:motion|movements?|choreography|action|dance|pose|gesture)s?\b|动作|舞蹈|姿势|走位",
        ),
        (
            "effects",
            ("video", "audio"),
            r"\b(?:effects?|transitions?|vfx|sfx|sound effects?)\b|特效|转场|音效",
        ),
        (
            "voice",
            ("audio",),
            r"\b(?:voice|narration|voice-?over|speech|timbre|dialogue)\b|旁白|音色|配音|人声|声线|嗓音|"
            r"台词|声音",
        ),
        (
            "music",
            ("audio",),
            r"\b(?:music|soundtrack|bgm|song|beat|score|rhythm)\b|音乐|配乐|歌|节奏|节拍|bgm",
        ),
        (
            "style",
            ("image", "video"),
            r"\b(?:style|look|palette|colou?rs?|aesthetics?|lighting|mood|tone)\b|风格|画风|色调|配色|"
            r"光影|质感|调色",
        ),
        (
            "background",
            ("image", "video"),
            r"\b(?:background|setting|scene|location|environment|place)\b|背景|场景|环境|地点",
        ),
        (
            "product",
            ("image",),
            r"\b(?:product|item|package|packaging|bottle|logo|design)\b|产品|商品|包装|物品|道具",
        ),
        (
            "character",
            ("image", "video"),
            r"\b(?:character|person|woman|man|girl|boy|face|protagonist|actor|actress|subject|hero|model|"
            r"robot|dog|cat|"
            r"outfit|identity|he|she|people|appearance)\b|人物|角色|主角|人|女孩|男孩|女|男|模特|脸|主体|"
            r"形象|长相|服装|演员|猫|狗|机器人",
        ),
    )
)


def read(prompt: str) -> tuple[Tag, ...]:
    """Every input named, once each, in the order of their first naming; the first job told counts."""
    if prompt.isascii() and not any(sign.isdigit() for sign in prompt):
        return ()
    matches = list(_TAG.finditer(prompt))
    found: dict[tuple[str, int], str] = {}
    for index, match in enumerate(matches):
        said = (match["kind"] or match["zh"]).lower()
        number = match["n"] or match["m"]
        key = (_KINDS.get(said, said), _DIGITS.get(number) or int(number))
        before = prompt[max(matches[index - 1].end() if index else 0, match.start() - 60) : match.start()]
        end = matches[index + 1].start() if index + 1 < len(matches) else len(prompt)
        after = prompt[match.end() : min(end, match.end() + 60)]
        if not found.get(key):
            found[key] = _job(key[0], before, after)
    return tuple(Tag(kind, number, job) for (kind, number), job in found.items())


_LINKED = Late(r"\b(?:from|in|of|by|with)[ \[]*$")
"""After these words the job stands before the tag: "the style of @Image2"."""
_SENTENCE = Late(r"[.;!?。；！？\n]", 0)
_CLAUSE = Late(r"[.,;!?，。；！？、\n]", 0)


def _job(kind: str, before: str, after: str) -> str:
    """The job named nearest: in the clause after the tag, in the one before it, then in the sentence."""
    ahead = _CLAUSE.split(after)[0]
    back = _CLAUSE.split(before)[-1]
    for near in (back, ahead) if _LINKED.search(back) else (ahead, back):
        found = _nearest(kind, near, near is back)
        if found:
            return found
    return _nearest(kind, _SENTENCE.split(before)[-1], True)


def _nearest(kind: str, text: str, from_end: bool) -> str:
    hits = [
        (len(text) - match.end() if from_end else match.start(), rank, name)
        for rank, (name, kinds, pattern) in enumerate(_JOBS)
        if kind in kinds
        for match in pattern.finditer(text)
    ]
    return min(hits)[2] if hits else ""
