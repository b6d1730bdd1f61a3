"""The operator's choices, from settings to what the services read."""

import os
from decimal import Decimal

from onetake.apps.settings import Settings, SettingsError, UpstreamRow
from onetake.core.catalogue import catalogue
from onetake.core.fitting import ADAPTABLE
from onetake.core.rate import Limit
from onetake.services.hosts import Hosts
from onetake.services.lanes import Lane, Pace
from onetake.services.places import Places
from onetake.services.platform import Policy

LAG = 180.0
"""Seconds after the last moment of a create in which a provider's list may not show its task yet
(errors-and-faults §3.2: 120 and a margin)."""

LONGEST_WINDOW = 2_678_400.0
"""Seconds for which the rows of refusals by moderation are kept."""


def of(settings: Settings, public_url: str) -> Policy:
    """The policy of one run. Raises SettingsError for choices that contradict each other."""
    named = {name.partition(".")[2]: settings[name] for name in settings.values if name.startswith("policy.")}
    named["order"] = tuple(named["order"])
    if settings.origins["policy.absence_after"] == "default":
        named["absence_after"] = max(named["absence_after"], named["submit_timeout"] + LAG)
    if named["absence_after"] < named["submit_timeout"]:
        told = "policy.absence_after is below policy.submit_timeout: a create that is still on its way would"
        raise SettingsError(f"{told} be sent a second time")
    if named["strike_window"] > LONGEST_WINDOW:
        raise SettingsError(f"policy.strike_window is at most {LONGEST_WINDOW:,.0f} seconds (31 days)")
    named["adapt"] = tuple(named["adapt"])
    if unknown := set(named["adapt"]) - set(ADAPTABLE):
        told = f"policy.adapt names {', '.join(sorted(unknown))}; it takes {', '.join(ADAPTABLE)}"
        raise SettingsError(told)
    budgets = {
        row.name: int(Decimal(row.most_per_task) * 1_000_000)
        for row in settings.upstreams
        if row.most_per_task
    }
    return Policy(
        public_url=public_url,
        probe_wait=settings["server.probe_wait"],
        budgets=budgets,
        sandbox_factor=settings["sandbox.time_factor"],
        unknown_per_minute=settings["server.unknown_per_minute"],
        webhooks_long=settings["webhooks.long"],
        webhooks_registered=settings["webhooks.origins"] == "registered",
        **named,
    )


def places(settings: Settings) -> Places:
    """How many tasks are under way at a time: on each backend, and in all with those that wait."""
    rooms = {row.name: row.most_open for row in settings.upstreams}
    slots = settings["animatic.slots"] or os.cpu_count() or 1
    return Places({"animatic": slots, **rooms}, settings["server.most_open"])


def hosts(settings: Settings) -> Hosts:
    """How fast messages to customers go to one host: a minute's worth evenly, a tenth of it at once."""
    minute = settings["webhooks.per_minute"]
    return Hosts(Limit(minute / 60, max(1, int(minute / 10))) if minute else None)


def lane(row: UpstreamRow) -> Lane:
    """How fast one upstream is used: its own figures, else its route's."""
    route = catalogue().routes[row.route]
    submits = row.submits_per_minute or route.submits_per_minute
    looks = row.looks_per_second or route.looks_per_second
    return Lane(
        Pace(
            Limit(submits / 60, max(1, int(submits / 10))) if submits else None,
            Limit(looks, max(1, int(looks))) if looks else None,
        )
    )
