"""The ends of a way stay where they are; when it is half way is the seed's to choose."""

from onetake.animatic.camera import Pose
from onetake.animatic.colour import Picture
from onetake.animatic.given.paced import Paced
from onetake.animatic.stage import Moment


class Seen:
    def __init__(self) -> None:
        self.shares: list[float] = []

    def draw(self, frame: Picture, now: Moment) -> None:
        self.shares.append(now.share)


def shares(seed: int) -> list[float]:
    seen, frame = Seen(), Picture.blank(16, 16)
    paced = Paced(seen, seed)
    for index in range(11):
        paced.draw(frame, Moment(index, index / 24, index / 10, Pose()))
    return seen.shares


def test_it_begins_and_ends_on_time_and_never_goes_back():
    for seed in range(20):
        made = shares(seed)
        assert made[0] == 0 and made[-1] == 1 and made == sorted(set(made))
        assert 0.4 < made[5] < 0.6


def test_a_seed_keeps_its_tempo_and_others_have_theirs():
    assert shares(3) == shares(3)
    assert len({made[5] for made in map(shares, range(20))}) == 20
