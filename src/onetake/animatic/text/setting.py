"""Where a shot plays: the place that its words name, else where those in it are at home."""

from collections.abc import Sequence

from onetake.animatic.text import lexicon, places
from onetake.animatic.text.compounds import Row
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import Found, find, first
from onetake.animatic.text.mention import PEOPLE
from onetake.animatic.text.reading import Reading
from onetake.animatic.text.subject import Subject

GLOW = Late(r"neon|cyberpunk|霓虹|赛博朋克")
"""What makes one think of a city where no place is named."""
_SEEN = Late(
    r"(?:\b(?:look|gaz|star|glanc|point|fac)\w*(?: \w+)? (?:at|towards?|to|into|out (?:at|over)|over) "
    r"(?:the |a )?|"
    r"[看望视瞧盯]着?[向到]?)$",
)


def named(text: str, general: str, before: Reading | None) -> list[str]:
    """The places the shot names, else those of the shot before, else those of all shots.

    What somebody looks at is no new place for a shot that follows another.
    """
    hits = _left(find(lexicon.SETTINGS, text), text) or _rooms(text)
    firm = [hit for hit in hits if not GLOW.fullmatch(text[hit[0] : hit[1]])]
    if before is None:
        return _land(firm or hits, text) or [name for _, _, name in find(lexicon.SETTINGS, general)]
    hits = [hit for hit in firm if not _SEEN.search(text[max(0, hit[0] - 40) : hit[0]])]
    return _land(hits, text) or [before.setting, *before.also]


_LEFT = Late(
    r"(?:[冲走跑逃]出|离开|\b(?:(?:runs?|walks?|steps?|bursts?|storms?|comes?|rushes) out of|leaves|exits)"
    r"(?: (?:the|a|an|his|her|their))?(?: \w+)? ?)$",
)
_ROOM = Late(r"\b\w{2,12}(?:room|shop|store)\b|[^\W\d_a-zA-Z](?:店|厅|馆|室)(?!外|长|员|主)")


def _left(hits: list[Found], text: str) -> list[Found]:
    """The places; who runs out of a room is in the street, and 老街理发店 is a shop."""
    shops = {b[0] for b in hits if b[2] == "interior"}
    hits = [hit for hit in hits if hit[1] not in shops or text[hit[1] - 1].isascii()]
    out = {hit for hit in hits if hit[2] == "interior" and _LEFT.search(text[max(0, hit[0] - 30) : hit[0]])}
    return [(a, b, "street") if (a, b, name) in out else (a, b, name) for a, b, name in hits]


def _rooms(text: str) -> list[Found]:
    """A room by what is in it, or by the end of its name, where the lexicon has no such place."""
    found = find(places.ROOMS, text)
    match = None if found else _ROOM.search(text)
    return [(*found[0][:2], "interior")] if found else [(*match.span(), "interior")] if match else []


_ROAD = Late(r"roads?|highway|bridge|马路|公路|道路")
_WILD = ("desert", "forest", "snow", "mountains", "beach", "meadow")


def _land(hits: Sequence[Found], text: str) -> list[str]:
    """The places in order; a road lies in the land that is named after it: "a highway across the desert"."""
    crossed = any(name == "city" for *_, name in hits)
    hits = [hit for hit in hits if not (crossed and text[hit[0] : hit[1]].lower() == "bridge")]
    names = [name for _, _, name in hits]
    if names and _ROAD.fullmatch(text[hits[0][0] : hits[0][1]]):
        names.sort(key=lambda name: name not in _WILD)
    return names


_BROAD = ("sky", "mountains", "meadow", "forest")


def stage(found: list[str]) -> str | None:
    """The stage: the first place named, but water and rooms beat the broad backdrops behind them."""
    if not found:
        return None
    first = found[0]
    if first == "abstract":
        places = [name for name in found if name not in ("abstract", "city", "sky")]
        return places[0] if places else first
    if first == "interior" and "studio" in found:
        return "studio"
    if "underwater" in found and first in ("sea", "beach", "lake"):
        return "underwater"
    if first in _BROAD:
        for name in found[1:]:
            if name in ("lake", "beach", "interior", "snow", "underwater", "space"):
                return name
            if first == "sky" and name not in ("sky",):
                return name
    if first == "city" and "street" in found:
        return "street"
    if first == "sea" and "beach" in found:
        return "beach"
    return first


_HOMES = {
    "car": "street",
    "truck": "street",
    "train": "meadow",
    "bicycle": "street",
    "boat": "sea",
    "plane": "sky",
    "rocket": "space",
    "balloon": "sky",
    "astronaut": "space",
    "cup": "interior",
    "bottle": "interior",
    "phone": "interior",
    "shoe": "interior",
    "flower": "meadow",
    "whale": "sea",
    "fish": "underwater",
    "bird": "sky",
    "butterfly": "meadow",
    "lion": "meadow",
    "horse": "meadow",
    "tiger": "forest",
    "fox": "forest",
    "deer": "forest",
    "bear": "forest",
    "wolf": "forest",
    "robot": "city",
    "ball": "meadow",
    "woman": "street",
    "man": "street",
}


def home(subjects: tuple[Subject, ...], weather: str) -> str:
    """Where a subject is at home when the prompt names no place."""
    if not subjects:
        return "snow" if weather == "snow" else "mountains"
    trade = first(_TRADES, subjects[0].label, "") if subjects[0].kind in PEOPLE else ""
    return trade or _HOMES.get(subjects[0].kind, "meadow")


_TRADES: tuple[Row, ...] = (
    ("sea", r"surfers?|sailors?|captain|pirates?", r"冲浪者|水手|船长|海盗"),
    ("snow", r"skiers?|snowboarders?", r"滑雪者"),
    ("mountains", r"hikers?|climbers?|mountaineers?", r"登山者|登山客"),
    ("lake", r"fisherm[ae]n|anglers?|rowers?", r"渔夫|渔民|船夫"),
    ("underwater", r"divers?", r"潜水员"),
    ("meadow", r"farmers?|shepherds?|gardeners?|goalkeepers?|(?:foot|base)ball players?|golfers?|knights?|"
     r"archers?|samurai", r"农民|农夫|牧民|牧羊人|园丁|足球运动员|守门员|骑士|武士"),
    ("interior", r"chefs?|cooks?|bakers?|baristas?|bartenders?|waiters?|waitress(?:es)?|teachers?|doctors?|"
    r"nurses?|"
     r"surgeons?|dentists?|scientists?|watchmakers?|tailors?|potters?|librarians?|pianists?|djs?|"
     r"programmers?|"
     r"gamers?|judges?|lawyers?|detectives?|hairdressers?|podcasters?|streamers?", r"厨师|大厨|咖啡师|"
     r"面包师|服务员|老师|医生|"
     r"护士|科学家|裁缝|钢琴师|程序员|法官|律师|侦探|理发师|主播|调酒师|书生"),
)  # fmt: skip
"""Where those are at home whose work has a place."""
