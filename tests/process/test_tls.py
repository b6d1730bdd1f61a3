"""`onetake serve --tls`: the SDK and the command line reach it by themselves, others with its authority."""

import asyncio
import json
import re
import ssl
from collections.abc import Callable
from http.client import HTTPSConnection

import pytest

from onetake import AsyncClient, Client

from .server import Server

pytestmark = pytest.mark.process


def asked(server: Server, context: ssl.SSLContext, path: str) -> tuple[int, dict]:
    line = HTTPSConnection("localhost", server.port, timeout=30, context=context)
    try:
        line.request("GET", path, headers={"Authorization": f"Bearer {server.key}"})
        reply = line.getresponse()
        return reply.status, json.loads(reply.read())
    finally:
        line.close()


def test_a_task_over_https(new_server: Callable[..., Server], monkeypatch: pytest.MonkeyPatch):
    server = new_server()
    server.options = ["--tls"]
    server.start()
    trusted = server.data_dir / "tls" / "ca.pem"
    assert server.spoken.read_text() == f"{server.url}\n"
    assert re.fullmatch(r"https://127\.0\.0\.1:\d+", server.url)
    assert f"SSL_CERT_FILE={trusted}" in server.log.read_text()

    monkeypatch.setenv("ONETAKE_DATA_DIR", str(server.data_dir))
    for name in ("ONETAKE_BASE_URL", "ONETAKE_API_KEY", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Client() as client:
        made = client.videos.create("A paper boat.", duration=4, resolution="480p")
        assert client.videos.get(made.id).id == made.id

    async def found() -> str:
        async with AsyncClient() as client:
            return (await client.videos.get(made.id)).id

    assert asyncio.run(found()) == made.id

    # The quick sender, of a command that finds the server by its notice.
    assert json.loads(server.command("tasks", "get", made.id, "--json"))["id"] == made.id

    status, task = asked(server, ssl.create_default_context(cafile=trusted), f"/onetake/v1/videos/{made.id}")
    assert (status, task["id"]) == (200, made.id)
    with pytest.raises(ssl.SSLCertVerificationError):
        asked(server, ssl.create_default_context(), "/healthz")

    # The same authority after a start anew: whoever trusted it goes on.
    before = trusted.read_bytes()
    server.stop()
    server.start()
    assert trusted.read_bytes() == before
    with Client() as client:
        assert client.videos.get(made.id).id == made.id
