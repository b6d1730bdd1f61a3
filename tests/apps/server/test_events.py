"""Event streams: the whole story, from any point on, live, and their end."""

import asyncio
import json

NATIVE = "/onetake/v1/videos"


def parsed(text):
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and line[0] != ":")
        if "data" in fields:
            found.append((fields.get("id"), fields["event"], json.loads(fields["data"])))
    return found


def test_the_story_is_replayed_and_resumed(serve):
    async def scenario(s):
        made = await s.native()
        await s.until(made["id"], "running")
        await s.until(made["id"], "succeeded")
        url = f"{NATIVE}/{made['id']}/events"
        reply = await s.client.get(url)
        assert reply.headers["content-type"] == "text/event-stream"
        story = parsed(reply.text)
        assert [int(id) for id, _, _ in story] == list(range(1, len(story) + 1))
        assert story[0][1] == "accept"
        last = story[-1][2]
        assert (last["status"], last["price"]) == ("succeeded", "5.0094")
        resumed = parsed((await s.client.get(url, headers={"Last-Event-ID": "2"})).text)
        assert resumed == story[2:]
        nothing = await s.client.get(url, headers={"Last-Event-ID": str(len(story))})
        assert nothing.status_code == 200
        assert parsed(nothing.text) == []
        assert (await s.client.get(url, headers={"Last-Event-ID": "x"})).status_code == 400

    serve(scenario)


def test_a_stream_follows_live_shows_frames_and_ends_with_the_task(serve):
    async def scenario(s):
        made = await s.native()
        streaming = asyncio.create_task(s.client.get(f"{NATIVE}/{made['id']}/events"))
        await s.when(lambda: s.p.listeners)
        for done in (12, 60):
            s.provider.progress = (done, 120)
            await s.until(made["id"], "running")
            await s.when(lambda done=done: s.p.progress.get(made["id"]) == (done, 120))
            await asyncio.sleep(0.02)
        assert not streaming.done()
        await s.until(made["id"], "succeeded")
        reply = await asyncio.wait_for(streaming, 5)
        story = parsed(reply.text)
        frames = [data for id, kind, data in story if kind == "progress"]
        assert frames == [{"done": 12, "total": 120}, {"done": 60, "total": 120}]
        assert all(id is None for id, kind, _ in story if kind == "progress")
        assert story[-1][1] == "deliver"
        assert not s.p.listeners

    serve(scenario)


def test_a_stream_ends_when_the_task_is_removed_or_the_server_stops(serve):
    async def scenario(s):
        made = await s.native()
        streaming = asyncio.create_task(s.client.get(f"{NATIVE}/{made['id']}/events"))
        await s.when(lambda: s.p.listeners)
        s.app.stop()
        assert parsed((await asyncio.wait_for(streaming, 5)).text)[0][1] == "accept"
        assert not s.p.listeners

    serve(scenario)


def test_quiet_streams_say_that_they_live(serve, monkeypatch):
    monkeypatch.setattr("onetake.apps.server.events.QUIET", 0.02)

    async def scenario(s):
        made = await s.native()
        streaming = asyncio.create_task(s.client.get(f"{NATIVE}/{made['id']}/events"))
        await asyncio.sleep(0.2)
        s.app.stop()
        assert (await asyncio.wait_for(streaming, 5)).text.count(": still here") >= 2

    serve(scenario, worker=False)


def test_a_caller_that_hangs_up_leaves_nothing_behind(serve):
    async def scenario(s):
        made = await s.native()
        sent = []

        async def receive():
            if len(sent) < 2:
                await asyncio.sleep(0.01)
                return {"type": "http.request", "body": b"", "more_body": False}
            return {"type": "http.disconnect"}

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http", "method": "GET", "path": f"{NATIVE}/{made['id']}/events", "query_string": b"",
            "headers": [(b"authorization", s.client.headers["authorization"].encode())],
        }  # fmt: skip
        await asyncio.wait_for(s.app(scope, receive, send), 5)
        assert not s.p.listeners

    serve(scenario, worker=False)
