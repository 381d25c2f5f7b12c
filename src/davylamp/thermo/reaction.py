"""Reaction of two materials in contact: the whole profile over their mixing ratio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, weakest
from davylamp.thermo._piecewise import Point, concave_breakpoints
from davylamp.thermo._program import Program, Solution
from davylamp.thermo.conditions import Conditions
from davylamp.thermo.equilibrium import (
    PhaseAmount,
    ProductList,
    as_composition,
    check_voltage,
)
from davylamp.thermo.phases import PhaseSet, phase_set
from davylamp.thermo.stability import KnownPhase, known_phase

__all__ = ["InterfaceReaction", "MixingPoint", "interface_reaction"]

FloatArray = npt.NDArray[np.float64]
#: Pieces shorter than this, or slopes closer than this, are round-off of a tie.
_SHORTEST_PIECE: Final = 1e-10
_SAME_SLOPE_EV: Final = 1e-8


@dataclass(frozen=True, slots=True)
class MixingPoint:
    """One corner of the mixing profile; between corners everything is linear.

    Parameters
    ----------
    fraction_a : float
        Share of atoms (of closed atoms when lithium is open) that comes from A.
    mutual_eV : float
        Reaction energy from A and B each at its own equilibrium [eV/atom].
    total_eV : float or None
        Reaction energy from A and B as they are [eV/atom]; None when the energy of one is unknown.
    enthalpy_eV : float or None
        Reaction enthalpy from A and B as they are at 298.15 K [eV/atom]; None when unknown.
    mutual_enthalpy_eV : float
        Reaction enthalpy from the equilibria of A and of B at 298.15 K [eV/atom].
    lithium_taken_mol : float
        Lithium taken from the electrode per mole of closed atoms, 0 when lithium is closed.
    products : tuple of PhaseAmount
        Per mole of (closed) atoms of the mixture.
    """

    fraction_a: float
    mutual_eV: float
    total_eV: float | None
    enthalpy_eV: float | None
    mutual_enthalpy_eV: float
    lithium_taken_mol: float
    products: tuple[PhaseAmount, ...]


@dataclass(frozen=True, slots=True)
class InterfaceReaction:
    """Answer of `interface_reaction`.

    Parameters
    ----------
    a, b : Composition
        The two materials.
    phase_a, phase_b : KnownPhase or None
        Their stored energies, where the store has them.
    voltage_V : float or None
        Voltage at which lithium is open [V against Li/Li+].
    profile : tuple of MixingPoint
        From pure B to pure A.
    """

    a: Composition
    b: Composition
    phase_a: KnownPhase | None
    phase_b: KnownPhase | None
    voltage_V: float | None
    profile: tuple[MixingPoint, ...]

    @property
    def strongest(self) -> MixingPoint:
        """The corner of the most negative mutual reaction energy."""
        return min(self.profile, key=lambda point: point.mutual_eV)

    @property
    def strongest_total(self) -> MixingPoint | None:
        """The corner of the most negative total reaction energy; None when it is unknown."""
        known = [point for point in self.profile if point.total_eV is not None]
        return min(known, key=lambda point: point.total_eV or 0.0) if known else None

    @property
    def kind(self) -> Kind:
        """How the strongest reaction is known: by the weakest energy in it."""
        points = (self.strongest, self.profile[0], self.profile[-1])
        kinds = [product.kind for point in points for product in point.products]
        kinds.extend(phase.kind for phase in (self.phase_a, self.phase_b) if phase is not None)
        return weakest(kinds)

    def moles(self, fraction_a: float) -> tuple[float, float]:
        """Return moles of formula of A and of B per mole of (closed) atoms at a mixing ratio."""
        atoms_a, atoms_b = (_closed_atoms(item, self.voltage_V) for item in (self.a, self.b))
        return (
            fraction_a / atoms_a if fraction_a > 0.0 else 0.0,
            (1.0 - fraction_a) / atoms_b if fraction_a < 1.0 else 0.0,
        )


def interface_reaction(
    a: Composition | Mapping[str, float] | str,
    b: Composition | Mapping[str, float] | str,
    conditions: Conditions | None = None,
    *,
    voltage_V: float | None = None,
    phases: PhaseSet | None = None,
    use_compiled: bool = False,
) -> InterfaceReaction:
    """Find what forms where two materials touch, at every mixing ratio.

    With x the share of atoms from A and E the energy of the most stable mixture,
    ``mutual(x) = E(x a + (1-x) b) - x E(a) - (1-x) E(b)`` and
    ``total(x) = E(x a + (1-x) b) - x G_A - (1-x) G_B``. E is convex and piecewise linear in x, so
    its corners, found exactly, hold the whole answer.

    Parameters
    ----------
    a, b : Composition, mapping or str
        The materials.
    conditions : Conditions, optional
        Scheme, temperature, gas pressures, exclusions and additions.
    voltage_V : float, optional
        Hold lithium open at this voltage against Li/Li+ [V]; energies are then grand potentials
        per closed (not lithium) atom.
    phases : PhaseSet, optional
        Candidate phases collected beforehand by `phase_set` for the same elements and conditions,
        to share them among questions.
    use_compiled : bool
        Compile the simplex: worth it from some hundreds of questions on.

    Returns
    -------
    InterfaceReaction

    Raises
    ------
    InputError
        If A or B is pure lithium while lithium is open.
    MissingDatumError
        If the store knows nothing about an element.

    Notes
    -----
    'Mutual' leaves out what A or B would gain by decomposing alone; 'total' includes it.

    References
    ----------
    Richards et al. 2016, 10.1021/acs.chemmater.5b04082; Zhu, He, Mo 2016, 10.1039/C5TA08574H.

    Examples
    --------
    >>> reaction = interface_reaction("Li3PS4", "LiCoO2")
    >>> round(reaction.strongest.mutual_eV, 2)
    -0.4
    """
    side_a, side_b = as_composition(a), as_composition(b)
    chosen = conditions or Conditions()
    elements = {*side_a, *side_b} | ({"Li"} if voltage_V is not None else set())
    if phases is None:
        phases = phase_set(sorted(elements), chosen)
    elif not elements.issubset(phases.elements) or phases.conditions != chosen:
        raise InputError("the phases given are for other elements or conditions")
    potentials: dict[str, float] = {}
    if voltage_V is not None:
        reference = float(phases.gibbs_eV[phases.elements.index("Li")])
        potentials["Li"] = reference - check_voltage(voltage_V)
    program = Program(phases, potentials, use_compiled=use_compiled)
    unit_a = _closed_vector(side_a, program)
    unit_b = _closed_vector(side_b, program)

    corners = _corners(program, unit_a, unit_b)
    start_a = _Start.of(side_a, program, corners[-1][1], chosen)
    start_b = _Start.of(side_b, program, corners[0][1], chosen)
    describe = ProductList(program)
    profile = tuple(
        _mixing_point(x, solution, describe, program, start_a, start_b) for x, solution in corners
    )
    return InterfaceReaction(side_a, side_b, start_a.phase, start_b.phase, voltage_V, profile)


def _corners(
    program: Program, unit_a: FloatArray, unit_b: FloatArray
) -> list[tuple[float, Solution]]:
    """Return the corners of the profile with their optima, from pure B to pure A."""
    direction = unit_a - unit_b
    middle = 0.5 * (unit_a + unit_b)
    start = program.solve(middle)
    up = program.path(middle, direction, 0.5, start)
    down = program.path(middle, -direction, 0.5, start)
    if up is None or down is None:
        return _searched_corners(program, unit_a, unit_b)
    # Pieces from B to A: each with the share of A at which it begins, and its basis.
    pieces = [(0.5 - t, basis) for t, basis in reversed(down)]
    begins = [0.0, *(x for x, _ in pieces[:-1]), *(0.5 + t for t, _ in up[1:])]
    bases = [*(basis for _, basis in pieces), *(basis for _, basis in up[1:])]
    ends = [*begins[1:], 1.0]
    kept = [
        place
        for place, (begin, end) in enumerate(zip(begins, ends, strict=True))
        if end - begin >= _SHORTEST_PIECE or begin <= 0.0 or end >= 1.0
    ]
    shares = np.array([*(begins[place] for place in kept), 1.0])
    labels = np.array([*(bases[place] for place in kept), bases[kept[-1]]])
    supplies = shares[:, None] * unit_a + (1.0 - shares[:, None]) * unit_b
    corners: list[tuple[float, Solution]] = []
    slope = np.nan
    for share, solution in zip(shares.tolist(), program.at(labels, supplies), strict=True):
        new_slope = float(solution.prices_eV @ direction)
        if not corners or share >= 1.0 or abs(new_slope - slope) > _SAME_SLOPE_EV:
            corners.append((share, solution))
        slope = new_slope
    return corners


def _searched_corners(
    program: Program, unit_a: FloatArray, unit_b: FloatArray
) -> list[tuple[float, Solution]]:
    """Return the same by evaluating points, where ties stop the walk along the profile."""
    solutions: dict[float, Solution] = {}

    def evaluate(fraction: float) -> Point:
        # Minus the convex energy is concave.
        solution = program.solve(fraction * unit_a + (1.0 - fraction) * unit_b)
        solutions[fraction] = solution
        slope = float(solution.prices_eV @ (unit_a - unit_b))
        return Point(fraction, -solution.energy_eV, -slope)

    return [(corner.t, solutions[corner.t]) for corner in concave_breakpoints(evaluate, 0.0, 1.0)]


@dataclass(frozen=True, slots=True)
class _Start:
    """One material before the reaction, per mole of its closed atoms [eV, mol]."""

    phase: KnownPhase | None
    lithium: float
    equilibrium_eV: float
    equilibrium_enthalpy_eV: float
    own_eV: float | None
    own_enthalpy_eV: float | None

    @classmethod
    def of(
        cls, side: Composition, program: Program, solution: Solution, conditions: Conditions
    ) -> _Start:
        closed = sum(side.get(element, 0.0) for element in program.closed)
        phase = known_phase(side, conditions)
        lithium = side.get("Li", 0.0) / closed if program.open else 0.0
        own = own_enthalpy = None
        if phase is not None:
            atoms = side.atoms / closed
            own = phase.gibbs_eV * atoms - lithium * program.potentials_eV.get("Li", 0.0)
            own_enthalpy = phase.enthalpy_eV * atoms
        return cls(
            phase=phase,
            lithium=lithium,
            equilibrium_eV=solution.energy_eV,
            equilibrium_enthalpy_eV=program.enthalpy_eV(solution),
            own_eV=own,
            own_enthalpy_eV=own_enthalpy,
        )


def _mixing_point(
    x: float, solution: Solution, describe: ProductList, program: Program, a: _Start, b: _Start
) -> MixingPoint:
    products = describe(solution)
    enthalpy = program.enthalpy_eV(solution)

    def from_start(value: float, of_a: float | None, of_b: float | None) -> float | None:
        # A material of which there is nothing need not be known.
        if (of_a is None and x > 0.0) or (of_b is None and x < 1.0):
            return None
        return value - x * (of_a or 0.0) - (1.0 - x) * (of_b or 0.0)

    lithium = 0.0
    if program.open:
        inside = sum(item.amount_mol * item.composition.get("Li", 0.0) for item in products)
        lithium = inside - x * a.lithium - (1.0 - x) * b.lithium
    return MixingPoint(
        fraction_a=x,
        mutual_eV=solution.energy_eV - x * a.equilibrium_eV - (1.0 - x) * b.equilibrium_eV,
        total_eV=from_start(solution.energy_eV, a.own_eV, b.own_eV),
        enthalpy_eV=from_start(enthalpy, a.own_enthalpy_eV, b.own_enthalpy_eV),
        mutual_enthalpy_eV=(
            enthalpy - x * a.equilibrium_enthalpy_eV - (1.0 - x) * b.equilibrium_enthalpy_eV
        ),
        lithium_taken_mol=lithium,
        products=products,
    )


def _closed_vector(side: Composition, program: Program) -> FloatArray:
    """Return amounts of the closed elements per mole of them."""
    vector = np.array([side.get(element, 0.0) for element in program.closed])
    total = float(vector.sum())
    if total <= 0.0:
        raise InputError(
            f"{side.formula} holds nothing but {', '.join(program.open)}, which is open",
            remedy="leave the voltage out for a reaction with lithium metal",
        )
    return vector / total


def _closed_atoms(side: Composition, voltage_V: float | None) -> float:
    return side.atoms - (side.get("Li", 0.0) if voltage_V is not None else 0.0)
