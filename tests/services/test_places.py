"""Who is under way and who waits, against laws (no rows, no clock)."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from onetake.core.limits import Limits
from onetake.core.request import Request
from onetake.core.task import Task
from onetake.services.places import Places

REQUEST = Request(prompt="a fox", model="seedance-2.0", model_name="m", mode="text")
KEYS, BACKENDS = ("ann", "bob", "eve"), ("one", "two", "free")


def task(name: str, key: str = "ann", backend: str = "one", *, at: float = 0.0, **more: Any) -> Task:
    return Task(
        id=name, project="p", key_id=key, dialect="native", route="native", backend=backend,
        request=replace(REQUEST, **more), created_at=at,
    )  # fmt: skip


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["enter", "enter", "enter", "made", "made", "end", "move", "learn", "again"]),
        st.integers(0, 9),
        st.sampled_from(KEYS),
        st.sampled_from(("one", "one", "two", "free")),
        st.integers(1, 4),
    ),
    min_size=25,
    max_size=80,
)


class Model:
    """A crowd of tasks and what must hold of it after every step."""

    def __init__(self) -> None:
        self.rooms = {"one": 2, "two": 1}  # and "free" has room for all
        self.places = Places(self.rooms)
        self.limits: dict[str, Limits] = {}
        self.tasks: dict[str, Task] = {}
        self.seated: set[str] = set()
        self.places.start = self.seated.add

    def step(self, what: str, number: int, key: str, backend: str, n: int) -> None:
        name = f"t{number}"
        known = self.tasks.get(name)
        if what == "enter" and known is None:
            self.tasks[name] = task(name, key, backend, at=float(len(self.tasks)))
            self.enter(name)
        elif what == "learn":
            self.limits[key] = Limits(concurrency=n, weight=n)
            self.places.learn(key, self.limits[key])
        elif known is not None and what == "again":
            self.enter(name)
        elif known is not None and what == "made" and name in self.seated:
            phase = "storing" if known.phase != "storing" else "submitted"
            self.tasks[name] = replace(known, phase=phase)
            self.places.made(self.tasks[name])
        elif known is not None and what == "move" and known.phase != "storing":
            self.tasks[name] = replace(known, backend=backend)
            if backend != known.backend:
                self.seated.discard(name)
            self.enter(name)
        elif known is not None and what == "end":
            del self.tasks[name]
            self.seated.discard(name)
            self.places.left(name)
            self.places.left(name)

    def enter(self, name: str) -> None:
        if self.places.enter(self.tasks[name]):
            self.seated.add(name)

    def check(self) -> None:
        waiting = set(self.tasks) - self.seated
        assert {n for n in self.tasks if n in self.places} == waiting
        assert all((self.places.position(n) is None) == (n in self.seated) for n in self.tasks)
        at_backend = dict.fromkeys(BACKENDS, 0)
        at_key = dict.fromkeys(KEYS, 0)
        for name in self.seated:
            at_backend[self.tasks[name].backend] += self.tasks[name].phase != "storing"
            at_key[self.tasks[name].key_id] += 1
        for name in waiting:  # work conserving: who waits has no backend with room, or no place of its key
            t = self.tasks[name]
            limit = self.limits.get(t.key_id, Limits()).concurrency
            no_room = t.backend in self.rooms and at_backend[t.backend] >= self.rooms[t.backend]
            assert no_room or (limit is not None and at_key[t.key_id] >= limit)
        assert {b: self.places._at_backend[b] for b in BACKENDS} == at_backend
        for key in KEYS:
            open_ = [t for t in self.tasks.values() if t.key_id == key]
            assert self.places.of(key) == (at_key[key], len(open_) - at_key[key])


@settings(max_examples=200)
@given(STEPS)
def test_places_are_never_lost_and_never_idle_while_somebody_waits_who_could_use_them(steps):
    model = Model()
    for step in steps:
        model.step(*step)
        model.check()
    for name in list(model.tasks):
        model.places.left(name)
    assert (model.places.open, model.places.waiting, model.places.doubtful()) == (0, 0, [])


def test_no_more_than_its_room_at_a_backend_and_no_more_than_its_places_of_a_key():
    places = Places({"one": 2})
    places.learn("ann", Limits(concurrency=1))
    told = [task("a1"), task("a2"), task("b1", "bob"), task("b2", "bob")]
    assert [places.enter(t) for t in told] == [True, False, True, False]
    assert [places.position(t.id) for t in told] == [None, 1, None, 2]


def test_without_any_limit_nobody_waits():
    places = Places()
    assert all(places.enter(task(f"t{i}")) for i in range(100))
    assert places.waiting == 0 and places.open == 100


def test_weights_three_to_one():
    places, order = Places({"one": 1}), []
    places.start = order.append
    places.learn("ann", Limits(weight=3))
    assert places.enter(task("first", "eve"))
    for i in range(40):
        places.enter(task(f"ann{i}", "ann", at=i))
        places.enter(task(f"bob{i}", "bob", at=i))
    places.left("first")
    for done in range(39):
        places.left(order[done])
    assert sum(name.startswith("ann") for name in order) == 30


def test_another_weight_counts_for_those_that_wait_already():
    places, order = Places({"one": 1}), []
    places.start = order.append
    assert places.enter(task("first", "eve"))
    for i in range(40):
        places.enter(task(f"ann{i}", "ann", at=i))
        places.enter(task(f"bob{i}", "bob", at=i))
    places.learn("ann", Limits(weight=3))
    places.left("first")
    for done in range(39):
        places.left(order[done])
    assert sum(name.startswith("ann") for name in order) == 30


def test_the_bigger_the_video_the_longer_the_turn():
    places, order = Places({"one": 1}), []
    places.start = order.append
    assert places.enter(task("first", "eve"))
    for i in range(40):
        places.enter(task(f"ann{i}", "ann", at=i, duration=12))
        places.enter(task(f"bob{i}", "bob", at=i, duration=4))
    places.left("first")
    for done in range(39):
        places.left(order[done])
    assert sum(name.startswith("ann") for name in order) == 10


def test_inside_a_key_priority_goes_first_then_age():
    places, order = Places({"one": 1}), []
    places.start = order.append
    places.enter(task("first"))
    for name, priority in (("d", 0), ("b", 5), ("c", 0), ("a", 9)):
        places.enter(task(name, at=-ord(name) if priority else ord(name), priority=priority))
    assert [places.position(n) for n in "abcd"] == [1, 2, 3, 4]
    for name in ("first", *"abc"):
        places.left(name)
    assert order == [*"abcd"]


def test_a_key_that_waits_at_two_backends_has_its_places_in_order_of_age():
    places, order = Places({"one": 5, "two": 5}), []
    places.start = order.append
    places.learn("ann", Limits(concurrency=1))
    places.enter(task("first"))
    for i, backend in enumerate(["two", "one", "one", "two"]):
        places.enter(task(f"t{i}", backend=backend, at=i))
    for name in ("first", "t0", "t1", "t2"):
        places.left(name)
    assert order == ["t0", "t1", "t2", "t3"]


def test_more_places_are_given_out_at_once_and_fewer_take_none_away():
    places, begun = Places(), []
    places.start = begun.append
    places.learn("ann", Limits(concurrency=1))
    for i in range(5):
        places.enter(task(f"t{i}", at=i))
    places.learn("ann", Limits(concurrency=3))
    assert begun == ["t1", "t2"] and places.of("ann") == (3, 2)
    places.learn("ann", Limits(concurrency=1))
    assert places.of("ann") == (3, 2)
    places.learn("ann", Limits())
    assert begun == ["t1", "t2", "t3", "t4"]


def test_where_a_key_is_full_and_where_the_server_is():
    places = Places(most_open=4)
    places.learn("ann", Limits(concurrency=1, queue=1))
    places.expect("a1", "ann")
    assert places.full("ann") is None
    places.expect("a2", "ann")
    assert places.full("ann") == "key" and places.full("bob") is None
    places.expect("b1", "bob")
    places.expect("b2", "bob")
    assert places.full("ann") == places.full("bob") == "server"
    places.left("b1")
    assert places.full("bob") is None


def test_rows_bring_everything_back_and_who_was_under_way_stays_so():
    rows = [
        {"id": f"t{i}", "key_id": "ann", "backend": "one", "created_at": float(i), "duration": 5,
         "resolution": "720p", "priority": 9 if i == 5 else None,
         "phase": "submitted" if i == 2 else "accepted"}
        for i in range(6)
    ]  # fmt: skip
    places, begun = Places({"one": 2}), []
    places.start = begun.append
    places.restore(rows, {"ann": Limits(weight=2)})
    assert begun == ["t5"]  # its priority; t2 is under way
    assert [places.position(f"t{i}") for i in range(6)] == [1, 2, None, 3, 4, None]
    places.left("t2")
    assert begun == ["t5", "t0"]


def test_ten_tasks_of_one_do_not_hold_up_anothers_first():
    """The engine that draws here has room for so many at once; keys that wait for it take turns."""
    places = Places({"animatic": 1})
    started: list[str] = []
    places.start = started.append
    crowd = [task(f"ann{i}", "ann", "animatic", at=float(i)) for i in range(10)]
    other = task("bob0", "bob", "animatic", at=10.0)
    for one in (*crowd, other):
        if places.enter(one):
            started.append(one.id)
    for _ in range(3):
        places.left(started[-1])
    assert started[0] == "ann0" and "bob0" in started[1:3]
