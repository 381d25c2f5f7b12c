from __future__ import annotations

import pytest

from davylamp.core import NOT_REPORTED, CaseFileError, Datum, InputError, Kind, weakest

GOOD = {
    "value": 1.0, "unit": "V", "uncertainty": NOT_REPORTED, "source": "zhu2015",
    "locator": "Table 2", "kind": Kind.MEASURED,
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"value": float("nan")},
        {"value": float("inf")},
        {"value": "1.0"},
        {"unit": ""},
        {"source": ""},
        {"locator": ""},
        {"kind": Kind.UNKNOWN},
        {"upper": 0.5},
        {"bound": ">="},
        {"uncertainty": "about"},
        {"uncertainty": "7 % or so"},
    ],
)
def test_a_number_without_evidence_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Datum(**{**GOOD, **change})  # type: ignore[arg-type]


@pytest.mark.parametrize(("given", "expected"), [(0.1, 0.1), ("7 %", 0.07), (NOT_REPORTED, None)])
def test_uncertainty(given: float | str, expected: float | None) -> None:
    datum = Datum(**{**GOOD, "uncertainty": given})  # type: ignore[arg-type]
    assert datum.standard_uncertainty == (None if expected is None else pytest.approx(expected))


def test_the_weakest_kind_decides() -> None:
    assert weakest([Kind.MEASURED, Kind.ASSUMED, Kind.COMPUTED]) is Kind.ASSUMED
    assert weakest([Kind.MEASURED, Kind.UNKNOWN]) is Kind.UNKNOWN
    assert weakest([]) is Kind.UNKNOWN


def test_case_file_errors_name_the_place() -> None:
    error = CaseFileError("bad", file="cell.yaml", line=7, field="anode.material", remedy="mend")
    assert "cell.yaml:7 [anode.material]: bad" in str(error)
    assert "mend" in str(error)
