"""The webhook server of EvoLink's tutorial, restated: Flask, the download in a thread, the answer at once.

    python evolink_receiver.py FOLDER

Listens on a free port of loopback, which is its first line; then a line of JSON for each delivery. The
tutorial's own has a fixed port and a tunnel in front that speaks https; here the test puts TLS before it.
"""

import json
import logging
import os
import sys
import threading
from pathlib import Path
from typing import Any

import requests as outgoing  # noqa: TID251 (an outside client on purpose)
from flask import Flask, jsonify, request
from werkzeug.serving import make_server

NEEDED = ("id", "status", "model", "created")

FOLDER = Path(sys.argv[1])
FOLDER.mkdir(exist_ok=True)
logging.getLogger("werkzeug").setLevel(logging.ERROR)
app = Flask(__name__)


def genuine(task: dict[str, Any]) -> bool:
    """The tutorial's check of a delivery: the form of the id, and fields that are there."""
    return task.get("id", "").startswith("task-unified-") and all(name in task for name in NEEDED)


def download(url: str, task_id: str) -> None:
    reply = outgoing.get(url, stream=True, timeout=120)
    reply.raise_for_status()
    part = FOLDER / f"{task_id}.part"
    with part.open("wb") as file:
        for piece in reply.iter_content(chunk_size=8192):
            file.write(piece)
    os.replace(part, FOLDER / f"{task_id}.mp4")  # so that whoever waits for the name finds all of it


@app.route("/api/webhook/seedance", methods=["POST"])
def deliver() -> Any:
    task = request.json
    if not task:
        return jsonify({"error": "no task"}), 400
    line = {"task": task, "genuine": genuine(task), "type": request.content_type}
    print(json.dumps(line), flush=True)
    if task.get("status") == "completed" and task.get("results"):
        where = task["results"][0], task.get("id", "unknown")
        threading.Thread(target=download, args=where).start()
    return jsonify({"received": True, "task_id": task.get("id", "unknown")}), 200


@app.route("/health", methods=["GET"])
def health() -> Any:
    return jsonify({"status": "ok"}), 200


server = make_server("127.0.0.1", 0, app, threaded=True)
print(server.server_port, flush=True)
server.serve_forever()
