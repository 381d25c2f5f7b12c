"""The table of limits beside the tables of the package chemicals that it was read from."""

from __future__ import annotations

import pytest

from davylamp.gas.species import SPECIES
from davylamp.store.hazards import load_hazards

safety = pytest.importorskip("chemicals.safety")
TABLE = load_hazards()
METHODS = {"IEC": safety.IEC, "NFPA": safety.NFPA}


@pytest.mark.parametrize("issuer", METHODS)
@pytest.mark.parametrize("quantity", ["LFL", "UFL"])
def test_flammability(issuer, quantity):
    rows = [item for item in TABLE.limits if (item.issuer, item.quantity) == (issuer, quantity)]
    assert len(rows) > 15
    for row in rows:
        theirs = getattr(safety, quantity)(CASRN=SPECIES[row.species].cas, method=METHODS[issuer])
        assert row.value == pytest.approx(100.0 * theirs, rel=1e-9), row.species


@pytest.mark.parametrize("issuer", METHODS)
def test_autoignition(issuer):
    for row in TABLE.limits:
        if (row.issuer, row.quantity) == (issuer, "autoignition"):
            theirs = safety.T_autoignition(SPECIES[row.species].cas, method=METHODS[issuer])
            assert row.value + 273.15 == pytest.approx(theirs, abs=1e-6), row.species


def test_limits_at_work_in_ontario():
    calls = {"TWA": safety.TWA, "STEL": safety.STEL, "ceiling": safety.Ceiling}
    rows = [item for item in TABLE.limits if item.issuer == "Ontario"]
    assert len(rows) > 40
    for row in rows:
        value, unit = calls[row.quantity](SPECIES[row.species].cas)
        assert unit == "ppm"
        assert row.value == pytest.approx(value, rel=2e-3), row.species


def test_no_gas_of_their_table_was_left_out():
    for species in SPECIES.values():
        for method, issuer in ((safety.IEC, "IEC"), (safety.NFPA, "NFPA")):
            if safety.LFL(CASRN=species.cas, method=method) is not None:
                assert TABLE.of(species.id, "LFL", issuer), species.id
