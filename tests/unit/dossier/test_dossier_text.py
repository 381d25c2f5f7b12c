"""Numbers, units, formulas and equations as a reader sees them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from davylamp.core.composition import Composition
from davylamp.core.evidence import Datum, Kind, Unknown
from davylamp.dossier.evidence import bound_word, keys_of, together, uncertainty_text
from davylamp.dossier.formulas import equation, split_formulas, written
from davylamp.dossier.numbers import number, pretty_unit, quantity
from davylamp.dossier.stored import key_of, lowest


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (456.4, "456"),
        (0.05, "0.05"),
        (9.999, "10"),
        (999.6, "1,000"),
        (-1234.5, "−1,230"),
        (1.0e6, "1 × 10⁶"),
        (2.05e-3, "0.00205"),
        (1.2e-9, "1.2 × 10⁻⁹"),
        (math.nan, "unknown"),
        (math.inf, "unknown"),
        (None, "unknown"),
    ],
)
def test_number(value, text):
    assert number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e30, max_value=1e30))
def test_a_number_can_be_read_back_to_three_digits(value):
    text = number(value).replace(",", "").replace("−", "-")
    digits = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    mantissa, _, power = text.partition(" × 10")
    back = float(mantissa) * 10.0 ** int(power.translate(digits) or 0)
    assert back == pytest.approx(value, rel=6e-3, abs=1e-307)


def test_quantity_never_gives_a_missing_number_a_unit():
    assert quantity(None, "V") == "unknown"
    assert quantity(0.5, "1") == "0.5"
    assert quantity(300.0, "degC") == "300 °C"


@pytest.mark.parametrize(
    ("unit", "text"),
    [("mAh/cm2", "mAh/cm²"), ("g/cm3", "g/cm³"), ("um", "µm"), ("umol/m2", "µmol/m²"),
     ("kJ/mol O2", "kJ/mol O₂"), ("meV/atom", "meV/atom"), ("mAh", "mAh")],
)  # fmt: skip
def test_units_are_set_well(unit, text):
    assert pretty_unit(unit) == text


@pytest.mark.parametrize(
    "text", ["NCM811", "LLZTO", "SHA-256", "x = 0.28", "DSC", "VGCF", "25 °C", "no 2 of them", ""]
)
def test_words_are_not_formulas(text):
    assert not any(lowered for _, lowered in split_formulas(text))


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        ("Li6PS5Cl", ["6", "5"]),
        ("Li1.3Al0.3Ti1.7(PO4)3 in air", ["1.3", "0.3", "1.7", "4", "3"]),
        ("H2S (toxic), O2", ["2", "2"]),
        ("0.25 Li2Mn3NiO8 + 2 LiF", ["2", "3", "8"]),
    ],
)
def test_formulas_get_subscripts(text, lowered):
    assert [piece for piece, low in split_formulas(text) if low] == lowered


@given(st.text(max_size=60))
def test_no_text_is_lost(text):
    assert "".join(piece for piece, _ in split_formulas(text)) == text


def test_equations_balance_sides():
    assert equation([("A", 1.0), ("Li", -2.0)], [("B", 0.5)]) == "A → 0.5 B + 2 Li"
    assert equation([], []) == "nothing → nothing"


def test_formulas_are_written_as_chemists_do():
    assert written(Composition.parse("O2CoLi")) == "LiCoO2"
    assert written(Composition.parse("Cl6InLi3")) == "Li3InCl6"


def test_origins_become_sources():
    origins = [
        "mp-1153, legacy energies",
        "no identifier, safety energies",
        "element, zero by definition",
        "crc95, extrapolated beyond 298 to 600 K",
        "wang2004 and the open-circuit voltage",
        "",
    ]
    assert keys_of(origins) == ("jain2013", "crc95", "wang2004")


def datum(value: float, bound: str = "=", uncertainty: float | str = "not reported") -> Datum:
    return Datum(value, "V", uncertainty, "a", "Table 1", Kind.MEASURED, bound=bound)


def test_bounds_and_uncertainties_are_said_in_words():
    assert [bound_word(datum(1.0, bound)) for bound in "=~<>"] == ["", "about ", "below ", "above "]
    assert uncertainty_text(datum(1.0, uncertainty=0.25)) == "0.25 V"
    assert uncertainty_text(datum(1.0, uncertainty="7 %")) == "7 %"
    assert uncertainty_text(datum(1.0)) == "not reported"


def test_the_lowest_value_is_found():
    assert lowest((datum(2.0), datum(1.0))).value == pytest.approx(1.0)
    assert lowest(()) is None


def test_unknowns_are_told_once():
    listed = [Unknown("a", "m"), Unknown("a", "m"), Unknown("b", "m")]
    assert together(listed) == ("a; b", "m")
    assert together([]) == ("", "")


def test_keys_hold_the_unit():
    assert key_of("fracture_toughness", "MPa*m^0.5") == "fracture_toughness_MPa_m0p5"
    assert key_of("volume_change", "%") == "volume_change_percent"
