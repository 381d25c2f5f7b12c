"""Equilibrium of a mixture: phases, amounts, energy, heat, gas and chemical potentials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from davylamp.core.composition import Composition
from davylamp.core.constants import (
    CM3_PER_MOL_PER_A3,
    EV_PER_ATOM_IN_J_PER_MOL,
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_PRESSURE_PA,
    STANDARD_TEMPERATURE_K,
)
from davylamp.core.errors import BalanceError, InputError
from davylamp.core.evidence import Kind, weakest
from davylamp.thermo._program import Program, Solution
from davylamp.thermo.conditions import Conditions
from davylamp.thermo.phases import PhaseSet, phase_set

__all__ = [
    "Equilibrium",
    "PhaseAmount",
    "ProductList",
    "as_composition",
    "equilibrium",
    "products_of",
]

FloatArray = npt.NDArray[np.float64]
#: Largest element imbalance accepted, relative to the mixture [mol/mol].
BALANCE_TOLERANCE = 1e-8


@dataclass(frozen=True, slots=True)
class PhaseAmount:
    """A phase of an equilibrium and how much of it there is.

    Parameters
    ----------
    name : str
        Formula or gas species.
    composition : Composition
        As one formula.
    amount_mol : float
        Moles of formula.
    gibbs_J_per_mol, enthalpy_J_per_mol : float
        Per mole of formula: Gibbs energy at the conditions, enthalpy at 298.15 K.
    is_gas : bool
        Whether it is a gas.
    volume_cm3_per_mol : float or None
        Volume of the condensed phase; None where unknown and for gases.
    gap_eV : (float, float) or None
        Range of band gaps over the polymorphs.
    kind : Kind
        How its energy is known.
    origin : str
        Where its energy comes from.
    """

    name: str
    composition: Composition
    amount_mol: float
    gibbs_J_per_mol: float
    enthalpy_J_per_mol: float
    is_gas: bool
    volume_cm3_per_mol: float | None
    gap_eV: tuple[float, float] | None
    kind: Kind
    origin: str

    @property
    def gas_volume_cm3(self) -> float:
        """Volume of the gas at 25 degC and 1 bar [cm3], 0 for a condensed phase."""
        if not self.is_gas:
            return 0.0
        molar = GAS_CONSTANT_J_PER_MOL_K * STANDARD_TEMPERATURE_K / STANDARD_PRESSURE_PA
        return self.amount_mol * molar * 1e6


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """The state of lowest Gibbs energy of a mixture.

    Parameters
    ----------
    composition : Composition
        What was given.
    conditions : Conditions
        Under which conditions.
    phases : tuple of PhaseAmount
        Stable phases, largest share of atoms first.
    potentials_eV : mapping of str to float
        Chemical potential of each element [eV/atom], on the scale of formation energies
        (elements have H = 0 at 298 K). Where it jumps, one value of the jump.
    taken_mol : mapping of str to float
        Moles of each open element, or of each unlimited phase, that the mixture took up
        (negative: gave off).
    gibbs_J, enthalpy_J : float
        Of the phases together; enthalpy at 298.15 K.
    grand_potential_J : float
        What was minimised: Gibbs energy less open elements at their potential.
    """

    composition: Composition
    conditions: Conditions
    phases: tuple[PhaseAmount, ...]
    potentials_eV: Mapping[str, float]
    taken_mol: Mapping[str, float] = field(default_factory=dict)
    gibbs_J: float = np.nan
    enthalpy_J: float = np.nan
    grand_potential_J: float = np.nan

    @property
    def gases(self) -> tuple[PhaseAmount, ...]:
        """The gaseous phases."""
        return tuple(phase for phase in self.phases if phase.is_gas)

    @property
    def kind(self) -> Kind:
        """How the answer is known: by the weakest energy among its phases."""
        return weakest(phase.kind for phase in self.phases)

    @property
    def gas_volume_cm3(self) -> float:
        """Volume of all gas at 25 degC and 1 bar [cm3]."""
        return sum(phase.gas_volume_cm3 for phase in self.phases)


def as_composition(given: Composition | Mapping[str, float] | str) -> Composition:
    """Return a composition from a formula, a mapping of elements, or a composition."""
    if isinstance(given, Composition):
        return given
    return Composition.parse(given) if isinstance(given, str) else Composition(given)


def equilibrium(
    composition: Composition | Mapping[str, float] | str,
    conditions: Conditions | None = None,
    *,
    open_potentials_eV: Mapping[str, float] | None = None,
    voltage_V: float | None = None,
    unlimited: Sequence[str] = (),
    phases: PhaseSet | None = None,
) -> Equilibrium:
    """Find the phases of lowest Gibbs energy that a mixture falls to.

    Parameters
    ----------
    composition : Composition, mapping or str
        Moles of each element.
    conditions : Conditions, optional
        Scheme, temperature, gas pressures, exclusions and additions.
    open_potentials_eV : mapping of str to float, optional
        Chemical potential of open elements, relative to the element at the same conditions
        [eV/atom]; their amounts in `composition` do not matter.
    voltage_V : float, optional
        Voltage against Li/Li+ [V]: short for lithium open at minus this potential.
    unlimited : sequence of str, optional
        Gases of the store supplied without limit at their partial pressure, such as ``H2O``.
    phases : PhaseSet, optional
        Candidate phases chosen beforehand, with their own conditions, in place of the store's.

    Returns
    -------
    Equilibrium

    Raises
    ------
    InputError
        If the composition cannot be read, or nothing closed is left.
    MissingDatumError
        If the store knows nothing about an element.
    BalanceError
        If elements do not balance to 1e-8.
    NoConvergenceError
        If no equilibrium exists, as when an open element condenses without limit.

    Examples
    --------
    >>> [phase.name for phase in equilibrium("LiPF6").phases]
    ['LiPF6']
    """
    mixture = as_composition(composition)
    chosen = conditions or (Conditions() if phases is None else phases.conditions)
    potentials = dict(open_potentials_eV or {})
    if voltage_V is not None:
        potentials["Li"] = -check_voltage(voltage_V)
    elements = {*mixture, *potentials}
    for species in unlimited:
        elements.update(Composition.parse(species))
    if phases is None:
        phases = phase_set(sorted(elements), chosen)
    elif not elements.issubset(phases.elements) or phases.conditions != chosen:
        raise InputError("the phases given are for other elements or conditions")
    absolute = {
        el: phases.gibbs_eV[phases.elements.index(el)] + mu for el, mu in potentials.items()
    }
    program = Program(phases, absolute, unlimited=unlimited)
    supply = np.array([mixture.get(element, 0.0) for element in program.closed])
    solution = program.solve(supply)
    return _describe(mixture, program, solution, absolute)


def check_voltage(voltage_V: float) -> float:
    """Return the voltage if an electrode can have it against Li/Li+ [V]."""
    if not np.isfinite(voltage_V) or not 0.0 <= voltage_V <= 10.0:
        raise InputError(
            f"voltage {voltage_V:g} V against Li/Li+ is outside 0 to 10 V",
            remedy="below 0 V lithium plates without limit",
        )
    return float(voltage_V)


class ProductList:
    """Turns solutions of one program into phases with amounts, describing each phase once."""

    def __init__(self, program: Program) -> None:
        self._phases = program.phases
        self._known: dict[int, tuple[float, PhaseAmount]] = {}

    def __call__(self, solution: Solution) -> tuple[PhaseAmount, ...]:
        """Return the phases of a solution, largest share of atoms first."""
        count = len(self._phases)
        amounts = solution.amounts.tolist()
        shares = sorted(
            (
                (amount, int(row))
                for amount, row in zip(amounts, solution.basis.tolist(), strict=True)
                if amount > 0.0 and row < count
            ),
            reverse=True,
        )
        return tuple(self._with_amount(row, amount) for amount, row in shares)

    def _with_amount(self, row: int, atoms_mol: float) -> PhaseAmount:
        if row not in self._known:
            one = _phase_amount(self._phases, row)
            self._known[row] = (one.composition.atoms, one)
        atoms, one = self._known[row]
        return PhaseAmount(
            one.name, one.composition, atoms_mol / atoms, one.gibbs_J_per_mol,
            one.enthalpy_J_per_mol, one.is_gas, one.volume_cm3_per_mol, one.gap_eV, one.kind,
            one.origin,
        )  # fmt: skip


def products_of(program: Program, solution: Solution) -> tuple[PhaseAmount, ...]:
    """Return the phases of a solution with amounts, largest share of atoms first."""
    return ProductList(program)(solution)


def _phase_amount(phases: PhaseSet, row: int) -> PhaseAmount:
    """Return one mole of a phase."""
    atoms = float(phases.amounts[row].sum())
    volume = float(phases.volume_A3[row])
    gap = (float(phases.gap_min_eV[row]), float(phases.gap_max_eV[row]))
    scale = EV_PER_ATOM_IN_J_PER_MOL * atoms
    return PhaseAmount(
        name=phases.names[row],
        composition=Composition(dict(zip(phases.elements, phases.amounts[row], strict=True))),
        amount_mol=1.0,
        gibbs_J_per_mol=float(phases.gibbs_eV[row]) * scale,
        enthalpy_J_per_mol=float(phases.enthalpy_eV[row]) * scale,
        is_gas=bool(phases.is_gas[row]),
        volume_cm3_per_mol=volume * CM3_PER_MOL_PER_A3 * atoms if np.isfinite(volume) else None,
        gap_eV=gap if np.isfinite(gap[0]) else None,
        kind=phases.kinds[row],
        origin=phases.origins[row],
    )


def _describe(
    mixture: Composition,
    program: Program,
    solution: Solution,
    potentials_eV: Mapping[str, float],
) -> Equilibrium:
    products = products_of(program, solution)
    taken = _taken(mixture, program, solution, products)
    prices = dict(zip(program.closed, (float(price) for price in solution.prices_eV), strict=True))
    prices.update({element: float(value) for element, value in potentials_eV.items()})
    return Equilibrium(
        composition=mixture,
        conditions=program.phases.conditions,
        phases=products,
        potentials_eV=prices,
        taken_mol=taken,
        gibbs_J=sum(phase.amount_mol * phase.gibbs_J_per_mol for phase in products),
        enthalpy_J=sum(phase.amount_mol * phase.enthalpy_J_per_mol for phase in products),
        grand_potential_J=solution.energy_eV * EV_PER_ATOM_IN_J_PER_MOL,
    )


def _taken(
    mixture: Composition,
    program: Program,
    solution: Solution,
    products: tuple[PhaseAmount, ...],
) -> dict[str, float]:
    """Return what came from outside, after checking that every element balances."""
    phases = program.phases
    inside = dict.fromkeys(phases.elements, 0.0)
    for phase in products:
        for element, amount in phase.composition.items():
            inside[element] += phase.amount_mol * amount
    given = {element: mixture.get(element, 0.0) for element in phases.elements}
    taken: dict[str, float] = {}
    for place, label in enumerate(solution.basis):
        if label >= len(phases) and solution.amounts[place] > 0.0:
            row = program.supplied[int(label) - len(phases)]
            moles = float(solution.amounts[place]) / float(phases.amounts[row].sum())
            taken[phases.names[row]] = moles
            for element, amount in zip(phases.elements, phases.amounts[row], strict=True):
                given[element] += moles * float(amount)
    total = max(sum(inside.values()), mixture.atoms)
    for element in program.closed:
        if abs(inside[element] - given[element]) > BALANCE_TOLERANCE * total:
            raise BalanceError(
                f"{element} does not balance: {given[element]:.10g} mol given, "
                f"{inside[element]:.10g} mol in the products"
            )
    for element in program.open:
        taken[element] = inside[element] - given[element]
    return taken
