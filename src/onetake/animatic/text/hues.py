"""Which colour a subject has: that of its own phrase, or that of what somebody wears."""

from onetake.animatic.text import vocabulary
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import find

CLAUSE = Late(
    r"[.,;:，。；、~]|\b(?:in|on|under|over|with|through|past|near|from|to|of|and|above|below|behind|"
    r"beside|against|across|"
    r"between|around|towards?|at|by|while|as|into|onto|along|inside|outside)\b|[在从里]"
)
_GARMENT = Late(
    r"\b(?:dress(?:es)?|gowns?|coats?|cloaks?|jackets?|suits?|shirts?|t-shirts?|hoodies?|robes?|sweaters?|"
    r"kimonos?|"
    r"uniforms?|capes?|raincoats?|scarf|blouses?|skirts?|vests?|jumpsuits?|tracksuits?|overalls|puffer|"
    r"armou?r|"
    r"hanfu|qipao|cheongsam|spacesuits?)\b|"
    r"[长短纱连吊]*(?:裙|衬衫|西装|外套|大衣|风衣|旗袍|汉服|和服|长袍|道袍|袍|t恤|卫衣|毛衣|披风|斗篷|制服|"
    r"盔甲|铠甲|婚纱|"
    r"雨衣|围巾|衣)",
)


def before(text: str, start: int, reach: int) -> vocabulary.RGB | None:
    """The last colour word shortly before the noun, with nothing else named in between."""
    said = CLAUSE.split(text[max(0, start - reach) : start])[-1]
    # with what follows, or "orange juice" would be orange
    found = [hit for hit in find(vocabulary.COLOURS, said + text[start : start + 8]) if hit[1] <= len(said)]
    return _rgb(found[-1][2]) if found else None


def worn(text: str, start: int, end: int) -> vocabulary.RGB | None:
    """The colour of the first garment between two places of a text."""
    for garment in _GARMENT.finditer(text[start:end]):
        at = start + garment.start()
        found = before(text, at, min(18, at - start))
        if found:
            return found
    return None


def colour(words: str) -> vocabulary.RGB | None:
    """The last colour that these words name."""
    found = find(vocabulary.COLOURS, words)
    return _rgb(found[-1][2]) if found else None


def _rgb(name: str) -> vocabulary.RGB:
    return next(row[3] for row in vocabulary.COLOURS if row[0] == name)
