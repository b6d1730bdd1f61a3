"""Every dialect obeys the same laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.dialects import NAMES
from onetake.testing.dialect_laws import LAWS, DialectLaws


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_law(name: str, law: str, data: st.DataObject) -> None:
    getattr(DialectLaws(name), law)(data)
