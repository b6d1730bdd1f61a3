"""The one error tree: every code complete, every problem stored and renamed without loss."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.problem import Offence, Problem, kinds

# errors-and-faults §7.2, row by row, and the three codes that the rules there imply.
NAMED = re.findall(
    r"\w+",
    """
invalid_json missing_parameter prompt_required invalid_duration invalid_resolution invalid_ratio
conflict_frames_references last_frame_without_first audio_reference_alone unsupported_parameter
model_feature_unsupported model_not_found media_unreachable media_blocked_address media_invalid
media_too_large too_many_media request_too_large invalid_callback_url upload_invalid upload_expired
unauthenticated forbidden insufficient_credit not_found task_expired_record not_cancellable
idempotency_mismatch idempotency_in_progress rate_limited concurrency_limited moderation_input_text
moderation_input_person moderation_input_media moderation_output_video moderation_output_audio
copyright generation_failed provider_stale provider_task_expired cancelled submit_outcome_unknown
provider_unavailable provider_overloaded provider_auth provider_quota provider_misrouted
provider_protocol provider_result_missing output_download_failed output_invalid deadline_exceeded
storage_full internal
""",
)

WORDS = st.text("abc[]0. 中", min_size=1, max_size=8)
OFFENCES = st.builds(
    Offence,
    st.sampled_from(["duration", "prompt", "media[1]", "ratio"]),
    st.one_of(st.none(), st.integers(), WORDS),
    WORDS,
    WORDS,
    st.sampled_from(["invalid_parameter", "invalid_duration", "media_invalid"]),
)
PROBLEMS = st.builds(
    lambda code, detail, offences, facts: Problem(code, detail, offences=offences, **facts),
    st.sampled_from(NAMED),
    st.one_of(st.just(""), WORDS),
    st.lists(OFFENCES, max_size=4),
    st.dictionaries(st.sampled_from(["retry_after", "required", "available"]), st.integers(0, 99)),
)


def test_every_named_code_is_there() -> None:
    assert set(NAMED) <= set(kinds())
    assert set(kinds()) - set(NAMED) <= {"invalid_parameter", "provider_error_unmapped", "inexpressible"}


@pytest.mark.parametrize("code", sorted(kinds()))
def test_a_code_is_complete_in_both_languages(code: str) -> None:
    kind = kinds()[code]
    for text in (kind.title, kind.fix):
        assert text == text.strip() != ""
        assert not text.endswith(".")
    for text in (kind.title_zh, kind.fix_zh):
        assert any("\u4e00" <= c <= "\u9fff" for c in text)
    assert kind.blame in {"caller", "content", "upstream", "operator", "ours"}
    assert kind.retry in {"yes", "no"}
    assert kind.money in {"none", "hold", "release"}
    assert kind.http == 0 or 400 <= kind.http <= 599


@pytest.mark.parametrize("code", sorted(kinds()))
def test_blame_money_and_status_agree(code: str) -> None:
    kind = kinds()[code]
    if kind.http in range(400, 500):
        assert kind.blame in {"caller", "content"}
    if kind.http >= 500:
        assert kind.blame in {"upstream", "operator", "ours"}
        assert kind.money == "hold"
    if kind.http == 0:
        assert kind.money == "release"
    if kind.blame == "operator":
        assert "operator" in kind.fix
        assert "运营者" in kind.fix_zh


@pytest.mark.parametrize(
    ("code", "http"),
    [
        ("invalid_json", 400), ("model_not_found", 404), ("media_too_large", 413), ("request_too_large", 413),
        ("unauthenticated", 401), ("insufficient_credit", 402), ("forbidden", 403), ("upload_expired", 403),
        ("not_found", 404), ("not_cancellable", 409), ("idempotency_in_progress", 409),
        ("idempotency_mismatch", 422), ("rate_limited", 429), ("internal", 500), ("provider_protocol", 503),
        ("storage_full", 503), ("cancelled", 500),
    ],
)  # fmt: skip
def test_http_of_the_native_dialect(code: str, http: int) -> None:
    assert Problem(code).http == http


@given(PROBLEMS)
def test_a_stored_problem_comes_back_as_itself(problem: Problem) -> None:
    back = Problem.from_dict(problem.as_dict())
    assert back.as_dict() == problem.as_dict()
    assert (back.code, back.detail, back.offences, back.facts, str(back)) == (
        problem.code, problem.detail, problem.offences, problem.facts, str(problem)
    )  # fmt: skip


@given(PROBLEMS)
def test_a_problem_always_says_what_and_what_to_do(problem: Problem) -> None:
    assert problem.detail
    assert problem.title
    assert problem.fix
    assert problem.charged is False
    assert problem.field == (problem.offences[0].field if problem.offences else None)


@given(PROBLEMS)
def test_renaming_changes_the_fields_and_nothing_else(problem: Problem) -> None:
    names = {"prompt": "content[0].text", "media[1]": "content[2].image_url"}
    told = problem.renamed(names)
    assert [o.field for o in told.offences] == [names.get(o.field, o.field) for o in problem.offences]
    for ours, theirs in zip(problem.offences, told.offences, strict=True):
        assert (ours.value, ours.limit, ours.fix, ours.code) == (
            theirs.value, theirs.limit, theirs.fix, theirs.code
        )  # fmt: skip
    assert (told.code, told.facts, told.fix) == (problem.code, problem.facts, problem.fix)
    assert problem.renamed({}).as_dict() == problem.as_dict()


def test_a_detail_made_of_offences_is_renamed_with_them() -> None:
    problem = Problem.of([Offence("prompt", "", "must not be empty", "Write one", "prompt_required")])
    assert problem.detail == "prompt: must not be empty"
    assert problem.renamed({"prompt": "content"}).detail == "content: must not be empty"
    said = Problem("prompt_required", "Our own words", offences=problem.offences)
    assert said.renamed({"prompt": "content"}).detail == "Our own words"


def test_a_problem_of_offences_has_the_code_of_the_first() -> None:
    offences = [
        Offence("ratio", "5:4", "one of six", "Use 4:3", "invalid_ratio"),
        Offence("seed", -5, "≥ 0", "Use 0"),
    ]
    problem = Problem.of(offences)
    assert (problem.code, problem.field, problem.fix) == ("invalid_ratio", "ratio", "Use 4:3")
    assert problem.detail == "ratio: one of six; seed: ≥ 0"


def test_an_unnamed_failure_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Problem("it_broke")


@pytest.mark.parametrize(
    ("code", "retryable"),
    [("rate_limited", True), ("internal", True), ("invalid_json", False), ("moderation_input_text", False)],
)
def test_retryable_means_the_same_request_may_succeed_later(code: str, retryable: bool) -> None:
    assert Problem(code).retryable is retryable
