"""Every dialect obeys the same laws."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onetake.dialects import NAMES
from onetake.testing.dialect_laws import LAWS, DialectLaws

pytestmark = pytest.mark.slow  # all of it together


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=50)  # per law and dialect: the whole unit suite has to stay under 20 s
@given(data=st.data())
def test_law(name: str, law: str, data: st.DataObject) -> None:
    getattr(DialectLaws(name), law)(data)
