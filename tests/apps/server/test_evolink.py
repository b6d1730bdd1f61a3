"""EvoLink over the whole server: create, look, cancel, credits, three ways to store a picture, webhooks."""

import base64
import io

import pytest
from PIL import Image

CREATE, TASK = "/v1/videos/generations", "/v1/tasks"
UPLOAD = "/api/v1/files/upload"
ASKED = {"model": "seedance-2.0", "prompt": "A fox", "duration": 5, "quality": "720p"}


def picture(kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), (200, 40, 10)).save(buffer, kind)
    return buffer.getvalue()


def test_a_task_from_receipt_to_results(serve) -> None:
    async def scenario(s):
        made = (await s.client.post(CREATE, json=ASKED)).json()
        assert made["id"].startswith(f"task-unified-{made['created']}-")
        assert (made["object"], made["type"], made["status"]) == ("video.generation.task", "video", "pending")
        assert made["usage"] == {
            "billing_rule": "per_second", "credits_reserved": 17.784, "user_group": "default",
        }  # fmt: skip
        assert made["task_info"]["can_cancel"] is True
        assert (made["progress"], made["model"]) == (0, "seedance-2.0")
        await s.until(made["id"], "succeeded")
        done = (await s.client.get(f"{TASK}/{made['id']}")).json()
        assert (done["status"], done["progress"], len(done["results"])) == ("completed", 100, 1)
        assert done["task_info"]["can_cancel"] is False
        file = await s.http("").get(done["results"][0].removeprefix(s.p.policy.public_url))
        assert file.status_code == 200

    serve(scenario)


def test_the_same_task_through_every_other_contract(serve) -> None:
    async def scenario(s):
        made = (await s.client.post(CREATE, json=ASKED)).json()
        core = made["id"].rpartition("-")[2]
        ark = (await s.client.get(f"/api/v3/contents/generations/tasks/{made['id']}")).json()
        assert ark["id"].endswith(core)
        assert ark["model"] == "doubao-seedance-2-0-260128"
        movie = (await s.client.get(f"/api/v1/video/task/{core}")).json()
        assert movie["result"]["task_id"].endswith(core)
        assert (await s.client.get(f"/v2/requests/{core}/status")).status_code == 200
        assert (await s.client.get(f"/onetake/v1/videos/{core}")).json()["id"] == core

    serve(scenario)


def test_s1_row_18_cancel(serve) -> None:
    async def scenario(s):
        made = (await s.client.post(CREATE, json=ASKED)).json()
        headers = {"Content-Type": "application/json"}
        reply = await s.client.post(f"{TASK}/{made['id']}/cancel", headers=headers)
        assert reply.status_code == 200
        assert (await s.client.get(f"{TASK}/{made['id']}")).json()["status"] in ("cancelled", "pending")
        await s.until(made["id"], "cancelled")
        again = await s.client.post(f"{TASK}/{made['id']}/cancel", headers=headers)
        assert (again.status_code, again.json()["error"]["code"]) == (409, "not_cancellable")

    serve(scenario)


def test_credits_of_a_limited_key_and_of_one_without_a_limit(serve) -> None:
    async def scenario(s):
        free = (await s.client.get("/v1/credits")).json()
        assert free["success"] is True
        assert free["data"]["token"]["unlimited_credits"] is True
        mine = s.http(await s.key(credits=100_000_000))
        assert (await mine.post(CREATE, json=ASKED)).status_code == 200
        told = (await mine.get("/v1/credits")).json()["data"]
        assert told["token"] == {"remaining_credits": 82.216, "used_credits": 0, "unlimited_credits": False}
        assert told["user"] == {"remaining_credits": 82.216, "used_credits": 0}
        poor = s.http(await s.key(credits=1_000_000))
        reply = await poor.post(CREATE, json=ASKED)
        assert reply.status_code == 402
        assert reply.json()["error"]["message"] == "Insufficient credits. Required: 17.784, Available: 1.000"

    serve(scenario)


@pytest.mark.parametrize("how", ["raw", "data url", "form"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_stored_picture_can_be_named_in_a_request(serve, how: str, kind: str) -> None:
    async def scenario(s):
        raw = picture(kind)
        encoded = base64.b64encode(raw).decode()
        if how == "form":
            reply = await s.client.post(f"{UPLOAD}/stream", files={"file": ("../a b.png", raw, "image/png")})
        else:
            text = encoded if how == "raw" else f"data:image/png;base64,{encoded}"
            reply = await s.client.post(
                f"{UPLOAD}/base64", json={"base64_data": text, "file_name": "fox.png"}
            )
        assert reply.status_code == 200, reply.text
        data = reply.json()["data"]
        assert (data["file_size"], data["mime_type"]) == (len(raw), f"image/{kind.lower()}")
        assert "/" not in data["file_name"]
        got = await s.http("").get(data["file_url"].removeprefix(s.p.policy.public_url))
        assert got.content == raw
        asked = {**ASKED, "prompt": "@Image1 as first frame", "image_urls": [data["file_url"]]}
        reply = await s.client.post(CREATE, json=asked)
        assert reply.status_code == 200, reply.text

    serve(scenario)


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("base64", {}, "missing_parameter"),
        ("base64", {"base64_data": "%%%"}, "upload_invalid"),
        ("base64", {"base64_data": base64.b64encode(b"hello").decode()}, "upload_invalid"),
        ("base64", {"base64_data": 5}, "invalid_parameter"),
        ("url", {}, "missing_parameter"),
        ("url", {"file_url": "http://127.0.0.1/a.png"}, "media_blocked_address"),
    ],
)
def test_uploads_that_are_refused(serve, path: str, body: dict, code: str) -> None:
    async def scenario(s):
        reply = await s.client.post(f"{UPLOAD}/{path}", json=body)
        assert reply.headers["x-onetake-error"] == code, reply.text
        assert reply.status_code == 400
        assert (await s.stored())[2] == 0

    serve(scenario)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"--x", b"--x\r\n", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1",
        b"--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nhello\r\n--x--\r\n",
        b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--\r\n",
        b"--x\r\n" + b"A" * 20_000 + b": b\r\n\r\n1\r\n--x--\r\n",
        b"--x\r\nContent-Disposition: form-data; name=\xff\xfe\r\n\r\n1\r\n--x--\r\n",
        (b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 300) + b"--x--\r\n",
    ],
)  # fmt: skip
def test_hostile_forms_are_refused_and_leave_nothing(serve, content: bytes) -> None:
    async def scenario(s):
        for kind in (
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "multipart/form-data; boundary=",
        ):
            reply = await s.client.post(f"{UPLOAD}/stream", content=content, headers={"Content-Type": kind})
            assert 400 <= reply.status_code < 500, (kind, reply.text)
        assert (await s.stored())[2] == 0

    serve(scenario)


@pytest.mark.parametrize(
    "url", ["http://hooks.example/a", "https://127.0.0.1/a", "https://hooks.example/" + "a" * 2048]
)
def test_s1_row_20_callbacks_that_are_refused(serve, url: str) -> None:
    async def scenario(s):
        reply = await s.client.post(CREATE, json={**ASKED, "callback_url": url})
        assert (reply.status_code, reply.headers["x-onetake-error"]) == (400, "invalid_callback_url")
        assert await s.stored() == (0, 0, 0)

    serve(scenario)
