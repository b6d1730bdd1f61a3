"""Prompts as people write them, put together at random: English and Chinese, one shot or several."""

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

_PARTS: Mapping[str, Any] = tomllib.loads(files("onetake.testing").joinpath("wishes.toml").read_text("utf-8"))
_SURREAL = 0.12
"""How often somebody does what others do where others are: people do ask for that."""

_VERB = re.compile(r"\{(\w+)\|(\w+)\}")
_SEVERAL = re.compile(r"two |three |an elderly couple")


def wish(dice: random.Random) -> str:
    """One prompt; a third of them in Chinese, a third with several shots."""
    chinese = int(dice.random() < 0.34)
    count = dice.choice((1, 1, 1, 1, 2, 3))
    if count == 1:
        return _sentence(dice, chinese)
    form = dice.randrange(3)
    parts, at = [], 0
    for number in range(1, count + 1):
        end = at + dice.randrange(2, 5)
        head = (f"{at}-{end}s: ", f"Shot {number}: ", "Then " * (number > 1)) if not chinese else (
            f"{at}-{end}秒：", f"镜头{number}：", "然后" * (number > 1)
        )  # fmt: skip
        parts.append(head[form] + _sentence(dice, chinese))
        at = end
    return ("" if chinese else " ").join(parts)


def _sentence(dice: random.Random, chinese: int) -> str:
    who, does, where = (text[chinese] for text in _scene(dice))
    around = ("light", "camera", "look", "says", "heard")
    light, camera, look, says, heard = (dice.choice(_PARTS["around"][name])[chinese] for name in around)
    if chinese:
        clauses = [light, where + who + does, camera, look]
        return "，".join(clause for clause in clauses if clause) + "。" + (f"{says}" if says else "") + heard
    does = _VERB.sub(r"\1" if _SEVERAL.match(who) else r"\2", does)
    first = " ".join(word for word in (who, does, where, light) if word)
    rest = [clause for clause in (camera, look) if clause]
    return ", ".join([first[0].upper() + first[1:], *rest]) + ". " + " ".join(t for t in (says, heard) if t)


def _scene(dice: random.Random) -> Sequence[tuple[str, str]]:
    """Who does what where: of one cast, so that it could be, and now and then of several."""
    casts = list(_PARTS["casts"].values())
    cast = dice.choice(casts)
    surreal = dice.random() < _SURREAL
    return [dice.choice((dice.choice(casts) if surreal else cast)[part]) for part in ("who", "does", "where")]
