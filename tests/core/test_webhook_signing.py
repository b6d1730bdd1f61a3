"""Signed messages: the official library believes ours and nothing that was changed (T19)."""

import base64
import time
from datetime import UTC, datetime
from typing import Any

import pytest
import standardwebhooks
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import WebhookVerificationError

import onetake
from onetake.core import webhook_signing as signing
from onetake.core.webhook_signing import InvalidWebhook

KEY, OLD = bytes(range(32)), bytes(range(1, 33))
SECRET = signing.spelled(KEY)
NOW = 1_800_000_000.0
BODY = '{"id":"cgt-1","note":"狐狸"}'.encode()

ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=1, max_size=40)


def told(*keys: bytes, at: float = NOW, body: bytes = BODY, name: str = "abc-1-succeeded") -> dict[str, str]:
    return signing.headers(keys or (KEY,), name, at, body)


def test_t19_the_vector_of_the_written_standard() -> None:
    """The example that the standard's own libraries test with."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = signing.headers([key], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signing.verify(secret, made, b'{"test": 2432232314}', 1614265330).startswith("msg_")


@given(ids, st.text(st.characters(blacklist_categories=["Cs"])), st.binary(min_size=24, max_size=64))
def test_t19_the_official_library_verifies_what_we_sign(name: str, text: str, key: bytes) -> None:
    made = signing.headers([OLD, key], name, time.time(), text.encode())
    official = standardwebhooks.Webhook(signing.spelled(key))
    official.verify(text.encode(), made, json_parse=False)


@given(ids, st.text(st.characters(blacklist_categories=["Cs"])))
def test_t19_we_verify_what_the_official_library_signs(name: str, text: str) -> None:
    at = datetime.fromtimestamp(NOW, tz=UTC)
    signature = standardwebhooks.Webhook(SECRET).sign(name, at, text)
    made = {
        "Webhook-Id": name, "Webhook-Timestamp": str(int(NOW)), "Webhook-Signature": signature,
    }  # fmt: skip
    assert signing.verify(SECRET, made, text.encode(), NOW) == name


def test_t19_a_change_of_any_byte_is_seen() -> None:
    good = told()
    assert signing.verify(SECRET, good, BODY, NOW) == "abc-1-succeeded"
    for place in range(len(BODY)):
        for bit in (1, 0x80):
            changed = bytearray(BODY)
            changed[place] ^= bit
            with pytest.raises(InvalidWebhook):
                signing.verify(SECRET, good, bytes(changed), NOW)
    for header in good:
        for place, letter in enumerate(good[header]):
            other = "b" if letter == "a" else "0" if letter != "0" else "1"
            spoilt = {**good, header: good[header][:place] + other + good[header][place + 1 :]}
            with pytest.raises(InvalidWebhook):
                signing.verify(SECRET, spoilt, BODY, NOW)
        for missing in ({k: v for k, v in good.items() if k != header}, {**good, header: ""}):
            with pytest.raises(InvalidWebhook):
                signing.verify(SECRET, missing, BODY, NOW)


@pytest.mark.parametrize("cut", [b"", BODY[:-1], BODY + b" "])
def test_t19_a_shorter_or_longer_body_is_seen(cut: bytes) -> None:
    with pytest.raises(InvalidWebhook):
        signing.verify(SECRET, told(), cut, NOW)


def test_t19_five_minutes_either_way_and_no_more() -> None:
    for skew in (-300, 300):
        assert signing.verify(SECRET, told(at=NOW + skew), BODY, NOW)
    for skew in (-301, 301, -86_400, 86_400):
        with pytest.raises(InvalidWebhook):
            signing.verify(SECRET, told(at=NOW + skew), BODY, NOW)
    with pytest.raises(InvalidWebhook):
        signing.verify(SECRET, told(), BODY, float("nan"))


def test_t19_parts_cannot_be_moved_between_id_time_and_body() -> None:
    with pytest.raises(ValueError, match="full stop"):
        signing.headers([KEY], "a.1", NOW, b"")
    moved = {**told(name="a", body=b"2.x"), "webhook-id": f"a.{int(NOW)}", "webhook-timestamp": "2"}
    with pytest.raises(InvalidWebhook):
        signing.verify(SECRET, moved, b"x", 2.0)


@pytest.mark.parametrize("spelling", ["v1a,", "v2,", "", "V1,"])
def test_t19_another_scheme_is_no_signature(spelling: str) -> None:
    made = told()
    made["webhook-signature"] = spelling + made["webhook-signature"].removeprefix("v1,")
    with pytest.raises(InvalidWebhook):
        signing.verify(SECRET, made, BODY, NOW)


def test_t19_each_signature_has_one_spelling() -> None:
    made = told()
    # The last character before `=` has bits that base64 ignores.
    text = made["webhook-signature"]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = alphabet[alphabet.index(text[-2]) ^ 1]
    assert base64.b64decode(text[3:-2] + other + "=") == base64.b64decode(text[3:])
    with pytest.raises(InvalidWebhook):
        signing.verify(SECRET, {**made, "webhook-signature": text[:-2] + other + "="}, BODY, NOW)


def test_during_a_rotation_either_secret_verifies() -> None:
    both = told(KEY, OLD)
    for secret in (SECRET, signing.spelled(OLD)):
        assert signing.verify(secret, both, BODY, NOW)
    with pytest.raises(InvalidWebhook):
        signing.verify(signing.spelled(b"x" * 32), both, BODY, NOW)
    assert len(both["webhook-signature"].split(" ")) == 2


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!!!!", SECRET[:-16], "whsec_" + "A" * 120, "é"])
def test_what_is_no_secret_is_an_error_of_the_receiver(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        signing.verify(secret, told(), BODY, NOW)
    with pytest.raises(ValueError, match="24 to 64"):
        signing.spelled(b"short")


@given(st.dictionaries(st.text(max_size=30), st.text(max_size=80), max_size=5), st.binary(max_size=60))
def test_nothing_at_all_is_believed_or_breaks(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(InvalidWebhook):
        signing.verify(SECRET, headers, body, NOW)
    named = dict(
        zip(("webhook-id", "webhook-timestamp", "webhook-signature"), headers.values(), strict=False)
    )
    with pytest.raises(InvalidWebhook):
        signing.verify(SECRET, named, body, NOW)


def test_the_sdk_gives_the_message_and_refuses_old_ones() -> None:
    fresh = told(at=time.time())
    message: Any = onetake.verify_webhook(SECRET, fresh, BODY)
    assert message["id"] == "cgt-1"
    assert onetake.verify_webhook(SECRET, fresh, BODY.decode()) == message
    with pytest.raises(onetake.InvalidWebhook):
        onetake.verify_webhook(SECRET, told(at=time.time() - 400), BODY)
    with pytest.raises(WebhookVerificationError):
        standardwebhooks.Webhook(SECRET).verify(BODY, told(at=time.time() - 400))


@pytest.mark.parametrize("size", [24, 64])
def test_secrets_of_every_length_that_the_standard_has(size: int) -> None:
    key = b"k" * size
    assert signing.verify(signing.spelled(key), told(key), BODY, NOW)
    for other in (23, 65):
        secret = "whsec_" + base64.b64encode(b"k" * other).decode()
        with pytest.raises(ValueError, match="24 to 64"):
            signing.verify(secret, told(b"k" * other), BODY, NOW)
        with pytest.raises(ValueError, match="24 to 64"):
            signing.spelled(b"k" * other)
    with pytest.raises(ValueError, match="24 to 64"):
        signing.verify(signing.spelled(key).replace("a", "a\n", 1), told(key), BODY, NOW)


def test_eight_signatures_are_looked_at_and_no_more() -> None:
    made = told()
    good = made["webhook-signature"]
    made["webhook-signature"] = " ".join(["v1,x"] * 7 + [good])
    assert signing.verify(SECRET, made, BODY, NOW)
    made["webhook-signature"] = " ".join(["v1,x"] * 8 + [good])
    with pytest.raises(InvalidWebhook):
        signing.verify(SECRET, made, BODY, NOW)


def test_t19_half_of_a_character_is_no_error_of_ours() -> None:
    for header in ("webhook-id", "webhook-signature"):
        with pytest.raises(InvalidWebhook):
            signing.verify(SECRET, {**told(), header: "v1,\ud800"}, BODY, NOW)


def test_t19_a_header_that_is_left_out_stands_for_nothing() -> None:
    for name in map(chr, {*range(0x21, 0x7F)} - {ord(".")}):
        signed = told(name=name)
        assert signing.verify(SECRET, signed, BODY, NOW) == name
        del signed["webhook-id"]
        with pytest.raises(InvalidWebhook):
            signing.verify(SECRET, signed, BODY, NOW)
