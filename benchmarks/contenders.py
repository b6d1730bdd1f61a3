"""The three servers that `benchmarks.server` compares, each with its valid create and get."""

import json
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import request
from benchmarks.processes import CLIENT_CORE, SERVER_CORE, Process, free_port

PROMPT = "A red fox trots along a misty lake shore at dawn. Slow tracking shot."
ARK_BODY = {
    "model": "doubao-seedance-2-0-260128",
    "content": [{"type": "text", "text": PROMPT}],
    "resolution": "720p",
    "ratio": "16:9",
    "duration": 5,
}
NATIVE_BODY = {
    "prompt": PROMPT,
    "model": "seedance-2.0",
    "resolution": "720p",
    "ratio": "16:9",
    "duration": 5,
}
ARK = "/api/v3/contents/generations/tasks"
NATIVE = "/onetake/v1/videos"
LITELLM = "ONETAKE_BENCH_LITELLM"
MASTER = "sk-bench"


@dataclass(slots=True)
class Contender:
    """A running server. `create` is one request; `gets` makes those that read what creates answered."""

    name: str
    process: Process
    port: int
    ready: float
    path: str
    headers: dict[str, str]
    body: bytes
    rest_memory: float = 0.0

    @property
    def create(self) -> bytes:
        return request("POST", self.path, self.headers, self.body)

    def gets(self, bodies: Sequence[str]) -> list[bytes]:
        ids = [json.loads(body)["id"] for body in bodies]
        return [request("GET", f"{self.path}/{name}", self.headers) for name in ids]


def onetake(stack: ExitStack, folder: Path) -> Contender:
    """Ours, spoken to in the Ark dialect. No worker: what is accepted stays queued."""
    port, data = free_port(), folder / "onetake"
    command = [sys.executable, "-m", "onetake.apps.cli", "serve", "--no-worker"]
    process = Process([*command, "--data-dir", str(data), "--port", str(port)], folder)
    stack.enter_context(process)
    ready = process.wait_ready(port, "/healthz")
    headers = {"Authorization": f"Bearer {(data / 'cli-key').read_text().strip()}"}
    return Contender("onetake", process, port, ready, ARK, headers, json.dumps(ARK_BODY).encode())


def native(ours: Contender) -> Contender:
    """The same server, in its own dialect."""
    body = json.dumps(NATIVE_BODY).encode()
    return Contender("native", ours.process, ours.port, ours.ready, NATIVE, ours.headers, body)


def floor(stack: ExitStack, folder: Path) -> Contender:
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.floor", str(folder / "floor"), str(port)]
    process = stack.enter_context(Process(command, folder))
    ready = process.wait_ready(port, "/none")
    return Contender("floor", process, port, ready, "/rows", {}, json.dumps(ARK_BODY).encode())


def litellm(stack: ExitStack, folder: Path) -> Contender | None:
    """LiteLLM's proxy before a provider that answers at once; None where ONETAKE_BENCH_LITELLM is not set."""
    environment = os.environ.get(LITELLM)
    if not environment:
        return None
    behind, port = free_port(), free_port()
    upstream = [sys.executable, "-m", "benchmarks.upstream", str(behind)]
    stack.enter_context(Process(upstream, folder, CLIENT_CORE))
    config = folder / "litellm.yaml"
    model = {"model": "openai/sora-2", "api_base": f"http://127.0.0.1:{behind}/v1", "api_key": "none"}
    told = {
        "model_list": [{"model_name": "sora-2", "litellm_params": model}],
        "general_settings": {"master_key": MASTER},
    }
    config.write_text(json.dumps(told))  # JSON is YAML
    command = [str(Path(environment) / "bin" / "litellm"), "--config", str(config), "--port", str(port)]
    quiet = {"LITELLM_LOG": "ERROR", "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_TELEMETRY": "False"}
    process = Process([*command, "--host", "127.0.0.1", "--num_workers", "1"], folder, SERVER_CORE, **quiet)
    stack.enter_context(process)
    ready = process.wait_ready(port, "/health/liveliness", 120)
    body = json.dumps({"model": "sora-2", "prompt": PROMPT, "seconds": "4", "size": "1280x720"}).encode()
    headers = {"Authorization": f"Bearer {MASTER}"}
    return Contender("litellm", process, port, ready, "/v1/videos", headers, body)
