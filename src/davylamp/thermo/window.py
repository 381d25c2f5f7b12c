"""Electrochemical window and the products at every voltage, exact, without a voltage grid."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, weakest
from davylamp.thermo._piecewise import Point, concave_breakpoints
from davylamp.thermo._program import Program
from davylamp.thermo.conditions import Conditions
from davylamp.thermo.equilibrium import PhaseAmount, as_composition, products_of
from davylamp.thermo.phases import phase_set

__all__ = ["ElectrochemicalWindow", "VoltageStep", "electrochemical_window"]

#: No compound holds its last lithium, or its fluorine, beyond this [V against Li/Li+].
HIGHEST_VOLTAGE_V: Final = 15.0
#: A formula written to two or three digits misses its charge balance by about this much lithium
#: per atom (Li0.33La0.557TiO3 by 2e-4); a step of less is not a reaction.
_LITHIUM_TOLERANCE: Final = 5e-4


@dataclass(frozen=True, slots=True)
class VoltageStep:
    """Products that are stable over a range of voltage.

    Parameters
    ----------
    low_V, high_V : float
        Range [V against Li/Li+].
    lithium_change : float
        Moles of lithium taken up (positive) or given off per mole of formula.
    products : tuple of PhaseAmount
        Per mole of formula.
    """

    low_V: float
    high_V: float
    lithium_change: float
    products: tuple[PhaseAmount, ...]


@dataclass(frozen=True, slots=True)
class ElectrochemicalWindow:
    """Answer of `electrochemical_window`.

    Parameters
    ----------
    composition : Composition
        The phase.
    reduction_V, oxidation_V : float
        Voltages against Li/Li+ between which it neither takes nor gives lithium [V]. They are
        equal for a composition that is only met at a jump.
    steps : tuple of VoltageStep
        The whole profile from 0 V upwards.
    kind : Kind
        How the energies at the two edges are known.
    """

    composition: Composition
    reduction_V: float
    oxidation_V: float
    steps: tuple[VoltageStep, ...]
    kind: Kind

    @property
    def reduction_products(self) -> tuple[PhaseAmount, ...]:
        """Phases just below the reduction edge; empty when it is stable down to 0 V."""
        below = [step for step in self.steps if step.high_V <= self.reduction_V + 1e-9]
        return below[-1].products if below else ()

    @property
    def oxidation_products(self) -> tuple[PhaseAmount, ...]:
        """Phases just above the oxidation edge; empty when there is no lithium to give."""
        above = [step for step in self.steps if step.low_V >= self.oxidation_V - 1e-9]
        return above[0].products if above else ()

    def at(self, voltage_V: float) -> VoltageStep:
        """Return the step that holds at a voltage [V]."""
        for step in self.steps:
            if step.low_V <= voltage_V <= step.high_V:
                return step
        raise InputError(f"voltage {voltage_V:g} V is outside the profile")


def electrochemical_window(
    composition: Composition | Mapping[str, float] | str, conditions: Conditions | None = None
) -> ElectrochemicalWindow:
    """Find the voltages against Li/Li+ at which a phase takes or gives lithium [V].

    At voltage V lithium has the chemical potential mu_Li = mu_Li0 - e V. The least grand
    potential of the other elements is a concave piecewise-linear function of V whose slope is the
    lithium content of the products; the window is the piece with the lithium content of the phase.

    Parameters
    ----------
    composition : Composition, mapping or str
        The phase; a metastable one is judged by the phases it would fall to.
    conditions : Conditions, optional
        Scheme (``legacy`` reproduces published windows), temperature, exclusions and additions.

    Returns
    -------
    ElectrochemicalWindow

    Raises
    ------
    InputError
        If nothing but lithium is given.
    MissingDatumError
        If the store knows nothing about an element.

    Notes
    -----
    Thermodynamic: a passivating product may keep a material alive beyond its window.

    References
    ----------
    Zhu, He, Mo 2015, 10.1021/acsami.5b07517.

    Examples
    --------
    >>> window = electrochemical_window("Li3PS4")
    >>> round(window.reduction_V, 2), round(window.oxidation_V, 2)
    (1.72, 2.42)
    """
    phase = as_composition(composition)
    others = {element: amount for element, amount in phase.items() if element != "Li"}
    if not others:
        raise InputError("the window of lithium itself is not defined: lithium is the reference")
    phases = phase_set(sorted({*phase, "Li"}), conditions)
    reference = float(phases.gibbs_eV[phases.elements.index("Li")])
    program = Program(phases, {"Li": reference})
    supply = np.array([others[element] for element in program.closed])
    scale = float(supply.sum())

    def solve(voltage_V: float) -> tuple[float, tuple[PhaseAmount, ...]]:
        program.set_potentials({"Li": reference - voltage_V})
        solution = program.solve(supply)
        products = products_of(program, solution)
        return solution.energy_eV, products

    def evaluate(voltage_V: float) -> Point:
        energy, products = solve(voltage_V)
        return Point(voltage_V, energy, _lithium(products))

    corners = concave_breakpoints(evaluate, 0.0, HIGHEST_VOLTAGE_V, tolerance=1e-9 * scale)
    content = phase.get("Li", 0.0)
    steps = []
    for low, high in itertools.pairwise(corners):
        _, products = solve(0.5 * (low.t + high.t))
        steps.append(VoltageStep(low.t, high.t, _lithium(products) - content, products))
    reduction, oxidation = _edges(steps, phase.atoms)
    kind = weakest(
        product.kind
        for step in steps
        if step.low_V <= oxidation + 1e-9 and step.high_V >= reduction - 1e-9
        for product in step.products
    )
    return ElectrochemicalWindow(phase, reduction, oxidation, tuple(steps), kind)


def _lithium(products: tuple[PhaseAmount, ...]) -> float:
    return sum(product.amount_mol * product.composition.get("Li", 0.0) for product in products)


def _edges(steps: list[VoltageStep], atoms: float) -> tuple[float, float]:
    unchanged = [step for step in steps if abs(step.lithium_change) <= _LITHIUM_TOLERANCE * atoms]
    if unchanged:
        return unchanged[0].low_V, unchanged[-1].high_V
    for step in steps:
        # Lithium content falls as voltage rises: the composition is met at this jump.
        if step.lithium_change < 0.0:
            return step.low_V, step.low_V
    return steps[-1].high_V, steps[-1].high_V
