"""One text for one value."""

import json

from hypothesis import given
from hypothesis import strategies as st

from onetake.core import canonical

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def turned(value):
    """The same value with every name in another order."""
    if isinstance(value, dict):
        return {name: turned(value[name]) for name in reversed(value)}
    return [turned(item) for item in value] if isinstance(value, list) else value


@given(VALUES)
def test_order_and_spaces_do_not_matter(value):
    spaced = json.loads(json.dumps(turned(value), indent=2, ensure_ascii=False))
    assert canonical.digest(spaced) == canonical.digest(value)


@given(VALUES)
def test_the_text_says_the_whole_value(value):
    assert json.loads(canonical.text(value)) == value
    assert canonical.text(json.loads(canonical.text(value))) == canonical.text(value)


def test_what_is_told_apart():
    values = (5, 5.0, "5", True, [5], {"a": 5}, {"a": [5]}, None, "", [], {}, "\u00e9", "e\u0301")
    assert len({canonical.digest(value) for value in values}) == len(values)
