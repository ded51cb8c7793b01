"""Nothing is lost and nothing takes effect twice, whatever happens: the small size of `make faults`."""

import pytest

from tests.faults.conftest import SMALL
from tests.faults.figure import Report

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("name", list(SMALL))
def test_every_promise_is_kept_under(name: str, reports: dict[str, Report]) -> None:
    assert reports[name].broken == []
