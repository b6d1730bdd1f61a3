"""A shot as it is filmed: what the prompt asks for, and what the coverage of a scene adds to it."""

from dataclasses import dataclass, fields

from onetake.animatic.text.reading import Reading
from onetake.animatic.text.subject import Subject


@dataclass(frozen=True, slots=True)
class Angle(Reading):
    """`over` is whose shoulder the camera looks over; they stand with their back to it, at the edge."""

    over: Subject | None = None

    @classmethod
    def of(cls, shot: Reading) -> "Angle":
        return cls(**{field.name: getattr(shot, field.name) for field in fields(Reading)})
