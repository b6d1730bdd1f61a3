"""Settings at the end of a prompt: `… --rs 720p --rt 16:9 --dur 5 --seed 11 --cf false --wm true`.

The older way of Ark, still accepted (contract §1.3): checked loosely, so a bad value silently falls back. The
body wins, the suffix is stripped, and the price is on the effective value (design §3).
"""

import re
from typing import Any

from onetake.core.catalogue import Model, Route, catalogue

NAMES = {
    "rs": "resolution",
    "resolution": "resolution",
    "rt": "ratio",
    "ratio": "ratio",
    "dur": "duration",
    "duration": "duration",
    "seed": "seed",
    "wm": "watermark",
    "watermark": "watermark",
    # Stripped with the others; these models have no such setting.
    "cf": "",
    "camerafixed": "",
    "fps": "",
    "framespersecond": "",
}
_PART = re.compile(rf"(?:^|\s)--({'|'.join(NAMES)})(?:\s+(?!--)(\S+))?(?=\s|$)")


def settings_in(prompt: str) -> tuple[str, dict[str, str]]:
    """(the prompt without its suffix, what the suffix says by our names); only what ends it counts."""
    if "--" not in prompt:
        return prompt, {}
    end = len(prompt.rstrip())
    said: dict[str, str] = {}
    for part in reversed(list(_PART.finditer(prompt))):
        if part.end() < end:
            break
        end = len(prompt[: part.start()].rstrip())
        name = NAMES[part[1]]
        if name and part[2]:
            said[name] = part[2]
    if end == len(prompt.rstrip()):
        return prompt, {}
    return prompt[:end], said


def lift(draft: dict[str, Any], message: dict[str, Any], route: Route) -> None:
    """Strip the suffix off the draft's prompt and use what the body leaves open."""
    prompt = draft.get("prompt")
    if not prompt or "--" not in prompt:
        return
    draft["prompt"], said = settings_in(prompt)
    model = catalogue().models.get(route.models.get(str(draft.get("model")), ""))
    for name, word in said.items():
        if name not in draft and message.get(name) is None:
            value = _value(name, word, model)
            if value is not None:
                draft[name] = value


def _value(name: str, word: str, model: Model | None) -> Any:
    """What a word means, or None where it means nothing that this model has."""
    if name == "resolution":
        offered = model.resolutions if model else tuple(catalogue().sizes)
        return word.lower() if word.lower() in offered else None
    if name == "ratio":
        return word if word in (*catalogue().ratios, "adaptive") else None
    if name == "watermark":
        return {"true": True, "false": False}.get(word.lower())
    if not re.fullmatch(r"-?[0-9]{1,10}", word):
        return None
    number = int(word)
    if name == "duration":
        low, high = model.durations if model else (4, 15)
        return "auto" if number == -1 else number if low <= number <= high else None
    limit = catalogue().limits["seed"]
    return number if limit["min"] <= number <= limit["max"] else None
