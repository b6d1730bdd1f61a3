"""The program of Segmind's error guide, restated: one held call with retries, and what it asks for.

    python segmind_guide.py ORIGIN KEY PROGRAM [ARGUMENT…]

Prints one JSON object: the answer of the program and the waits between its attempts.
"""

import json
import sys
import time
from typing import Any

import requests  # noqa: TID251 (an outside client on purpose)

ORIGIN, KEY, PROGRAM, *ARGUMENTS = sys.argv[1:]
URL = f"{ORIGIN}/v1/seedance-2.0"
PASSING = ("internal error", "SSLError", "STALE_REQUEST", "polling timed out")
WAITS: list[float] = []
Answer = dict[str, Any]


def pause(seconds: float) -> None:
    WAITS.append(seconds)
    time.sleep(seconds)


def generate(payload: Answer, attempts: int = 3, patience: float = 300) -> Answer:
    """Hold the line until the film is there. Tried again: an empty 200 and no answer in time after 10, 20,
    30 s; a text that says that it passes after 5, 10, 20 s; broken TLS after 5 s."""
    for attempt in range(attempts):
        try:
            reply = requests.post(URL, headers={"x-api-key": KEY}, json=payload, timeout=patience)
            if reply.status_code == 200:
                if not reply.text.strip():
                    pause(10 * (attempt + 1))
                    continue
                told = reply.json()
                if told.get("output_url"):
                    return told
            text = reply.text.lower()
            if any(words.lower() in text for words in PASSING):
                pause(5 * 2**attempt)
                continue
            return {"error": reply.text, "status_code": reply.status_code}
        except requests.exceptions.Timeout:
            pause(10 * (attempt + 1))
        except requests.exceptions.SSLError:
            pause(5)
    return {"error": "no attempt left", "attempts": attempts}


def lake() -> Answer:
    """The guide's own call."""
    prompt = "From the air over a lake between mountains at sunrise"
    return generate({"prompt": prompt, "duration": 5, "resolution": "720p", "generate_audio": False})


def frames(first: str, last: str) -> Answer:
    """A clip between two pictures."""
    names = {"first_frame_url": first, "last_frame_url": last}
    return generate({"prompt": "A bud opens, hours in seconds", **names, "duration": 5, "resolution": "720p"})


def references(image: str) -> Answer:
    """A clip after a picture."""
    asked = {"prompt": "They dance in a park", "reference_images": [image], "duration": 5}
    return generate({**asked, "resolution": "720p"})


def impatient() -> Answer:
    """A client that waits for half a second only, and then asks for the very same again."""
    asked = {"prompt": "A slow dawn over hills", "duration": 15, "resolution": "720p", "seed": 5}
    return generate(asked, attempts=30, patience=0.5)


def sent(payload: str) -> Answer:
    return generate(json.loads(payload))


print(json.dumps({"told": globals()[PROGRAM](*ARGUMENTS), "waits": WAITS}))
