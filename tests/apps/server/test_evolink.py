"""EvoLink over the whole server: create, look, cancel, credits, three ways to store a picture, webhooks."""

import base64
import io
from datetime import datetime, timedelta
from typing import Any

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
        at, end = (datetime.fromisoformat(data[name]) for name in ("upload_time", "expires_at"))
        assert timedelta(hours=72) - timedelta(seconds=5) < end - at <= timedelta(hours=72)
        got = await s.http("").get(data["file_url"].removeprefix(s.p.policy.public_url))
        assert got.content == raw
        asked = {**ASKED, "prompt": "@Image1 as first frame", "image_urls": [data["file_url"]]}
        reply = await s.client.post(CREATE, json=asked)
        assert reply.status_code == 200, reply.text

    serve(scenario)


@pytest.mark.parametrize("cut", ["\n", "\r\n", " "])
def test_base64_may_come_in_lines(serve, cut: str) -> None:
    async def scenario(s):
        encoded = base64.b64encode(picture()).decode()
        text = cut.join(encoded[i : i + 76] for i in range(0, len(encoded), 76))
        reply = await s.client.post(f"{UPLOAD}/base64", json={"base64_data": text})
        assert reply.status_code == 200, reply.text

    serve(scenario)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("fox.png", "fox.png"), ("../../etc/passwd", "passwd"), ("C:\\pictures\\fox.png", "fox.png"),
        ("狐 狸.png", "狐 狸.png"), ("a" * 400, "a" * 255), ("..", ".."),
    ],
)  # fmt: skip
def test_a_name_is_only_a_name(serve, name: str, shown: str) -> None:
    async def scenario(s):
        encoded = base64.b64encode(picture()).decode()
        asked = {"base64_data": encoded, "file_name": name, "upload_path": "a/b"}
        data = (await s.client.post(f"{UPLOAD}/base64", json=asked)).json()["data"]
        assert (data["file_name"], data["upload_path"]) == (shown, "a/b")
        assert name not in data["file_url"]

    serve(scenario)


def form(head: str, raw: bytes) -> dict[str, Any]:
    part = f"--x\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + raw + b"\r\n"
    fields = b'--x\r\nContent-Disposition: form-data; name="uploadPath"\r\n\r\np\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    return {"content": part + fields + b"--x--\r\n", "headers": kind}


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ('name="file"; filename="fox.png"', "fox.png"),
        ('name="image"; filename="狐.png"', "狐.png"),
        ("name=file; filename=fox.png", "fox.png"),
        ("name=\"file\"; filename*=UTF-8''%E7%8B%90.png", "狐.png"),
        ('name="file"; filename=""', ""),
    ],
)
def test_a_form_may_name_its_file_in_any_way(serve, head: str, shown: str) -> None:
    async def scenario(s):
        reply = await s.client.post(f"{UPLOAD}/stream", **form(head, picture()))
        data = reply.json()["data"]
        assert data["file_name"] == (shown or f"{data['file_id']}.png")
        assert (data["upload_path"], data["mime_type"]) == ("p", "image/png")

    serve(scenario)


@pytest.mark.parametrize(
    "head", ['filename="fox.png"', 'name=""; filename="fox.png"', 'name="a\0b"; filename="fox.png"']
)
def test_a_part_without_a_name_is_refused(serve, head: str) -> None:
    async def scenario(s):
        reply = await s.client.post(f"{UPLOAD}/stream", **form(head, picture()))
        assert (reply.status_code, reply.headers["x-onetake-error"]) == (400, "invalid_parameter")
        assert (await s.stored())[2] == 0

    serve(scenario)


@pytest.mark.parametrize(("how", "more"), [("base64_data", 2**20), ("image", 2**10), ("file", 2**20)])
def test_what_is_wrong_with_a_picture_names_its_place(serve, how: str, more: int) -> None:
    async def scenario(s):
        raw = b"\x89PNG\r\n\x1a\n" + b"x" * (30 * 2**20 + more)
        if how != "base64_data":
            reply = await s.client.post(f"{UPLOAD}/stream", files={how: ("a.png", raw, "image/png")})
        else:
            encoded = base64.b64encode(raw).decode()
            reply = await s.client.post(f"{UPLOAD}/base64", json={"base64_data": encoded})
        assert (reply.status_code, reply.headers["x-onetake-error"]) == (413, "media_too_large")
        error = reply.json()["error"]
        assert error["type"] == "request_too_large_error"
        assert error["message"].startswith("File size exceeds the limit: ")
        assert error["message"].endswith(f"({how})")
        assert "media[" not in error["message"]
        assert (await s.stored())[2] == 0

    serve(scenario)


def test_s1_row_22_a_url_that_leads_nowhere_is_named(serve) -> None:
    async def scenario(s):
        for url in ("cat.png", "https://media.example/cat.png"):
            reply = await s.client.post(f"{UPLOAD}/url", json={"file_url": url})
            assert (reply.status_code, reply.headers["x-onetake-error"]) == (400, "media_unreachable")
            assert reply.json()["error"]["message"].endswith("(file_url)")

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


def test_a_length_that_was_left_to_the_model_is_not_told_as_a_word(serve) -> None:
    async def scenario(s):
        id = await s.ark(duration=-1)
        seen = (await s.client.get(f"{TASK}/{id}")).json()
        assert "video_duration" not in seen["task_info"]
        assert type(seen["task_info"]["estimated_time"]) is int

    serve(scenario)


@pytest.mark.parametrize("id", ["x", "task-unified-1772203771-yf1dxogh", "%00", "task-unified--"])
def test_s1_row_08_an_id_that_names_nothing(serve, id: str) -> None:
    async def scenario(s):
        for reply in (await s.client.get(f"{TASK}/{id}"), await s.client.post(f"{TASK}/{id}/cancel")):
            assert reply.status_code == 404
            assert reply.json()["error"] == {
                "message": "Task not found", "type": "invalid_request_error", "code": "task_not_found",
            }  # fmt: skip

    serve(scenario)


def test_a_task_of_another_project_is_not_there(serve) -> None:
    async def scenario(s):
        made = (await s.client.post(CREATE, json=ASKED)).json()
        stranger = s.http(await s.key(project="another"))
        assert (await stranger.get(f"{TASK}/{made['id']}")).status_code == 404
        assert (await stranger.post(f"{TASK}/{made['id']}/cancel")).status_code == 404

    serve(scenario)


@pytest.mark.parametrize("body", [None, "", "{}", "null", "not json"])
def test_a_cancel_needs_no_body(serve, body: str | None) -> None:
    async def scenario(s):
        made = (await s.client.post(CREATE, json=ASKED)).json()
        headers = {"Content-Type": "application/json"}
        reply = await s.client.post(f"{TASK}/{made['id']}/cancel", content=body, headers=headers)
        assert (reply.status_code, reply.json()["id"]) == (200, made["id"])

    serve(scenario)
