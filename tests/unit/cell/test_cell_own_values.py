"""Materials and values of the user's own: kept, first in line, and marked as such."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from davylamp.cell import USER_SOURCE, Cell, CellFileError
from davylamp.cell.own_values import is_own, read_values
from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind

Make = Callable[..., Cell]
OWN = """
materials:
  - id: Li5.5PS4.5Cl1.5
    name: chlorine-rich argyrodite
    formula: Li5.5PS4.5Cl1.5
    family: sulfide
    roles: [electrolyte]
    aliases: [LPSC-rich]
    properties:
      density: 1.87 g/cm3
      ionic_conductivity:
        - {value: 9.4 mS/cm, kind: measured, source: notebook 7, temperature: 25 degC}
        - 8 mS/cm
  - id: LiX
    family: layered oxide
    roles: [cathode]
    formula: LiCoO2
    host_formula: CoO2
    lithium_range: [0.4, 1.0]
    ocv:
      unit: mV
      points: [[0.4, 4300], [1.0, 3700]]
      kind: measured
      source: notebook 8
"""


def test_own_value_comes_first_and_the_stored_one_stays(make: Make) -> None:
    cell = make(("    porosity: 10 %\n", "    properties: {ionic_conductivity: 1.1 mS/cm}\n"))
    data = cell.electrolyte[0].material.all("ionic_conductivity")
    assert [datum.value for datum in data] == pytest.approx([1.1e-3, 2.0e-3])
    assert data[0].kind is Kind.ASSUMED
    assert data[0].source == USER_SOURCE
    assert data[0].locator == "cell file, electrolyte.0.properties.ionic_conductivity"
    assert data[1].source == "handbook"
    # The same material elsewhere in the cell is not touched.
    assert cell.cathode.catholyte is not None
    assert len(cell.cathode.catholyte.material.all("ionic_conductivity")) == 1


def test_an_own_value_with_a_locator_is_known_for_ones_own(make: Make) -> None:
    own = "{value: 1.1 mS/cm, kind: measured, source: notebook, locator: page 3}"
    cell = make(("    porosity: 10 %\n", f"    properties: {{ionic_conductivity: {own}}}\n"))
    first = cell.electrolyte[0].material.all("ionic_conductivity")[0]
    assert is_own(first)
    assert first.locator == "cell file, electrolyte.0.properties.ionic_conductivity: page 3"


def test_everything_said_about_a_value_is_kept() -> None:
    (datum,) = read_values(
        "density",
        {
            "value": "1860 kg/m3",
            "upper": "1.9 g/cm3",
            "bound": "~",
            "uncertainty": "20 kg/m3",
            "kind": "measured",
            "source": "notebook 12",
            "locator": "page 3",
            "temperature": "25 degC",
            "conditions": "370 MPa",
            "note": "second pellet",
        },
    )
    assert datum.value == pytest.approx(1.86)
    assert datum.upper == pytest.approx(1.9)
    assert datum.uncertainty == pytest.approx(0.02)
    assert datum.temperature_K == pytest.approx(298.15)
    assert (datum.bound, datum.kind, datum.source, datum.locator, datum.conditions, datum.note) == (
        "~", Kind.MEASURED, "notebook 12", "page 3", "370 MPa", "second pellet",
    )  # fmt: skip


def test_uncertainties() -> None:
    (percent,) = read_values("density", {"value": "2 g/cm3", "uncertainty": "5 %"})
    assert percent.standard_uncertainty == pytest.approx(0.1)
    (kelvin,) = read_values("melting_temperature", {"value": "180 degC", "uncertainty": "2 degC"})
    assert kelvin.standard_uncertainty == pytest.approx(2.0)
    (unsaid,) = read_values("melting_temperature", "450 K")
    assert unsaid.value == pytest.approx(176.85)
    assert unsaid.standard_uncertainty is None


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("density", "1.9", "has no unit"),
        ("density", "-1 g/cm3", "below zero"),
        ("density", {"value": "1 g/cm3", "kind": "measured"}, "needs a source"),
        ("density", {"value": "1 g/cm3", "kind": "guessed"}, "not one of"),
        ("density", {"value": "1 g/cm3", "kind": "unknown"}, "not one of"),
        ("density", {"valu": "1 g/cm3"}, "unknown field"),
        ("density", {"kind": "assumed"}, "value is missing"),
        ("density", {"value": "1 g/cm3", "uncertainty": "-1 %"}, "below zero"),
        ("density", {"value": "2 g/cm3", "upper": "1 g/cm3"}, "not in order"),
        ("density", {"value": "2 g/cm3", "bound": "!"}, "bound"),
        ("density", {"value": "2 g/cm3", "note": ["a"]}, "note must be text"),
        ("density", [], "empty"),
        ("density", [["1 g/cm3"]], "not a value"),
        ("density", None, "not a value"),
        ("volume_change", "0.07", "has no unit"),
        ("transference_number", 1.3, "above 1"),
        ("poisson_ratio", 0.51, "above 0.5"),
    ],
)
def test_wrong_values_are_refused(name: str, raw: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_values(name, raw)


def test_own_materials(make: Make, base: str) -> None:
    text = base.replace("material: Li6PS5Cl\n", "material: LPSC-rich\n").replace("LiCoO2", "LiX")
    cell = make(("2.8 mAh/cm2", "20 mg/cm2"), ("voltage_max: 4.2 V", "voltage_max: 4.3 V"),
                text=text + OWN)  # fmt: skip
    layer = cell.electrolyte[0].material
    assert layer.id == "Li5.5PS4.5Cl1.5"
    assert layer.composition == Composition.parse("Li5.5PS4.5Cl1.5")
    conductivities = layer.all("ionic_conductivity")
    assert [datum.kind for datum in conductivities] == [Kind.MEASURED, Kind.ASSUMED]
    density = layer.require("density")
    assert density.locator == "cell file, materials.0.properties.density"
    cathode = cell.cathode.active.material
    assert [point.voltage_V for point in cathode.ocv] == pytest.approx([4.3, 3.7])
    assert cathode.ocv_datum is not None
    assert cathode.ocv_datum.source == "notebook 8"
    assert [material.id for material in cell.own_materials] == ["Li5.5PS4.5Cl1.5", "LiX"]
    capacity = cell.balance.cathode_active_mass.in_unit("mg/cm2")
    assert capacity == pytest.approx(20.0)


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        ("id: LiX", "id: LiCoO2", "materials.1.id", "a name of LiCoO2 in the library"),
        ("id: LiX", "id: lpscl", "materials.1.id", "a name of Li6PS5Cl in the library"),
        ("id: LiX", "id: li5.5ps4.5cl1.5", "materials.1.id", "defined twice"),
        ("id: LiX", "id:", "materials.1.id", "no value"),
        ("family: sulfide", "family: sulphide", "materials.0.family", "not known"),
        ("[electrolyte]", "[electrolit]", "materials.0.roles.0", "not known"),
        ("[electrolyte]", "[]", "materials.0.roles", "at least 1"),
        ("formula: Li5.5PS4.5Cl1.5", "formula: Qq2", "materials.0.formula", "not an element"),
        ("[0.4, 1.0]", "[0.4]", "materials.1.lithium_range.1", "missing"),
        ("[0.4, 1.0]", "[0.4, 0.4]", "materials.1.lithium_range", "when charged"),
        ("[0.4, 1.0]", "[0.4, nan]", "materials.1.lithium_range.1", "finite"),
        ("[[0.4, 4300], [1.0, 3700]]", "[[1, 4], [0, 3]]", "materials.1.ocv.points", "follows"),
        ("unit: mV", "unit: m", "materials.1.ocv.unit", "not known"),
        ("density: 1.87 g/cm3", "density: 1.87", "materials.0.properties.density", "no unit"),
        ("density:", "densitty:", "materials.0.properties.densitty", "unknown field"),
    ],
)
def test_mistakes_in_own_materials(
    make: Make, base: str, old: str, new: str, field: str, message: str
) -> None:
    with pytest.raises(CellFileError) as caught:
        make((old, new), text=base + OWN)
    assert {problem.field: problem for problem in caught.value.problems}[field]
    assert message in str(caught.value)


def test_a_wrong_role_of_an_own_material_is_noticed(make: Make, base: str) -> None:
    text = base.replace("active: {material: LiCoO2", "active: {material: LPSC-rich") + OWN
    with pytest.raises(CellFileError, match="cannot serve here as cathode"):
        make(text=text)


def test_own_capacity_of_an_anode_counts(make: Make) -> None:
    own = "  material: graphite\n  properties: {specific_capacity: 300 mAh/g}\n"
    cell = make(("  material: Li\n", own),
                ("thickness: 30 um", "loading: 10 mg/cm2"), ("3.8 V", "2.8 V"))  # fmt: skip
    assert cell.balance.anode_capacity.in_unit("mAh/cm2") == pytest.approx(3.0)
    stored = make(("  material: Li\n", "  material: graphite\n"),
                  ("thickness: 30 um", "loading: 10 mg/cm2"), ("3.8 V", "2.8 V"))  # fmt: skip
    assert stored.balance.anode_capacity.in_unit("mAh/cm2") == pytest.approx(3.72, rel=1e-3)
