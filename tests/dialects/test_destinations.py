"""Where a create goes and in which headers its key travels, as the providers' documents write it."""

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.request import Request
from onetake.dialects import DIALECTS

ASKED = Request(prompt="a fox", model="seedance-2.0", model_name="m", mode="text", ratio="16:9")
TASKS = "/api/v3/contents/generations/tasks"
BEARER, KEY = ("Authorization", "Bearer key"), ("X-API-Key", "key")


@pytest.mark.parametrize(
    ("route", "url", "header"),
    [
        ("byteplus", f"https://ark.ap-southeast.bytepluses.com{TASKS}", BEARER),
        ("volcengine", f"https://ark.cn-beijing.volces.com{TASKS}", BEARER),
        ("apiyi", f"https://api.apiyi.com/seedance{TASKS}", BEARER),
        ("evolink", "https://api.evolink.ai/v1/videos/generations", BEARER),
        ("movie", "https://api.seedance2.movie/api/v1/video/task", KEY),
        ("segmind-v1", "https://api.segmind.com/v1/seedance-2.0", KEY),
    ],
)
def test_a_create_goes_where_the_documents_say(route: str, url: str, header: tuple[str, str]) -> None:
    there = catalogue().routes[route]
    name = there.model_name("seedance-2.0")
    call = next(DIALECTS[there.dialect].submitting(ASKED, there, "key"))
    assert (call.method, there.origin + call.path) == ("POST", url)
    headers = {name.lower(): value for name, value in call.headers.items()}
    assert (headers[header[0].lower()], headers["content-type"]) == (header[1], "application/json")
    assert headers["accept-encoding"] == "identity", "a body that is called gzip and is none is never met"
    assert name is not None and name in call.path + call.body.decode()
