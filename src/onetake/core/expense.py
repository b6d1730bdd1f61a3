"""What becomes of the money that an attempt at a provider costs us (errors-and-faults §3.2, L11).

One of four ends: `cost` (a customer has the video), `absorbed` (we pay, or must fear that we do, and nobody
has it), `suspense` (nobody knows whether the provider has the task at all) or `free`.
"""

COST, ABSORBED, SUSPENSE, FREE = "cost", "absorbed", "suspense", "free"
BEFORE = frozenset({"accepted", "staging"})
"""Phases in which nothing of the present attempt is on its way."""
WORK = frozenset(
    {
        "generation_failed",
        "provider_stale",
        "provider_error_unmapped",
        "moderation_output_video",
        "moderation_output_audio",
    }
)
"""Verdicts on what was made, where everything else that answers a create refuses it before anything is."""
OUR_WORD = frozenset(
    {"deadline_exceeded", "internal", "provider_result_missing", "provider_unavailable", "quarantined"}
)
"""Ends that we declare: the provider said nothing of the kind, so that it may well ask for its money."""


def fate(
    event: str, phase: str, *, known: bool, problem: str | None = None, failed_free: bool = False
) -> str:
    """The end for an attempt that leaves `phase` by `event` (names of core.lifecycle, and `surplus` for a
    second task that a provider made of one send).

    known: whether the provider has told an id. problem: the code with which it fails. failed_free: the route
    documents that work which fails there costs nothing.
    """
    if event == "deliver":
        return COST
    if event == "unresolved":
        return SUSPENSE
    if event == "surplus":
        return ABSORBED
    if event in ("absent", "again") or phase in BEFORE:
        return FREE
    if not known:
        return _unknown(phase, problem, failed_free)
    told = phase in ("submitted", "rendering") and not (event == "fail" and problem in OUR_WORD)
    return FREE if told and failed_free else ABSORBED


def _unknown(phase: str, problem: str | None, failed_free: bool) -> str:
    if phase != "submitting":  # set apart before its outcome was known
        return SUSPENSE
    # A create that is held until the work is done tells of the work, not of itself.
    if problem == "provider_result_missing":
        return ABSORBED
    return ABSORBED if problem in WORK and not failed_free else FREE


def postings(outcome: str, route: str) -> tuple[str, str] | None:
    """(debit, credit) of an end, without its currency; None where nothing is owed."""
    return None if outcome == FREE else (f"{outcome}:{route}", f"payable:{route}")


def resettled(outcome: str, found: bool, route: str) -> tuple[str, str] | None:
    """(debit, credit) of later evidence: the provider had the task and charges for it, or it does not.

    None where that changes nothing. Raises ValueError for what is no open question.
    """
    if outcome not in (SUSPENSE, ABSORBED):
        raise ValueError(outcome)
    if not found:
        return f"payable:{route}", f"{outcome}:{route}"
    return (f"absorbed:{route}", f"suspense:{route}") if outcome == SUSPENSE else None
