"""The language of a line, by its letters and its small words: enough to choose a voice, no more."""

import re

from onetake.animatic.text.late import Late

_LETTERS = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7a3"),
    ("zh", "\u3400", "\u9fff"),
    ("ru", "\u0400", "\u04ff"),
    ("ar", "\u0600", "\u06ff"),
    ("hi", "\u0900", "\u097f"),
    ("th", "\u0e00", "\u0e7f"),
)
_WORDS = {
    "es": "el los las una que está aquí usted señor gracias hola por para con muy mi te yo dónde qué espero",
    "fr": "le les une des est vous nous je c'est où merci bonjour avec pour dans pas mon ma tu être très oui",
    "de": "der die das und ist nicht ich du wir sie ein eine danke guten mit für mein wo was ja nein",
    "pt": "não você obrigado uma são está com para meu minha olá muito eu nós onde",
    "it": "il che è sono non ciao grazie una con per mio mia dove molto sei questo",
    "id": "saya kamu tidak dan yang ini itu terima kasih",
    "en": "the a an is are you i we it to of and not what where my your this that no yes have do in on me",
}
_MARKS = (("es", "¿¡ñ"), ("de", "ßäöü"), ("pt", "ãõ"), ("fr", "çœèêàùî"))
_TOLD = (
    ("ja", r"japanese|日语|日文"),
    ("ko", r"korean|韩语|韩文"),
    ("zh", r"(?:mandarin|chinese|cantonese)(?! (?:man|woman|girl|boy|lady))|中文|普通话|汉语|粤语"),
    ("es", r"in spanish|西班牙语"),
    ("fr", r"in french|法语"),
    ("de", r"in german|德语"),
    ("pt", r"in portuguese|葡萄牙语"),
    ("it", r"in italian|意大利语"),
    ("ru", r"in russian|俄语"),
    ("en", r"in english|英语|英文"),
)
_NAMED = tuple((name, Late(pattern)) for name, pattern in _TOLD)
_BAGS = {name: frozenset(words.split()) for name, words in _WORDS.items()}


def language(text: str, before: str = "") -> str:
    """A two-letter code; Latin letters without a sign of their own are "en". `before` may name it."""
    for name, first, last in () if text.isascii() else _LETTERS:
        if any(first <= letter <= last for letter in text):
            return name
    for name, pattern in _NAMED:
        if pattern.search(before) and name not in ("zh", "ja", "ko", "ru"):
            return name
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())
    counts = {name: sum(word in bag for word in words) for name, bag in _BAGS.items()}
    for name, marks in _MARKS:
        counts[name] += 2 * any(letter in marks for letter in text.lower())
    best = max(counts, key=lambda name: (counts[name], name == "en"))
    return best if counts[best] else "en"
