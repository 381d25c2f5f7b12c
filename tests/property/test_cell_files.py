"""Whatever is typed: a cell, or an error that Davylamp raises on purpose."""

from __future__ import annotations

import json
import math
import re
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from davylamp.cell import CellFileError, parse_cell, read_bpx, read_cell
from davylamp.core.errors import DavylampError, InputError
from davylamp.core.units import convert_unit, format_quantity, parse_quantity
from davylamp.store.materials import Material, MaterialLibrary, parse_material

UNITS = {
    "m": ["m", "mm", "um", "nm"],
    "K": ["K", "degC", "degF"],
    "V": ["V", "mV"],
    "Pa": ["Pa", "MPa", "bar", "atm"],
    "C/m2": ["C/m2", "mAh/cm2", "Ah/m2"],
    "kg/m2": ["mg/cm2", "g/m2"],
    "A/m2": ["mA/cm2", "A m-2"],
    "S/m": ["S/cm", "mS/cm", "S m^-1"],
    "J/m3": ["Wh/L", "kJ/cm3"],
    "1": ["1", "%", "ppm"],
}
PAIRS = [(si, unit) for si, units in UNITS.items() for unit in units]
EVIDENCE = {"kind": "measured", "source": "own", "locator": "p. 1", "uncertainty": "not reported"}


def _material(ident: str, family: str, role: str, **more: object) -> Material:
    density = [{"value": 2.0, "unit": "g/cm3", **EVIDENCE}]
    capacity = [{"value": 200.0, "unit": "mAh/g", **EVIDENCE}]
    properties = {"density": density, "specific_capacity": capacity}
    raw = {"id": ident, "name": ident, "family": family, "roles": [role], "properties": properties}
    return parse_material({**raw, **more}, {"own": object()})


LIBRARY = MaterialLibrary(
    {
        "Li": _material("Li", "metal", "anode", formula="Li"),
        "SE": _material("SE", "sulfide", "electrolyte", formula="Li3PS4"),
        "CAM": _material(
            "CAM", "layered oxide", "cathode", formula="LiCoO2", host_formula="CoO2",
            lithium_range=[0.5, 1.0], ocv={"points": [[0.5, 4.3], [1.0, 3.6]], **EVIDENCE},
        ),
    }
)  # fmt: skip
CELL = """\
anode: {material: Li, thickness: 30 um}
electrolyte:
  - {material: SE, thickness: 30 um, porosity: 5 %}
cathode:
  active: {material: CAM, fraction: 80 %}
  catholyte: {material: SE}
  loading: 4 mAh/cm2
  porosity: 10 %
casing: {type: pouch, area: 40 cm2, unit_cells: 3}
operation: {voltage_min: 3.0 V, voltage_max: 4.2 V, temperature: 25 degC}
surroundings: {atmosphere: air, dew_point: -10 degC}
"""
BYTES_SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
VALUES = st.sampled_from(
    ["0", "1e-300", "1e300", "-1", "0 %", "100 %", "1e-12", "1e-320 mg/cm2", "1e-9 um", "30 um",
     "0.1 nm", "1e-20 V", "Li", "SE", "CAM", "~", "[]", "{}", "true"]
)  # fmt: skip
PIECES = st.sampled_from(
    ["a: ", "- ", "\n", "  ", "\t", "&x ", "*x", "!!str ", "{", "}", "[", "]", "'", '"', "|\n",
     "? ", ": ", "#", "---\n", "...\n", "<<: ", "anode", "electrolyte", "material: Li", "30 um",
     ".nan", "-.inf", "1e999", "null", "%YAML 1.2\n", "\u2028", "\x85", "\ufeff", "1_000"]
)  # fmt: skip


@given(
    value=st.floats(min_value=-1e12, max_value=1e12).filter(lambda x: x == 0.0 or abs(x) > 1e-12),
    pair=st.sampled_from(PAIRS),
)
def test_units_round_trip(value: float, pair: tuple[str, str]) -> None:
    si, unit = pair
    there = convert_unit(value, unit, si)
    assert convert_unit(there, si, unit) == pytest.approx(value, rel=1e-9, abs=1e-6)


@given(value=st.floats(min_value=1e-6, max_value=1e6), pair=st.sampled_from(PAIRS))
def test_text_round_trip(value: float, pair: tuple[str, str]) -> None:
    si, unit = pair
    stored = convert_unit(value, unit, si)
    text = format_quantity(stored, unit, digits=15)
    assert parse_quantity(text, si) == pytest.approx(stored, rel=1e-9, abs=1e-9)


@given(
    number=st.floats(min_value=1e-3, max_value=1e3).map(lambda x: round(x, 6)),
    space=st.sampled_from(["", " ", "  "]),
    pair=st.sampled_from([("m", "um"), ("V", "mV"), ("Pa", "MPa"), ("A/m2", "mA/cm2")]),
)
def test_spaces_do_not_matter(number: float, space: str, pair: tuple[str, str]) -> None:
    si, unit = pair
    assert parse_quantity(f"{space}{number}{space}{unit}{space}", si) == pytest.approx(
        parse_quantity(f"{number} {unit}", si)
    )


@settings(deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=40),
        st.text(alphabet="0123456789.eE+-", max_size=12).map(lambda text: f"1{text} m"),
        st.text(alphabet="munVAKgs/*^()-+123 .%", max_size=20).map(lambda text: f"1 {text}"),
    ),
    unit=st.sampled_from(["m", "V", "K", "1", "%", "S/cm"]),
)
def test_any_text_is_a_number_or_refused(text: str, unit: str) -> None:
    try:
        value = parse_quantity(text, unit)
    except InputError:
        return
    assert math.isfinite(value)


def _attempt(text: str) -> None:
    try:
        cell = parse_cell(text, "cell.yaml", LIBRARY)
    except CellFileError:
        return
    assert all(
        figure.value is None or math.isfinite(figure.value) for _, figure in cell.balance.figures()
    )
    assert cell.contacts


def test_the_cell_to_be_damaged_is_sound() -> None:
    balance = parse_cell(CELL, "cell.yaml", LIBRARY).balance
    assert balance.specific_energy_stack.value is not None
    assert balance.cathode_active_mass.value is not None


@BYTES_SETTINGS
@given(text=st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_is_a_cell_or_refused(text: str) -> None:
    _attempt(text)


@BYTES_SETTINGS
@given(
    start=st.integers(0, len(CELL)),
    length=st.integers(0, 30),
    insert=st.one_of(st.text(max_size=12), st.text(string.printable, max_size=12), PIECES),
)
def test_a_damaged_cell_file_is_read_or_refused(start: int, length: int, insert: str) -> None:
    _attempt(CELL[:start] + insert + CELL[start + length :])


@BYTES_SETTINGS
@given(swaps=st.dictionaries(st.integers(0, 13), VALUES, min_size=1, max_size=4))
def test_any_value_in_any_field_is_a_cell_or_refused(swaps: dict[int, str]) -> None:
    pieces = re.split(r"((?<=: )[^{},\n]+)", CELL)
    values = [place for place, piece in enumerate(pieces) if place % 2]
    for number, text in swaps.items():
        pieces[values[number % len(values)]] = text
    _attempt("".join(pieces))


@BYTES_SETTINGS
@given(
    raw=st.binary(max_size=400),
    name=st.sampled_from(["cell.yaml", "cell.json"]),
    wrap=st.sampled_from([b"", b"anode: ", b'{"BPX": ']),
)
def test_any_bytes_are_a_cell_or_refused(
    tmp_path: Path, raw: bytes, name: str, wrap: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(wrap + raw)
    with pytest.raises(DavylampError):
        read_cell(path, LIBRARY)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)
SECTIONS = ["Cell", "Negative electrode", "Positive electrode", "Separator", "Electrolyte"]
NAMES = [
    "Thickness [m]", "Upper voltage cut-off [V]", "Electrode area [m2]", "Particle radius [m]",
    "Nominal cell capacity [A.h]", "Maximum stoichiometry", "Minimum stoichiometry",
    "Number of electrode pairs connected in parallel to make a cell",
    "Surface area per unit volume [m-1]", "Maximum concentration [mol.m-3]",
]  # fmt: skip


@BYTES_SETTINGS
@given(
    sections=st.dictionaries(
        st.sampled_from(SECTIONS),
        st.one_of(JSON, st.dictionaries(st.sampled_from(NAMES), JSON, max_size=8)),
    ),
    version=JSON,
)
def test_any_bpx_is_read_or_refused(tmp_path: Path, sections: object, version: object) -> None:
    data = {"Header": {"BPX": version}, "Parameterisation": sections}
    (tmp_path / "b.json").write_text(json.dumps(data))
    try:
        reading = read_bpx(tmp_path / "b.json")
    except DavylampError:
        return
    assert not set(reading.fields) & set(reading.missing)
    (tmp_path / "cell.yaml").write_text("bpx: b.json\n" + CELL.replace("thickness: 30 um", ""))
    try:
        read_cell(tmp_path / "cell.yaml", LIBRARY)
    except DavylampError:
        return
