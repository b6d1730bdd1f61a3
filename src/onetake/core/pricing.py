"""What a request costs its customer, in integer micro-credits (1 credit = 1,000,000).

A route bills by tokens or by seconds of output. Token prices are per million in credits, so a rate is also
micro-credits per token: 46 a million is 46 µ a token, exactly. Decimals come from the catalogue as text; no
float touches money.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from math import floor

from onetake.core import geometry
from onetake.core.catalogue import Route
from onetake.core.request import Request

LONGEST = 15
"""Seconds of output that `auto` may pick, and of input video that an unprobed URL may hold."""


@dataclass(frozen=True, slots=True)
class Price:
    """Frozen at accept: the rate, how far above the list the bill may go, and what the rate is for.

    unit: "tokens" (rate in micro-credits a token) or "seconds" (rate in credits a second of output).
    """

    rate: str
    factor: str
    unit: str = "tokens"

    def amount(self, tokens: int, seconds: int) -> int:
        """Micro-credits for what was delivered."""
        return int(self._exact(tokens, seconds).quantize(Decimal(1), ROUND_HALF_EVEN))

    def worst(self, tokens: int, seconds: int) -> int:
        """Micro-credits to hold for at most so much."""
        exact = self._exact(tokens, seconds) * Decimal(self.factor)
        return int(exact.quantize(Decimal(1), ROUND_CEILING))

    def _exact(self, tokens: int, seconds: int) -> Decimal:
        rate = Decimal(self.rate)
        return rate * tokens if self.unit == "tokens" else rate * seconds * 1_000_000


FREE = Price("0", "1")


@dataclass(frozen=True, slots=True)
class Quote:
    """tokens and micro-credits: the expected figures, and the hold for the proven worst case."""

    price: Price
    tokens: int
    expected: int
    hold: int


def price_of(request: Request, route: Route) -> Price:
    """The list price on the entry route. Raises KeyError where the route has no price for the model."""
    plain, with_video = route.rates[request.model][request.resolution]
    has_video = any(m.kind == "video" for m in request.media)
    return Price(with_video if has_video else plain, route.hold_factor, route.billing)


def quote(request: Request, price: Price, input_seconds: Fraction | None = None) -> Quote:
    """What `request` will cost and what must be held for it.

    input_seconds: probed length of all input video; None means not known yet, so the hold assumes 15 s.
    Auto duration and adaptive ratio hold the longest and the largest; the expected figure is for the default
    5 s of 16:9 there.
    """
    has_video = any(m.kind == "video" for m in request.media)
    # A plain 0 where there is none: whole numbers cost a tenth of fractions, and every create comes by here.
    video_in = (input_seconds or 0) if input_seconds is not None else (LONGEST if has_video else 0)
    auto, adaptive = request.duration == "auto", request.ratio == "adaptive"
    seconds = 5 if auto else int(request.duration)
    width, height = geometry.size(request.resolution, "16:9" if adaptive else request.ratio)
    likely = tokens_used(width, height, seconds, video_in)
    if adaptive:
        width, height = geometry.largest(request.resolution)
    longest = LONGEST if auto else seconds
    most = geometry.ceil_tokens(width, height, longest + video_in)
    return Quote(price, likely, price.amount(likely, seconds), price.worst(most, longest))


def tokens_used(width: int, height: int, seconds: int, input_seconds: Fraction | int = 0) -> int:
    """Tokens of a delivered file: the floor of the exact figure (contract §12)."""
    return floor(geometry.tokens(width, height, seconds + input_seconds))


def credits(micro: int) -> str:
    """Micro-credits as a decimal number of credits, for people."""
    text = f"{Decimal(micro) / 1_000_000:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
