"""Pages and aids: all of it from here, nothing run that is not a file of ours."""

import re

from starlette.routing import Route

from onetake.core.problem import kinds

CLOSED = "default-src 'none'"


def test_t24_pages_load_nothing_from_elsewhere(serve):
    async def scenario(s):
        stranger = s.http()
        for path in ("/", "/docs"):
            page = await stranger.get(path)
            assert page.headers["content-security-policy"].startswith(CLOSED)
            assert not re.search(r"""(src|href)=["'](https?:)?//""", page.text)
            assert not re.search(r"<script(?![^>]*src=)|\son\w+=|<style", page.text)
            for asset in re.findall(r"(?:src|href)=\"(/[^\"]+)\"", page.text):
                assert (await stranger.get(asset)).status_code == 200, asset
        script = (await stranger.get("/static/docs.js")).text
        assert "innerHTML" not in script
        assert "http" not in script
        for name in ("nothing.js", "..%2fapp.py", "%2e%2e"):
            assert (await stranger.get(f"/static/{name}")).status_code == 404

    serve(scenario, worker=False)


def test_the_document_names_every_path_of_the_tables(serve):
    async def scenario(s):
        told = (await s.http().get("/openapi.json")).json()
        assert told["openapi"].startswith("3.1")
        served = {
            (r.path, m)
            for r in s.app.routes
            if isinstance(r, Route) and r.name.split(".")[1] != "error"
            for m in r.methods or ()
            if r.path.startswith(("/api", "/seedance", "/onetake")) and m != "HEAD"
        }
        documented = {(p, m.upper()) for p, item in told["paths"].items() for m in item if m != "parameters"}
        assert served <= documented

    serve(scenario, worker=False)


def test_every_error_code_has_its_page(serve):
    async def scenario(s):
        stranger = s.http()
        for code in kinds():
            told = (await stranger.get(f"/onetake/v1/errors/{code}")).json()
            assert told["code"] == code
            assert told["fix_zh"]
        page = await stranger.get("/onetake/v1/errors/invalid_json", headers={"Accept": "text/html"})
        assert page.headers["content-type"].startswith("text/html")
        assert page.headers["content-security-policy"].startswith(CLOSED)
        assert (await stranger.get("/onetake/v1/errors/%3Cb%3E")).status_code == 404

    serve(scenario, worker=False)


def test_models_routes_and_metrics(serve):
    async def scenario(s):
        models = (await s.client.get("/onetake/v1/models")).json()
        assert models["sizes"]["720p"]["16:9"] == [1280, 720]
        assert models["data"][0]["names"]["native"] == "standard"
        routes = (await s.client.get("/onetake/v1/routes")).json()
        assert routes["backends"] == [
            {"name": "provider", "route": "volcengine", "local": False, "preferred": True}
        ]
        await s.ark()
        text = (await s.http(await s.key(scopes=["metrics"])).get("/metrics")).text
        assert 'onetake_requests_total{dialect="ark",op="create",status="200"} 1.0' in text
        assert 'onetake_tasks{state="open"} 1.0' in text

    serve(scenario, worker=False)
