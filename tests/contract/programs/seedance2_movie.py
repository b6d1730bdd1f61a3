"""The two programs that seedance2.movie's document shows in Python, restated.

    python seedance2_movie.py ORIGIN KEY image|text FOLDER

They know their origin, their key and nothing of Onetake. Between two queries they sleep 5 s after an image,
8 s after a text. They print one JSON object: the path, the statuses seen and the finished task.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import requests  # noqa: TID251 (an outside client on purpose)

ENDED = ("completed", "failed", "cancelled", "expired")
PAUSES = {"image": 5, "text": 8}


class Api:
    """The five calls of the programs. Every one has both headers, a body or not."""

    def __init__(self, origin: str, key: str) -> None:
        self.base = f"{origin}/api/v1/video"
        self.headers = {"X-API-Key": key, "Content-Type": "application/json"}

    def upload(self, file: Path, kind: str) -> str:
        """Presign with query parameters on a POST without a body, then put the open file."""
        told = requests.post(
            f"{self.base}/upload/presign",
            headers=self.headers,
            params={"filename": file.name, "content_type": kind},
        )
        told.raise_for_status()
        result = told.json()["result"]
        with file.open("rb") as opened:
            put = requests.put(result["presigned_url"], headers={"Content-Type": kind}, data=opened)
        put.raise_for_status()
        return result["file_path"]

    def submit(self, **asked: Any) -> str:
        told = requests.post(f"{self.base}/task", headers=self.headers, json=asked)
        told.raise_for_status()
        return told.json()["result"]["task_id"]

    def wait(self, task: str, pause: int, budget: int = 600) -> tuple[list[str], dict[str, Any]]:
        """Query until the task has ended, as long as the document's own program does."""
        seen: list[str] = []
        for _ in range(budget // pause):
            found = requests.get(f"{self.base}/task/{task}", headers=self.headers).json()["result"]
            if found["status"] not in seen[-1:]:
                seen.append(found["status"])
            if found["status"] in ENDED:
                return seen, found
            time.sleep(pause)
        raise SystemExit("polling timeout")


def main(origin: str, key: str, program: str, folder: str) -> None:
    api, path = Api(origin, key), None
    asked: dict[str, Any] = {"model": "seedance-2.0", "resolution": "720p"}
    if program == "image":
        path = api.upload(Path(folder) / "character.png", "image/png")
        prompt = {"type": "text", "text": "She turns round slowly, wind in her hair"}
        content = [{"type": "image_url", "image_url": path}, prompt]
        asked |= {"content": content, "ratio": "16:9", "duration": 8}
    else:
        content = [{"type": "text", "text": "A ship glides past a ringed planet, a grand wide shot"}]
        asked |= {"content": content, "ratio": "21:9", "duration": 10, "generate_audio": True}
    seen, task = api.wait(api.submit(**asked), PAUSES[program])
    print(json.dumps({"path": path, "seen": seen, "task": task}))


if __name__ == "__main__":
    main(*sys.argv[1:])
