"""The engine against pymatgen's phase diagrams, windows and interfacial reactions."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from davylamp.core import Composition
from davylamp.store.compounds import load_compounds
from davylamp.thermo import (
    Conditions,
    PhaseSet,
    electrochemical_window,
    interface_reaction,
    phase_set,
    phase_stability,
)
from davylamp.thermo._program import Program

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pymatgen.analysis.interface_reactions import (
        GrandPotentialInterfacialReactivity,
        InterfacialReactivity,
    )
    from pymatgen.analysis.phase_diagram import (
        GrandPotentialPhaseDiagram,
        PDEntry,
        PhaseDiagram,
    )
    from pymatgen.core import Composition as PmgComposition
    from pymatgen.core import Element

TOLERANCE_EV = 1e-6
WHOLE = Conditions(exclude=frozenset({"XeF2"}))


def entries_of(phases: PhaseSet) -> list[PDEntry]:
    return [
        PDEntry(
            PmgComposition(dict(zip(phases.elements, map(float, row), strict=True))),
            float(energy * row.sum()),
            name=name,
        )
        for name, row, energy in zip(phases.names, phases.amounts, phases.gibbs_eV, strict=True)
    ]


SYSTEMS = [
    ("Li", "P", "S"),
    ("Li", "O"),
    ("Li", "Cl", "P", "S"),
    ("Li", "Co", "O", "P", "S"),
    ("La", "Li", "O", "Zr"),
    ("Al", "Li", "O", "P", "Ti"),
    ("Cl", "Li", "Y"),
    ("B", "H", "Li"),
    ("Fe", "Li", "O", "P"),
    ("Ge", "Li", "P", "S"),
    ("F", "In", "Li", "Cl"),
    ("Li", "Mn", "Ni", "O"),
    ("C", "H", "Li", "O"),
]


@pytest.mark.parametrize("system", SYSTEMS, ids="-".join)
def test_hull_energies_equal_pymatgen(system: tuple[str, ...]) -> None:
    rng = np.random.default_rng(len("".join(system)))
    phases = phase_set(system, WHOLE)
    diagram = PhaseDiagram(entries_of(phases))
    program = Program(phases)
    for question in range(80):
        supply = rng.dirichlet(np.ones(len(phases.elements)))
        if question % 4 == 1:
            supply = phases.fractions[rng.integers(len(phases), size=2)].mean(axis=0)
        elif question % 4 == 2:
            supply = phases.fractions[rng.integers(len(phases))].copy()
        elif question % 4 == 3:
            supply = np.eye(len(phases.elements))[rng.integers(len(phases.elements))]
        composition = PmgComposition(
            {el: float(x) for el, x in zip(phases.elements, supply, strict=True) if x > 0}
        )
        reference = diagram.get_hull_energy_per_atom(composition)
        assert program.solve(supply).energy_eV == pytest.approx(reference, abs=TOLERANCE_EV)


def test_nine_elements_equal_pymatgen() -> None:
    rng = np.random.default_rng(9)
    elements = ("Cl", "Co", "Li", "Mn", "Nb", "Ni", "O", "P", "S")
    every = phase_set(elements)
    # pymatgen needs minutes for nine elements with every phase: both codes get the same few.
    some = rng.choice(np.arange(9, len(every)), size=22, replace=False)
    phases = every.take(np.concatenate([np.arange(9), np.sort(some)]))
    diagram = PhaseDiagram(entries_of(phases))
    program = Program(phases)
    for _ in range(40):
        supply = rng.dirichlet(np.ones(9))
        composition = PmgComposition(dict(zip(elements, map(float, supply), strict=True)))
        reference = diagram.get_hull_energy_per_atom(composition)
        assert program.solve(supply).energy_eV == pytest.approx(reference, abs=TOLERANCE_EV)


@pytest.mark.parametrize("formula", ["Li6PS5Cl", "Li10GeP2S12", "LiBH4", "Li7La3Zr2O12"])
def test_distance_to_the_hull_equals_pymatgen(formula: str) -> None:
    phases = phase_set(Composition.parse(formula).elements, WHOLE)
    entries = entries_of(phases)
    diagram = PhaseDiagram(entries)
    entry = next(
        e
        for e in entries
        if e.composition.reduced_formula == PmgComposition(formula).reduced_formula
    )
    ours = phase_stability(formula)
    assert ours.above_hull_eV == pytest.approx(diagram.get_e_above_hull(entry), abs=TOLERANCE_EV)
    if ours.is_stable:
        # Against all other entries, also those that only become stable without the phase.
        reference = diagram.get_phase_separation_energy(entry)
        assert ours.competing_eV == pytest.approx(reference, abs=TOLERANCE_EV)


PAIRS = [
    ("Li3PS4", "LiCoO2"),
    ("Li6PS5Cl", "LiCoO2"),
    ("Li7La3Zr2O12", "LiCoO2"),
    ("Li3PS4", "Li"),
    ("Li3InCl6", "Li3PS4"),
    ("LiFePO4", "Li3PS4"),
    ("Li10GeP2S12", "Li"),
    ("Li3PO4", "LiMn2O4"),
]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_interface_energies_equal_pymatgen(a: str, b: str) -> None:
    elements = sorted({*Composition.parse(a), *Composition.parse(b)})
    diagram = PhaseDiagram(entries_of(phase_set(elements, WHOLE)))
    peer = InterfacialReactivity(
        PmgComposition(a), PmgComposition(b), diagram, norm=True, use_hull_energy=True
    )
    lowest = min(energy for _, _, energy, _, _ in peer.get_kinks())
    ours = interface_reaction(a, b)
    assert ours.strongest.mutual_eV == pytest.approx(lowest, abs=TOLERANCE_EV)
    assert len(ours.profile) == len({round(x, 8) for _, x, _, _, _ in peer.get_kinks()})


@pytest.mark.parametrize(("a", "b"), [PAIRS[0], PAIRS[1], PAIRS[5]])
@pytest.mark.parametrize("voltage_V", [2.0, 4.2])
def test_interface_energies_at_a_voltage_equal_pymatgen(a: str, b: str, voltage_V: float) -> None:
    elements = sorted({*Composition.parse(a), *Composition.parse(b)})
    entries = entries_of(phase_set(elements, WHOLE))
    whole = PhaseDiagram(entries)
    grand = GrandPotentialPhaseDiagram(entries, {Element("Li"): -voltage_V})
    peer = GrandPotentialInterfacialReactivity(
        PmgComposition(a), PmgComposition(b), grand, pd_non_grand=whole,
        include_no_mixing_energy=False, norm=True, use_hull_energy=True,
    )  # fmt: skip
    lowest = min(energy for _, _, energy, _, _ in peer.get_kinks())
    ours = interface_reaction(a, b, voltage_V=voltage_V).strongest.mutual_eV
    assert ours == pytest.approx(lowest, abs=1e-5)


@pytest.mark.parametrize("formula", ["Li3PS4", "Li2O", "LiCl", "Li3InCl6", "LiFePO4"])
def test_windows_equal_pymatgen(formula: str) -> None:
    phases = phase_set(Composition.parse(formula).elements, WHOLE)
    diagram = PhaseDiagram(entries_of(phases))
    profile = diagram.get_element_profile(Element("Li"), PmgComposition(formula))
    # Evolution is lithium per formula taken up; the potential where it leaves zero is an edge.
    edges = sorted(-step["chempot"] for step in profile)
    window = electrochemical_window(formula)
    assert min(abs(edge - window.oxidation_V) for edge in edges) < TOLERANCE_EV
    assert window.reduction_V == pytest.approx(0.0) or (
        min(abs(edge - window.reduction_V) for edge in edges) < TOLERANCE_EV
    )


def test_every_row_of_the_table_can_be_asked_about() -> None:
    table = load_compounds()
    rng = np.random.default_rng(1)
    for row in rng.integers(len(table), size=50):
        answer = phase_stability(table.formulas[int(row)])
        assert answer.hull_eV <= 1e-9
