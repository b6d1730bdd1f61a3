"""Laws of the fair queue, against a plain reading of the same rule."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.fairness import FairQueue

SIZES = st.integers(1, 20)
WEIGHTS = st.integers(1, 8)
LOADS = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(WEIGHTS, st.lists(SIZES, min_size=1, max_size=12)), min_size=1
)


def filled(load: dict[str, tuple[int, list[int]]]) -> FairQueue:
    queue = FairQueue()
    for flow, (weight, sizes) in load.items():
        for i, size in enumerate(sizes):
            queue.join(f"{flow}{i}", flow, weight=weight, size=size)
    return queue


def drained(queue: FairQueue) -> list[str]:
    order = []
    while (waiting := queue.peek()) is not None:
        queue.take(waiting.name)
        order.append(waiting.name)
    return order


@given(LOADS)
def test_work_conserving_everyone_goes_once_and_in_order_of_their_line(load):
    order = drained(filled(load))
    assert sorted(order) == sorted(f"{f}{i}" for f, (_, sizes) in load.items() for i in range(len(sizes)))
    for flow in load:
        own = [int(name[1:]) for name in order if name[0] == flow]
        assert own == sorted(own)


@given(LOADS)
def test_weights_hold_within_one_task_of_each_while_both_wait(load):
    queue, served = filled(load), dict.fromkeys(load, Fraction(0))
    longest = {f: Fraction(max(sizes), weight) for f, (weight, sizes) in load.items()}
    while (waiting := queue.peek()) is not None:
        flow = waiting.name[0]
        queue.take(waiting.name)
        served[flow] += Fraction(int(waiting.size), load[flow][0])
        backlogged = queue.flows()
        for one in backlogged:
            for other in backlogged:
                assert abs(served[one] - served[other]) <= longest[one] + longest[other]


@given(WEIGHTS, WEIGHTS, st.integers(1, 60))
def test_equal_sizes_are_shared_as_the_weights_say(one, other, turns):
    queue = filled({"a": (one, [1] * 100), "b": (other, [1] * 100)})
    taken = drained(queue)[:turns]
    mine = sum(name[0] == "a" for name in taken)
    assert abs(Fraction(mine, one) - Fraction(turns - mine, other)) <= Fraction(1, one) + Fraction(1, other)


@given(st.lists(SIZES, min_size=1, max_size=30), WEIGHTS)
def test_nobody_starves_however_many_come_after(sizes, weight):
    queue = FairQueue()
    queue.join("busy", "a", weight=8, size=sizes[0])
    queue.join("patient", "b", weight=1, size=1)
    for i in range(8 * sum(sizes) + 2):  # a busy line that is never empty
        queue.join(f"a{i}", "a", weight=8, size=sizes[i % len(sizes)])
        waiting = queue.peek()
        assert waiting is not None
        queue.take(waiting.name)
        if waiting.name == "patient":
            return
    raise AssertionError("it never had its turn")


@given(LOADS)
def test_position_is_the_turn_that_it_will_have(load):
    queue = filled(load)
    told = {
        name: queue.position(name)
        for f, (_, s) in load.items()
        for name in (f"{f}{i}" for i in range(len(s)))
    }
    assert told == {name: i for i, name in enumerate(drained(queue), 1)}


@given(LOADS, st.data())
def test_who_leaves_is_never_taken_and_holds_nobody_up(load, data):
    queue = filled(load)
    names = [f"{f}{i}" for f, (_, sizes) in load.items() for i in range(len(sizes))]
    gone = data.draw(st.sets(st.sampled_from(names)))
    for name in sorted(gone):
        queue.leave(name)
        queue.leave(name)
        assert queue.position(name) is None
    assert sorted(drained(queue)) == sorted(set(names) - gone)


@given(LOADS)
def test_two_queues_of_one_story_agree(load):
    assert drained(filled(load)) == drained(filled(load))


@given(st.lists(st.tuples(st.integers(0, 9), SIZES), min_size=1, max_size=20))
def test_inside_a_line_rank_then_arrival(tasks):
    queue = FairQueue()
    for i, (rank, size) in enumerate(tasks):
        queue.join(str(i), "a", rank=rank, size=size)
    expected = [str(i) for i, _ in sorted(enumerate(tasks), key=lambda t: (t[1][0], t[0]))]
    assert [queue.position(name) for name in expected] == list(range(1, len(tasks) + 1))
    assert drained(queue) == expected


def test_who_was_idle_is_owed_nothing():
    queue = filled({"a": (1, [1] * 50)})
    for _ in range(20):
        queue.take(queue.peek().name)
    for i in range(20):
        queue.join(f"b{i}", "b")
    order = drained(queue)[:10]
    assert sum(name[0] == "b" for name in order) in (5, 6)


def test_a_line_that_comes_back_keeps_what_it_had():
    queue = filled({"a": (1, [10]), "b": (1, [1] * 20)})
    queue.take("a0")
    queue.join("a1", "a", size=10)
    assert drained(queue).index("a1") == 11  # of equal tags the older line goes first


def test_only_lines_that_are_able_go():
    queue = filled({"a": (1, [1]), "b": (1, [1])})
    assert queue.peek(lambda flow: flow == "b").name == "b0"
    assert queue.peek(lambda _: False) is None


def test_another_weight_counts_from_the_next_turn_on():
    queue = filled({"a": (1, [1] * 40), "b": (1, [1] * 40)})
    for _ in range(10):
        queue.take(queue.peek().name)
    queue.weigh("a", 3)
    queue.weigh("nobody", 3)
    order = drained(queue)[:16]
    assert sum(name[0] == "a" for name in order) in (12, 13)


def test_joining_again_changes_nothing():
    queue = filled({"a": (1, [1, 1])})
    queue.join("a0", "a", size=9)
    assert len(queue) == 2 and queue.position("a0") == 1


@pytest.mark.parametrize("told", [{"weight": 0}, {"size": 0}, {"size": -1}])
def test_no_weight_or_size_of_nothing(told):
    with pytest.raises(ValueError):
        FairQueue().join("a", "a", **told)


def test_only_the_first_of_a_line_is_taken():
    queue = filled({"a": (1, [1, 1])})
    with pytest.raises(ValueError):
        queue.take("a1")


def test_alone_counts_its_own_line_only():
    queue = filled({"a": (1, [1] * 5), "b": (1, [1] * 5)})
    assert queue.position("b2", alone=True) == 3


@pytest.mark.parametrize("seed", range(5))
def test_a_long_line_keeps_its_order_through_turns_leavers_and_those_that_go_first(seed):
    draw, queue, naive = random.Random(seed), FairQueue(), []
    for number in range(3000):
        what = draw.random()
        if what < 0.5 or not naive:
            rank = draw.choice((0, 0, 0, -1))
            queue.join(str(number), "a", rank=(rank,))
            naive.append((rank, number))
            naive.sort()
        elif what < 0.9:
            waiting = queue.peek()
            assert waiting is not None and waiting.name == str(naive[0][1])
            queue.take(waiting.name)
            naive.pop(0)
        else:
            gone = naive.pop(draw.randrange(len(naive)))
            queue.leave(str(gone[1]))
        if naive and number % 50 == 0:
            place = draw.randrange(len(naive))
            assert queue.position(str(naive[place][1])) == place + 1
        assert len(queue) == len(naive)
    assert drained(queue) == [str(number) for _, number in naive]


def test_a_long_line_is_not_moved_for_every_turn():
    queue = filled({"a": (1, [1] * 500)})
    for _ in range(300):
        queue.take(queue.peek().name)
    assert len(queue._lines["a"].waiting) <= 400
    assert queue.position("a300") == 1
