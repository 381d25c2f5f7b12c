"""Thermochemistry: every model is consistent, and the loader refuses what has no evidence."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError, OutsideValidityError
from davylamp.core.evidence import Kind
from davylamp.store.compounds import load_compounds
from davylamp.store.gibbs import GibbsModel, Segment
from davylamp.store.load import load_sources, load_thermochemistry
from davylamp.store.thermochemistry import Thermochemistry, parse_thermochemistry

DATA = load_thermochemistry()
SOLIDS = {phase.name: phase for phase in (*DATA.measured.values(), *DATA.reference.values())}
MODELS = (
    {f"gas {name}": gas.model for name, gas in DATA.gases.items()}
    | {f"element {name}": element.model for name, element in DATA.elements.items()}
    | {f"solid {name}": phase.model for name, phase in SOLIDS.items()}
    | {f"cathode {name}": cathode.model for name, cathode in DATA.cathodes.items()}
)
ELEMENTS = load_compounds().elements


def formation(composition: Composition, model: GibbsModel, temperature_K: float) -> float:
    """Gibbs energy of formation from the elements [kJ/mol]."""
    elements = sum(
        amount
        * float(DATA.elements[element].model.gibbs_J_per_mol(temperature_K, extrapolate=True))
        for element, amount in composition.items()
    )
    return (float(model.gibbs_J_per_mol(temperature_K)) - elements) / 1e3


def solid_formation(name: str) -> float:
    return formation(SOLIDS[name].composition, SOLIDS[name].model, 298.15)


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_each_model_is_consistent(model: GibbsModel) -> None:
    # Cp = dH/dT = T dS/dT and S = -dG/dT within every stretch, away from its ends.
    for part in model.segments:
        span = part.high_K - part.low_K
        if span < 1.0:
            continue
        T = np.linspace(part.low_K, part.high_K, 9)[1:-1]
        step = min(0.1, span / 100.0)
        cp = model.heat_capacity_J_per_mol_K(T)

        def slope(name: str, T: np.ndarray = T, step: float = step) -> np.ndarray:
            function = getattr(model, name)
            return (function(T + step) - function(T - step)) / (2.0 * step)

        scale = max(1.0, float(np.abs(cp).max()))
        assert slope("enthalpy_J_per_mol") == pytest.approx(cp, abs=2e-3 * scale)
        assert T * slope("entropy_J_per_mol_K") == pytest.approx(cp, abs=2e-3 * scale)
        assert slope("gibbs_J_per_mol") == pytest.approx(
            -model.entropy_J_per_mol_K(T), rel=1e-4, abs=1e-2
        )
        identity = model.enthalpy_J_per_mol(T) - T * model.entropy_J_per_mol_K(T)
        assert model.gibbs_J_per_mol(T) == pytest.approx(identity, rel=1e-12)


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_stretches_join_and_phases_follow_in_order(model: GibbsModel) -> None:
    for below, above in zip(model.segments, model.segments[1:], strict=False):
        at = np.array(below.high_K)
        h_below, s_below, _ = below.functions(at)
        h_above, s_above, _ = above.functions(at)
        jump = abs(float((h_below - at * s_below) - (h_above - at * s_above)))
        # 0.37 kJ/mol is the step of the NASA polynomials at the Na2O transition.
        assert jump < 400.0
        if below.phase == above.phase:
            assert abs(float(h_above - h_below)) < 20.0
        else:
            # Heating can only lead to a phase of higher enthalpy and entropy.
            assert float(h_above - h_below) > -200.0


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_heat_capacity_and_entropy_are_positive(model: GibbsModel) -> None:
    low, high = model.range_K
    T = np.linspace(low, high, 40)
    assert np.all(model.heat_capacity_J_per_mol_K(T) > 0.0)
    entropy = model.entropy_J_per_mol_K(T)
    assert np.all(entropy > 0.0)
    assert np.all(np.diff(entropy) > -1e-9)


def test_every_element_of_the_compound_table_has_a_reference() -> None:
    assert sorted(DATA.elements) == sorted(ELEMENTS)


@pytest.mark.parametrize("element", ELEMENTS)
def test_elements_have_no_enthalpy_and_cover_the_temperatures(element: str) -> None:
    reference = DATA.elements[element]
    assert float(reference.model.enthalpy_J_per_mol(298.15)) == pytest.approx(0.0, abs=1.0)
    low, high = reference.model.range_K
    assert low <= 298.15
    # Arsenic sublimes and selenium boils below 2000 K; cobalt melts.
    assert high >= {"As": 1200.0, "Se": 1000.0, "Co": 1768.0}.get(element, 2000.0)
    gibbs = reference.model.gibbs_J_per_mol(np.linspace(200.0, 2000.0, 91), extrapolate=True)
    assert np.all(np.diff(gibbs) < 0.0)


def test_phosphorus_counts_from_the_white_form() -> None:
    assert DATA.elements["P"].state == "white phosphorus"
    assert "Red phosphorus" in DATA.elements["P"].note


@pytest.mark.parametrize(
    ("species", "expected"),
    [
        ("H2O", -228.5), ("H2S", -33.4), ("HCl", -95.3), ("SO2", -300.2), ("CO2", -394.4),
        ("NH3", -16.3),
    ],
)  # fmt: skip
def test_gibbs_energies_of_formation_of_gases_at_300_K(species: str, expected: float) -> None:
    gas = DATA.gases[species]
    assert formation(gas.composition, gas.model, 300.0) == pytest.approx(expected, abs=0.3)


@pytest.mark.parametrize(
    ("name", "expected", "tolerance"),
    [
        # CRC Handbook of Chemistry and Physics (2014), Standard Thermodynamic Properties [kJ/mol].
        # Where the handbook took another enthalpy of formation the tolerance is their difference.
        ("LiF", -587.7, 1.5), ("LiCl", -384.4, 1.5), ("LiOH", -441.5, 3.0),
        ("Li2CO3", -1132.1, 1.5), ("Li2O", -561.2, 1.5), ("Li2SO4", -1321.7, 1.5),
        ("LiNO3", -381.1, 1.5), ("Fe2O3", -742.2, 2.5), ("Fe3O4", -1015.4, 2.5),
        ("Al2O3", -1582.3, 1.5), ("SiO2", -856.3, 1.5), ("MnO2", -465.1, 1.5),
        ("Mn3O4", -1283.2, 4.0), ("CoO", -214.2, 1.5), ("MgO", -569.3, 1.5),
        ("NaCl", -384.1, 1.5), ("TiO2", -888.8, 1.5), ("AlPO4", -1617.9, 1.5),
        # Helgeson et al. 1978 through OBIGT: -50 573 cal/mol.
        ("NiO", -211.6, 0.6),
    ],
)  # fmt: skip
def test_gibbs_energies_of_formation_of_solids(
    name: str, expected: float, tolerance: float
) -> None:
    assert solid_formation(name) == pytest.approx(expected, abs=tolerance)


def test_lithium_iron_phosphate_gives_its_voltage() -> None:
    # Calorimetry alone, no electrochemistry in it: the plateau against lithium is at 3.42 V.
    lithium = float(DATA.elements["Li"].model.gibbs_J_per_mol(298.15)) / 1e3
    charged, discharged = (
        float(SOLIDS[name].model.gibbs_J_per_mol(298.15)) / 1e3 for name in ("FePO4", "LiFePO4")
    )
    assert (charged + lithium - discharged) / 96.485 == pytest.approx(3.42, abs=0.08)


def test_lithium_hydroxide_takes_up_water_and_carbon_dioxide() -> None:
    def gibbs(name: str) -> float:
        model = SOLIDS[name].model if name in SOLIDS else DATA.gases[name].model
        return float(model.gibbs_J_per_mol(298.15)) / 1e3

    gas_water = float(DATA.gases["H2O"].model.gibbs_J_per_mol(298.15)) / 1e3
    hydrate = gibbs("LiOH·H2O") - gibbs("LiOH") - gas_water
    assert hydrate < 0.0
    assert gibbs("Li2CO3") + gibbs("H2O") - 2.0 * gibbs("LiOH") - gibbs("CO2") < -80.0


def test_polymorphs_melt_where_they_should() -> None:
    assert DATA.elements["Li"].model.phase(450.0) == "cr"
    assert DATA.elements["Li"].model.phase(460.0) == "L"
    assert SOLIDS["LiOH"].model.phase(700.0) == "s"
    assert SOLIDS["LiOH"].model.phase(760.0) == "L"
    water = SOLIDS["H2O"].model
    at = 373.1
    boiling = water.gibbs_J_per_mol(at) - DATA.gases["H2O"].model.gibbs_J_per_mol(at)
    assert float(boiling) == pytest.approx(0.0, abs=60.0)


def test_what_the_safety_scheme_needs_is_measured() -> None:
    for formula in (
        "LiOH", "LiOH·H2O", "Li2CO3", "Li2SO4", "LiNO3", "LiClO4", "NiO", "CoO", "Co3O4", "MnO",
        "Mn3O4", "Mn2O3", "MnO2", "Fe2O3", "Fe3O4", "Li2O", "Li2O2", "LiF",
        "LiCl", "LiBr", "LiI", "Li2S", "Li3N", "LiH", "P2O5", "Al2O3", "SiO2", "ZrO2", "Y2O3",
        "Li3PO4", "LiAlO2", "Li2SiO3", "H2O", "LiCoO2", "LiNiO2", "NH4Cl", "MnS", "NiCl2",
    ):  # fmt: skip
        assert Composition.parse(formula).reduced_key() in DATA.measured, formula
    for formula in ("TiO2", "Nb2O5", "GeO2", "La2O3", "SnO2", "In2O3", "Sb2O3", "Li2TiO3",
                    "LiFePO4", "FePO4", "LiMn2O4", "NiS", "FeS2"):  # fmt: skip
        key = Composition.parse(formula).reduced_key()
        assert key in DATA.reference, formula
        assert key not in DATA.measured


def test_values_from_memory_are_called_assumed() -> None:
    for name in ("LiCoO2", "LiNiO2", "LiMn2O4", "LiOH·H2O"):
        assert SOLIDS[name].enthalpy_kind is Kind.ASSUMED
        assert SOLIDS[name].kind is Kind.ASSUMED
    assert SOLIDS["Li2S"].enthalpy_kind is Kind.MEASURED
    assert SOLIDS["Li2S"].entropy_kind is Kind.ESTIMATED
    assert SOLIDS["Li2S"].kind is Kind.ESTIMATED


def test_policy_lists() -> None:
    def keys(*formulas: str) -> set[Any]:
        return {Composition.parse(formula).reduced_key() for formula in formulas}

    for formula in (
        "Li7Ti10O24", "Mn2PClO4", "Co2PClO4", "H3S", "H13ClO6", "SOCl2", "Li2S2O7", "LiClO2",
        "S8O", "SCl4", "PBr7",
    ):  # fmt: skip
        assert Composition.parse(formula).reduced_key() in DATA.denied
    gases = {gas.composition.reduced_key() for gas in DATA.gases.values()}
    assert not set(DATA.denied) & gases
    for formula in ("P2S5", "P4S7", "P3N5", "LiPF6", "SiO2"):
        assert Composition.parse(formula).reduced_key() not in DATA.denied
    assert set(DATA.optional) == keys("LiS4", "LiN3")
    assert set(DATA.estimates) == keys(
        "Li3YCl6", "Li2ZrCl6", "Li4SiS4", "Li3AsS4", "Li5InS4", "Li9N2Cl3", "Li7P2S8I", "Li2OHBr"
    )
    assert not set(DATA.denied) & {*DATA.measured, *DATA.estimates, *DATA.optional}
    for phase in DATA.estimates.values():
        assert phase.kind is Kind.ESTIMATED
        assert phase.volume_A3 is not None
        hydroxide = 0.34 * phase.composition.get("H", 0.0) / phase.composition.atoms
        assert phase.safety_eV == pytest.approx(phase.mp2020_eV + hydroxide, abs=1e-3)


def test_cathodes_balance_and_order() -> None:
    assert set(DATA.cathodes) == {
        "LiCoO2", "LiNiO2", "NCM111", "NCM523", "NCM622", "NCM811", "NCA", "LiMn2O4", "LiFePO4",
        "LNMO",
    }  # fmt: skip
    for cathode in DATA.cathodes.values():
        without = {el: n for el, n in cathode.discharged.items() if el != "Li"}
        assert without == pytest.approx(dict(cathode.host))
    enthalpy = [
        float(DATA.cathodes[name].model.enthalpy_J_per_mol(298.15))
        for name in ("NCM111", "NCM523", "NCM622", "NCM811", "LiNiO2")
    ]
    # The more nickel, the weaker the oxide is bound.
    assert enthalpy == sorted(enthalpy)
    for name in ("LiCoO2", "LiNiO2", "LiMn2O4", "LiFePO4"):
        assert float(DATA.cathodes[name].model.gibbs_J_per_mol(298.15)) == pytest.approx(
            float(SOLIDS[name].model.gibbs_J_per_mol(298.15))
        )


def test_outside_the_range_only_when_asked() -> None:
    model = GibbsModel(
        (Segment(298.15, 500.0, "maier_kelley", (0.0, 50.0, 20.0, 0.01, 0.0)),),
        Kind.MEASURED, "handbook", "Table 1",
    )  # fmt: skip
    assert model.gibbs_J_per_mol(297.0) > model.gibbs_J_per_mol(298.15)  # within the margin
    for wrong in (296.0, 503.0, np.array([300.0, 600.0])):
        with pytest.raises(OutsideValidityError, match="extrapolate"):
            model.gibbs_J_per_mol(wrong)
    at_end = model.heat_capacity_J_per_mol_K(500.0)
    assert model.heat_capacity_J_per_mol_K(800.0, extrapolate=True) == pytest.approx(at_end)
    rise = model.enthalpy_J_per_mol(800.0, extrapolate=True) - model.enthalpy_J_per_mol(500.0)
    assert float(rise) == pytest.approx(300.0 * float(at_end))
    for wrong in (0.0, -5.0, float("nan"), float("inf")):
        with pytest.raises(InputError):
            model.gibbs_J_per_mol(wrong, extrapolate=True)


def test_arrays_keep_their_shape() -> None:
    model = DATA.gases["H2O"].model
    T = np.array([[250.0, 300.0, 990.0], [1000.0, 1010.0, 3000.0]])
    table = model.gibbs_J_per_mol(T)
    assert table.shape == (2, 3)
    for place in np.ndindex(2, 3):
        assert table[place] == pytest.approx(float(model.gibbs_J_per_mol(T[place])))


def _entry(**changes: Any) -> dict[str, Any]:
    entry = {
        "formula": "LiOH", "kind": "measured", "source": "handbook", "locator": "Table 1",
        "uncertainty_kJ_per_mol": 1.0, "formation_enthalpy_kJ_per_mol": -485.0,
        "entropy_298_J_per_mol_K": 43.0,
    }  # fmt: skip
    entry.update(changes)
    return {name: value for name, value in entry.items() if value != "drop"}


def _parse(*entries: dict[str, Any]) -> Thermochemistry:
    return parse_thermochemistry({"measured": list(entries)}, {"handbook": None})


def test_without_a_heat_capacity_enthalpy_and_entropy_are_held() -> None:
    (phase,) = _parse(_entry()).measured.values()
    assert not phase.model.heat_capacity_known
    assert float(phase.model.enthalpy_J_per_mol(700.0, extrapolate=True)) == pytest.approx(-485e3)
    assert float(phase.model.entropy_J_per_mol_K(700.0, extrapolate=True)) == pytest.approx(43.0)
    with pytest.raises(OutsideValidityError):
        phase.model.gibbs_J_per_mol(700.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "nobody"},
        {"source": "drop"},
        {"locator": "drop"},
        {"locator": ""},
        {"kind": "unknown"},
        {"kind": "guessed"},
        {"uncertainty_kJ_per_mol": "drop"},
        {"uncertainty_kJ_per_mol": "some"},
        {"uncertainty_kJ_per_mol": -1.0},
        {"entropy_298_J_per_mol_K": "drop"},
        {"formation_enthalpy_kJ_per_mol": float("nan")},
        {"formula": "LiXx"},
        {"surprise": 1},
        {"heat_capacity": {"model": "magic", "range": [298.15, 500.0], "coefficients": [1.0]}},
        {"heat_capacity": {"model": "shomate", "range": [500.0, 298.15], "coefficients": [1.0]}},
        {"heat_capacity": {"model": "shomate", "range": [298.15, 500.0], "coefficients": []}},
    ],
)  # fmt: skip
def test_numbers_without_evidence_do_not_load(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"thermo/measured.yaml: entry 1"):
        _parse(_entry(**changes))


def test_an_entry_given_twice_does_not_load() -> None:
    with pytest.raises(InputError, match="given twice"):
        _parse(_entry(), _entry(formula="Li2O2H2"))


def test_gaps_between_stretches_and_unknown_files_do_not_load() -> None:
    parts = [
        {"range": [298.15, 400.0], "model": "maier_kelley", "coefficients": [0.0, 1.0, 2.0]},
        {"range": [410.0, 500.0], "model": "maier_kelley", "coefficients": [0.0, 1.0, 2.0]},
    ]
    with pytest.raises(InputError, match="adjoin"):
        _parse(_entry(segments=parts, formation_enthalpy_kJ_per_mol="drop",
                      entropy_298_J_per_mol_K="drop"))  # fmt: skip
    with pytest.raises(InputError, match="unknown file"):
        parse_thermochemistry({"liquids": []}, {})


def test_parsing_leaves_its_input_alone() -> None:
    entry = _entry(heat_capacity={"model": "shomate", "range": [298.15, 500.0],
                                  "coefficients": [50.0, 1.0]})  # fmt: skip
    before = copy.deepcopy(entry)
    _parse(entry)
    assert entry == before


def test_every_source_of_the_thermochemistry_resolves() -> None:
    sources = load_sources()
    used = {model.source for model in MODELS.values()}
    used |= {phase.source for phase in DATA.estimates.values()}
    used |= {entry.source for entry in (*DATA.denied.values(), *DATA.optional.values())}
    assert used <= set(sources)
    assert all(sources[key].identifier for key in used)
