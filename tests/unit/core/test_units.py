"""Quantities as people type them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from davylamp.core.errors import InputError
from davylamp.core.units import convert_unit, format_quantity, parse_quantity


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("30 um", "m", 3.0e-5),
        ("30um", "m", 3.0e-5),
        ("30 µm", "m", 3.0e-5),
        ("30 μm", "m", 3.0e-5),
        ("4.3 V", "V", 4.3),
        ("-0.5 V", "V", -0.5),
        ("25 degC", "K", 298.15),
        ("25 °C", "K", 298.15),
        ("-40 degC", "K", 233.15),
        ("−40 degC", "K", 233.15),
        ("77 degF", "K", 298.15),
        ("300 K", "K", 300.0),
        ("3 mAh/cm2", "C/m2", 108_000.0),
        ("3 mAh cm-2", "C/m2", 108_000.0),
        ("3 mAh·cm^-2", "C/m2", 108_000.0),
        ("3 mAh cm⁻²", "C/m2", 108_000.0),
        ("20 mg/cm2", "kg/m2", 0.2),
        ("5 MPa", "Pa", 5.0e6),
        ("1 atm", "Pa", 101_325.0),
        ("0.5 mA/cm2", "A/m2", 5.0),
        ("15 %", "1", 0.15),
        ("420 ppm", "1", 4.2e-4),
        ("0.15", "1", 0.15),
        (0.15, "1", 0.15),
        (1, "1", 1.0),
        ("1.2 W/m/degC", "W/m/K", 1.2),
        ("1 MPa*m^0.5", "Pa*m^0.5", 1.0e6),
        ("1 MPa m^(1/2)", "MPa*m^0.5", 1.0),
        ("1e-3 S/cm", "S/m", 0.1),
        ("7 %", "%", 7.0),
        ("180.5 degC", "degC", 180.5),
        ("450 K", "degC", 176.85),
        ("1 mm", "um", 1000.0),
        ("2 1/h", "1/s", 2.0 / 3600.0),
    ],
)
def test_common_quantities(text: object, unit: str, expected: float) -> None:
    assert parse_quantity(text, unit) == pytest.approx(expected, rel=1e-12)


def test_energy_per_mole_counts_as_energy_per_particle() -> None:
    assert parse_quantity("96.48533212 kJ/mol", "eV") == pytest.approx(1.0, rel=1e-9)
    with pytest.raises(InputError, match="not the unit of"):
        parse_quantity("1 eV", "m")


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("100 psi", "Pa", 689_475.7),
        ("2 inch", "m", 0.0508),
        ("1 lbf/inch**2", "Pa", 6894.757),
        ("1 fortnight", "s", 1_209_600.0),
    ],
)
def test_unusual_units_come_from_pint(text: str, unit: str, expected: float) -> None:
    assert parse_quantity(text, unit) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("text", "unit", "message", "remedy"),
    [
        ("30", "m", "has no unit", '"30 um"'),
        (30, "m", "has no unit", '"30 um"'),
        ("4.3", "V", "has no unit", '"4.3 V"'),
        ("30 mm2", "m", "not the unit of a length", "30 um"),
        ("30 umm", "m", "unknown unit 'umm'", "did you mean um"),
        ("5 Mpa", "Pa", "unknown unit", "MPa"),
        ("3,5 V", "V", "decimal comma", "3.5 V"),
        ("25 C", "K", "not the unit of a temperature", "25 degC"),
        ("0.1 C", "A/m2", "not the unit of a current density", "c_rate"),
        ("thick", "m", "does not start with a number", "30 um"),
        ("", "m", "does not start with a number", "30 um"),
        ("nan V", "V", "does not start with a number", "4.3 V"),
        ("inf V", "V", "does not start with a number", "4.3 V"),
        (float("nan"), "1", "number", "15 %"),
        (float("inf"), "1", "number", "15 %"),
        ("1e999 V", "V", "not a finite number", "4.3 V"),
        ("3.0-4.3 V", "V", "cannot read the unit", "4.3 V"),
        ("4.3 ± 0.1 V", "V", "cannot read the unit", "4.3 V"),
        (True, "1", "is not", "15 %"),
        (None, "m", "is not a length", "30 um"),
        (["30 um"], "m", "is not a length", "30 um"),
        ("1 m^99", "m", "exponent", "30 um"),
        ("1 m^(1/0)", "m", "exponent", "30 um"),
        ("15 wt%", "1", "unknown unit 'wt%'", "of mass or of volume"),
        ("15 vol %", "1", "unknown unit", "of mass or of volume"),
        ("3 dB", "1", "unknown unit", "d"),
        ("1" * 100 + " m", "m", "too long", "30 um"),
        (10**400, "m", "too large", "30 um"),
    ],
)
def test_refusals_say_what_to_write(text: object, unit: str, message: str, remedy: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_quantity(text, unit)
    assert message in caught.value.message
    assert remedy in (caught.value.remedy or "")


def test_pint_never_sees_an_expression() -> None:
    for text in ("1 __import__('os')", "1 m.__class__", "1 (9**9**9)", "1 lambda: 0", "1 m;m"):
        with pytest.raises(InputError):
            parse_quantity(text, "m")


def test_conversion_and_format() -> None:
    assert convert_unit(1.86, "g/cm3", "kg/m3") == pytest.approx(1860.0)
    assert convert_unit(0.0, "degC", "K") == pytest.approx(273.15)
    assert format_quantity(3.0e-5, "um") == "30 um"
    assert format_quantity(233.15, "degC") == "-40 degC"
    assert format_quantity(0.153, "%") == "15.3 %"
    assert format_quantity(2.0, "1") == "2"
    with pytest.raises(InputError, match="too large"):
        convert_unit(1e308, "m", "nm")


def test_whole_multiples_stay_exact() -> None:
    assert repr(parse_quantity("30 um", "m")) == "3e-05"
    assert repr(parse_quantity("10 nm", "m")) == "1e-08"


def test_common_units_do_not_import_pint() -> None:
    code = (
        "import sys; from davylamp.core.units import parse_quantity; "
        "parse_quantity('30 um', 'm'); parse_quantity('3 mAh/cm2', 'C/m2'); "
        "parse_quantity('-40 degC', 'K'); print('pint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
