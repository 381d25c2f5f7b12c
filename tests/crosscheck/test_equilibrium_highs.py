"""The simplex against HiGHS on random questions over the whole store."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from davylamp.store.compounds import load_compounds
from davylamp.thermo import Conditions, phase_set
from davylamp.thermo._program import Program

TOLERANCE_EV = 1e-6
QUESTIONS = 1200


def random_system(rng: np.random.Generator, size: int) -> tuple[str, ...]:
    """Elements of a few random compounds, so that the system holds more than elements."""
    table = load_compounds()
    chosen: set[str] = set()
    while len(chosen) < size:
        row = int(rng.integers(len(table)))
        members = table.columns[table.offsets[row] : table.offsets[row + 1]]
        chosen.update(table.elements[member] for member in members)
    return tuple(sorted(rng.permutation(sorted(chosen))[:size]))


def random_supply(rng: np.random.Generator, fractions: np.ndarray, style: int) -> np.ndarray:
    """A composition: generic, on a tie line, exactly a phase, a single element, or degenerate."""
    phases, elements = fractions.shape
    if style == 0:
        return rng.dirichlet(np.ones(elements))
    if style == 1:
        pair = fractions[rng.integers(phases, size=2)]
        return pair.mean(axis=0)
    if style == 2:
        return fractions[rng.integers(phases)].copy()
    if style == 3:
        return np.eye(elements)[rng.integers(elements)]
    supply = rng.integers(0, 3, size=elements).astype(float)
    supply[rng.integers(elements)] = 1.0
    return supply / supply.sum()


def highs_energy(matrix: np.ndarray, cost: np.ndarray, supply: np.ndarray) -> float:
    answer = linprog(cost, A_eq=matrix.T, b_eq=supply, bounds=(0, None), method="highs")
    assert answer.status == 0, answer.message
    return float(answer.fun)


@pytest.mark.parametrize("scheme", ["legacy", "mp2020", "safety"])
def test_hull_energies_equal_highs(scheme: str) -> None:
    rng = np.random.default_rng(20)
    # `exclude` of something that is not there keeps every row, not only the stored hull.
    conditions = Conditions(scheme=scheme, exclude=frozenset({"XeF2"}))
    worst = 0.0
    for question in range(QUESTIONS // 12):
        size = 9 if question % 10 == 0 else int(rng.integers(2, 8))
        phases = phase_set(random_system(rng, size), conditions)
        program = Program(phases)
        for style in range(4):
            supply = random_supply(rng, phases.fractions, style if question % 2 else 4 - style)
            ours = program.solve(supply)
            reference = highs_energy(phases.fractions, phases.gibbs_eV, supply)
            worst = max(worst, abs(ours.energy_eV - reference))
            assert ours.energy_eV == pytest.approx(reference, abs=TOLERANCE_EV)
            # Strong duality: the prices pay for exactly the mixture.
            assert float(ours.prices_eV @ supply) == pytest.approx(reference, abs=TOLERANCE_EV)
    assert worst < TOLERANCE_EV


def test_stored_hull_gives_the_energies_of_the_whole_table() -> None:
    rng = np.random.default_rng(7)
    whole = Conditions(exclude=frozenset({"XeF2"}))
    for _ in range(40):
        elements = random_system(rng, int(rng.integers(2, 7)))
        small, full = phase_set(elements), phase_set(elements, whole)
        assert len(small) <= len(full)
        supply = rng.dirichlet(np.ones(len(elements)))
        assert Program(small).solve(supply).energy_eV == pytest.approx(
            Program(full).solve(supply).energy_eV, abs=TOLERANCE_EV
        )


def test_compiled_and_interpreted_simplex_agree() -> None:
    rng = np.random.default_rng(3)
    for _ in range(60):
        phases = phase_set(random_system(rng, int(rng.integers(2, 9))))
        supply = random_supply(rng, phases.fractions, int(rng.integers(5)))
        plain = Program(phases).solve(supply)
        fast = Program(phases, use_compiled=True).solve(supply)
        assert fast.energy_eV == pytest.approx(plain.energy_eV, abs=1e-12)


def test_open_lithium_equals_highs() -> None:
    rng = np.random.default_rng(11)
    for _ in range(100):
        elements = tuple(sorted({*random_system(rng, 4), "Li", "O"}))
        phases = phase_set(elements)
        potential = -float(rng.uniform(0.0, 6.0))
        program = Program(phases, {"Li": potential})
        supply = rng.dirichlet(np.ones(len(program.closed)))
        lithium = elements.index("Li")
        closed = [column for column in range(len(elements)) if column != lithium]
        matrix = phases.fractions[:, closed]
        keep = matrix.sum(axis=1) > 0
        cost = phases.gibbs_eV - phases.fractions[:, lithium] * potential
        reference = highs_energy(matrix[keep], cost[keep], supply)
        assert program.solve(supply).energy_eV == pytest.approx(reference, abs=TOLERANCE_EV)
