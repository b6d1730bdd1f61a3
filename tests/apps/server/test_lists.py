"""Lists: Ark's numbered pages with every filter, native's key set."""

ARK = "/api/v3/contents/generations/tasks"
NATIVE = "/onetake/v1/videos"


def test_arks_filters(serve):
    async def scenario(s):
        ids = [await s.ark(f"fox {i}") for i in range(5)]
        fast = await s.ark("a fast fox", model="doubao-seedance-2-0-fast-260128")
        await s.until(ids[0], "succeeded")
        s.provider.status = "queued"

        async def listed(**query):
            reply = await s.client.get(ARK, params=query)
            assert reply.status_code == 200, reply.text
            return reply.json()["total"], [t["id"] for t in reply.json()["items"]]

        everything = await listed()
        assert everything == (6, [fast, *reversed(ids)])
        assert await listed(page_num=2, page_size=4) == (6, [ids[1], ids[0]])
        assert await listed(page_num=3, page_size=4) == (6, [])
        assert await listed(**{"filter.status": "succeeded"}) == (1, [ids[0]])
        assert await listed(**{"filter.model": "doubao-seedance-2-0-fast-260128"}) == (1, [fast])
        assert await listed(**{"filter.task_ids": [ids[1], ids[3], "cgt-nothing"]}) == (2, [ids[3], ids[1]])
        assert await listed(**{"filter.task_ids": "cgt-nothing"}) == (0, [])
        assert await listed(**{"filter.service_tier": "flex"}) == (0, [])
        assert await listed(**{"filter.service_tier": "default"}) == everything

    serve(scenario)


def test_arks_bad_filters_are_named(serve):
    async def scenario(s):
        for name, value in (
            ("page_num", "0"), ("page_num", "501"), ("page_size", "x"), ("page_size", "501"),
            ("filter.status", "done"), ("filter.service_tier", "gold"),
        ):  # fmt: skip
            reply = await s.client.get(ARK, params={name: value})
            assert reply.status_code == 400
            assert reply.json()["error"]["param"] == name

    serve(scenario, worker=False)


def test_a_request_line_of_150_ids_is_served(serve):
    async def scenario(s):
        id = await s.ark()
        ids = [
            *(f"cgt-20270101000000-{'a' * 25}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz234567" * 5),
            id,
        ]
        reply = await s.client.get(ARK, params={"filter.task_ids": ids})
        assert reply.json()["total"] == 1

    serve(scenario, worker=False)


def test_natives_key_set_walks_everything_once(serve):
    async def scenario(s):
        made = [(await s.native(f"fox {i}"))["id"] for i in range(7)]
        made.append((await s.ark("from ark"))[-26:])
        seen, after = [], None
        while True:
            page = (
                await s.client.get(NATIVE, params={"limit": 3, **({"after": after} if after else {})})
            ).json()
            seen += [t["id"] for t in page["data"]]
            after = page["next"]
            if after is None:
                break
        assert seen == made[::-1]
        only = (await s.client.get(NATIVE, params={"route": "volcengine"})).json()
        assert [t["id"] for t in only["data"]] == [made[-1]]
        none = (await s.client.get(NATIVE, params={"status": "failed,succeeded"})).json()
        assert none == {"data": [], "next": None}

    serve(scenario, worker=False)


def test_natives_bad_queries_are_named(serve):
    async def scenario(s):
        for name, value in (
            ("limit", "0"),
            ("limit", "101"),
            ("status", "done"),
            ("after", "x"),
            ("page", "2"),
        ):
            reply = await s.client.get(NATIVE, params={name: value})
            assert reply.status_code == 400
            assert reply.json()["offences"][0]["field"] == name

    serve(scenario, worker=False)
