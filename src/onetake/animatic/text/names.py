"""Names that a prompt gives to those in it: "a robot named Bolt", 名叫小白的狗, and 小马 who types.

A name is what its noun is, in every shot. One that comes without a noun is a person's when it does what only
people do; a pronoun after it tells whether she or he.
"""

import re
from collections.abc import Iterator, Mapping

from onetake.animatic.text import vocabulary
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import Found, find

MOST = 8
"""How many names of a prompt are followed: a clip of fifteen seconds has fewer."""

_NAMED = Late(
    r"\b(?:named|called|nicknamed)\s+(?P<name>[A-Z][\w'-]*(?: [A-Z][\w'-]*)?)(?! (?:Creek|River|Lake|Bay|"
    r"Road|Street))",
    0,
    only="latin",
)
_THE = Late(r"\b(?P<name>[A-Z][a-z'-]+),? (?:the|a|an) (?=(?:[a-z-]+ ){0,3}[a-z])", 0, only="latin")
_ALONE = Late(r"\b[A-Z][a-z'-]+\b(?!,? (?:the|an?) )", 0, only="latin")
_NAMED_ZH = Late(
    r"(?:名叫|名字叫|叫做|叫作|取名|名为|(?<=[只个位名条])叫)(?P<name>[^\W\d_a-zA-Z]{2,3}?)(?=的|，|。|,|"
    r"在|正|走|跑|和|$)",
    0,
    only="han",
)
_NICKNAMED = Late(
    r"(?P<name>[^\W\d_a-zA-Z]{2}?)(?:[和与、](?P<other>[^\W\d_a-zA-Z]{2}))?[(（](?P<who>[^)）]{0,12})(?:外号|昵称|小名|绰号)",
    0,
    only="han",
)
_MASS = Late(
    r"(?i:smoke|water|light|rain|snow|fog|mist|steam|music|time|day|night|morning|everyone|someone|nobody|"
    r"camera|"
    r"scene|shot|she|he|it|they|we|you|who|then|slowly|suddenly|meanwhile|text|logo|voice|narrator|"
    r"sunlight|dust|fire|"
    r"wind|style|mood|audio|video|image|lightning|thunder|silence|leaves|sand|confetti|super|title|caption|"
    r"subtitle)",
    0,
)
_DOES = Late(
    r"(?P<name>\b[a-z][a-z'-]+(?: [a-z][a-z'-]+)?) (?:slowly |quickly |quietly |gently |softly |then )?"
    r"(?:says|asks|replies|smiles|laughs|grins|cries|nods|shrugs|sighs|whispers|shouts|picks up|grabs|hugs|"
    r"kisses|"
    r"types|reads|writes|drinks|winks|frowns|kneels|sings|puts on|takes off|looks (?:up|down|back|at)|stares|"
    r"walks (?:into|in|through|along|down|up|out)|sits (?:down|on|at|in|by)|opens (?:the|a|her|his)|"
    r"turns (?:around|to))",
    only="latin",
)
_SPEAKS = Late(r"(?:^|[\n.!?\"”] ?)(?P<name>[A-Z][a-z]+): ?(?=[\"“~])", 0, only="latin")
_HUMAN_ZH = (
    r"(?:缓缓|慢慢|轻轻|突然|猛地|独自|正在?|微微)?(?:背着|提着|拿[着起出]|抱[着起]|推开|戴[着上]|穿着|"
    r"盯着|望着|看着|握[着紧]|"
    r"举[着起]|端[着起]|撑着|拎着|微笑|笑着|笑了|说|问|回答|大喊|喊道|哭|转身|抬头|低头|回头|点头|摇头|"
    r"弹着|唱着|写着|翻开|"
    r"坐在|站起|起身|走进|打字|开会|加班|在(?:会议室|办公室|公司|教室|课堂|厨房|地铁|咖啡)|接起|打电话)"
)
_NAME_ZH = Late(
    rf"(?:(?:^|(?<=[，。；：！？、\s~]))(?P<nick>[小阿老][^\W\d_a-zA-Z])|"
    rf"(?:^|(?<=[。：！？\n~]))(?P<name>[^\W\d_a-zA-Z]{{2,3}}?))(?={_HUMAN_ZH})",
    0,
    only="han",
)
_NO_NAME_ZH = Late(
    r"[的在着了和与从把被向对这那又都也很正不只缓慢轻突忽然镜头画面人手眼双脸身嘴夕阳月光一两三几个他她它们再随后先便就仍还并时而"
    r"边上下里外中前后左右年日夜晨站坐走跑飞开始终于静低声客观众全场老师医生孩女男子父母爷奶叔姨哥姐弟妹旁字标板地众]",
    0,
)
_BEAST = Late(r"[一两三几这那][匹只头条]小?.$", 0)
_HE_ALONE = Late(
    r".*(?:m[ae]n|he|guy|gentlem[ae]n|father|dad|daddy|papa|grand(?:father|pa|dad)|king|prince|lord|duke|"
    r"wizard|monk|"
    r"brother|uncle|nephew|husband|boyfriend|groom|dude|lad|waiter|people|couple|crowd|family|audience|"
    r"police|band|crew|"
    r"[男父爸爷叔伯哥弟夫僧王他子们人]|先生|大叔|和尚|众|大家|国王|小哥|老板|情侣|同事|观众|乐队)",
)
_SHE = Late(r"\bshe\b|\bher (?!an?\b|the\b|to\b|and\b|in\b|with\b|as\b)|她")
_HER = Late(r"\b(?:she|her)\b|她")
_HIS = Late(r"\b(?:he|his|him)\b|(?<![吉其])他")


def known(text: str) -> dict[str, str]:
    """Every name in a prompt (without its quotes) with the kind of whom it names, at most eight."""
    found: dict[str, str] = {}
    for match in (*_NAMED.finditer(text), *_NAMED_ZH.finditer(text)):
        kind = _kind_before(text, match.start()) or _kind_after(text, match.end())
        _note(found, match["name"], kind or _person(text, match["name"], match.end()))
    for match in _NICKNAMED.finditer(text):
        for name in filter(None, match.group("name", "other")):
            _note(found, name, _kind_before(match["who"], len(match["who"])) or "man")
    alone = frozenset(_ALONE.findall(text))
    for match in _THE.finditer(text):
        kind = _kind_after(text, match.end()) if match["name"] in alone else None
        if kind and _unheard(match["name"]):
            _note(found, match["name"], _person(text, "", match.end(), kind) if kind == "man" else kind)
    for name in _hers(text):
        _note(found, name, "woman")
    for match in (*_SPEAKS.finditer(text), *_DOES.finditer(text)):
        words = match["name"].split()
        name = words[-1] if words[0][0].islower() or _MASS.fullmatch(words[0]) else match["name"]
        if _unheard(name) and not find(vocabulary.SUBJECTS, match.group()):
            _note(found, name, _person(text, name, match.end()))
    for match in _NAME_ZH.finditer(text):
        name = match["nick"] or match["name"]
        if _plain_name(name):
            _note(found, name, _person(text, name, match.end()))
    return found


def _hers(text: str) -> Iterator[str]:
    """Nouns that tell nothing of she or he, where the next pronoun is she: "an archer draws her bow"."""
    people = find(vocabulary.SUBJECTS, text)
    if any(kind == "woman" and text[a:b].lower() not in ("she", "她") for a, b, kind in people):
        return
    for start, end, kind in people:
        noun = text[start:end]
        if kind != "man" or _HE_ALONE.fullmatch(noun) or noun.endswith(("s", "们")):
            continue
        her, his = _SHE.search(text, end, end + 300), _HIS.search(text, end, end + 300)
        if her and (his is None or her.start() < his.start()):
            yield noun


def _note(found: dict[str, str], name: str, kind: str) -> None:
    if len(found) < MOST:
        found.setdefault(name, kind)


def _unheard(name: str) -> bool:
    """Whether the lexicon knows none of its words, so that it can be a name."""
    if any(_MASS.fullmatch(word) or not word[:1].isupper() for word in name.split()):
        return False
    return not find(vocabulary.SUBJECTS, name) and not name.split()[-1].endswith("s")


def _plain_name(name: str) -> bool:
    if name in ("小马", "老马"):
        return True
    return not _NO_NAME_ZH.search(name) and not find(vocabulary.SUBJECTS, name)


def _kind_before(text: str, end: int) -> str | None:
    hits = find(vocabulary.SUBJECTS, re.split(r"[.;!?。；！？]", text[max(0, end - 40) : end])[-1])
    return hits[-1][2] if hits else None


def _kind_after(text: str, start: int) -> str | None:
    hits = find(vocabulary.SUBJECTS, re.split(r"[.,;!?。，；！？]", text[start : start + 30])[0])
    return hits[0][2] if hits else None


def _person(text: str, name: str, after: int, kind: str = "man") -> str:
    """Woman or man, by the first pronoun after the name, else by its last letter, else this kind."""
    her, his = _HER.search(text, after, after + 400), _HIS.search(text, after, after + 400)
    if her or his:
        return "woman" if her and (not his or her.start() < his.start()) else "man"
    return "woman" if name and name[-1] in "a丽红芳美燕娟花梅婷雪玲莉娜琳云月兰晴瑶" else kind


def named(text: str, names: Mapping[str, str], found: list[Found]) -> list[Found]:
    """The hits with the names of this text in place of what the lexicon takes them for."""
    places: list[Found] = []
    taken: set[int] = set()
    for name, kind in names.items():
        pattern = rf"(?<![\w-]){re.escape(name)}(?![\w-])" if name.isascii() else re.escape(name)
        for match in re.finditer(pattern, text):
            if not _BEAST.search(text[max(0, match.start() - 2) : match.end()]):
                places.append((match.start(), match.end(), kind))
                taken.update(range(*match.span()))
    free = [hit for hit in found if hit[0] not in taken and hit[1] - 1 not in taken]
    return sorted({*free, *places}) if places else found
