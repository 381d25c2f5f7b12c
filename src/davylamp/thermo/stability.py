"""Is a phase stable: its energy against the hull, its decomposition, its nearest competitors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from davylamp.core.composition import Composition
from davylamp.core.evidence import Kind
from davylamp.thermo._entries import extra_entries
from davylamp.thermo._program import Program
from davylamp.thermo.conditions import Conditions
from davylamp.thermo.equilibrium import PhaseAmount, as_composition, products_of
from davylamp.thermo.phases import phase_set, table_entry

__all__ = ["KnownPhase", "PhaseStability", "known_phase", "phase_stability"]

#: Energies closer than this to the hull count as on it [eV/atom].
HULL_TOLERANCE_EV = 1e-7


@dataclass(frozen=True, slots=True)
class KnownPhase:
    """Energy of one condensed phase in the store, stable or not [eV/atom]."""

    name: str
    composition: Composition
    gibbs_eV: float
    enthalpy_eV: float
    volume_A3: float | None
    gap_eV: tuple[float, float] | None
    kind: Kind
    origin: str


@dataclass(frozen=True, slots=True)
class PhaseStability:
    """Answer of `phase_stability`.

    Parameters
    ----------
    composition : Composition
        The composition asked about.
    phase : KnownPhase or None
        The phase itself; None when the store has no energy for this composition.
    hull_eV : float
        Energy of the most stable mixture at this composition [eV/atom].
    above_hull_eV : float or None
        Energy of the phase above that mixture [eV/atom], 0 when stable; None when unknown.
    competing_eV : float or None
        Energy of the phase less that of the best mixture of other phases [eV/atom]: negative when
        stable, and by how much.
    decomposition : tuple of PhaseAmount
        The best mixture of other phases, moles per mole of atoms.
    """

    composition: Composition
    phase: KnownPhase | None
    hull_eV: float
    above_hull_eV: float | None
    competing_eV: float | None
    decomposition: tuple[PhaseAmount, ...]

    @property
    def is_stable(self) -> bool | None:
        """Whether the phase is on the hull; None when its energy is unknown."""
        return None if self.above_hull_eV is None else self.above_hull_eV <= HULL_TOLERANCE_EV


def known_phase(
    composition: Composition | Mapping[str, float] | str, conditions: Conditions | None = None
) -> KnownPhase | None:
    """Return the stored energy of a condensed phase; None when the store has none."""
    wanted = as_composition(composition)
    chosen = conditions or Conditions()
    key = wanted.reduced_key()
    for entry in extra_entries(wanted.elements, chosen):
        if entry.key == key and not entry.is_gas:
            gap = entry.gap_eV if np.isfinite(entry.gap_eV[0]) else None
            volume = entry.volume_A3 if np.isfinite(entry.volume_A3) else None
            return KnownPhase(
                entry.name, wanted, entry.gibbs_eV, entry.enthalpy_eV, volume, gap,
                entry.kind, entry.origin,
            )  # fmt: skip
    row = table_entry(wanted, chosen)
    if row is None:
        return None
    return KnownPhase(
        row.name, wanted, row.gibbs_eV, row.enthalpy_eV, row.volume_A3,
        row.gap_eV if np.isfinite(row.gap_eV[0]) else None, row.kind, row.origin,
    )  # fmt: skip


def phase_stability(
    composition: Composition | Mapping[str, float] | str, conditions: Conditions | None = None
) -> PhaseStability:
    """Compare a phase with the most stable mixture of others at its composition.

    Parameters
    ----------
    composition : Composition, mapping or str
        The phase.
    conditions : Conditions, optional
        Scheme, temperature, gas pressures, exclusions and additions.

    Returns
    -------
    PhaseStability

    Raises
    ------
    InputError, MissingDatumError, NoConvergenceError

    Examples
    --------
    >>> phase_stability("Li3PS4").is_stable
    True
    >>> round(phase_stability("Li6PS5Cl").above_hull_eV, 3)
    0.083
    """
    wanted = as_composition(composition).per_atom()
    chosen = conditions or Conditions()
    phase = known_phase(wanted, chosen)
    # Without the phase itself the stored hull no longer holds: `exclude` makes the set a full one.
    exact = "".join(f"{element}{amount:.12f}" for element, amount in wanted.items())
    others = replace(chosen, exclude=chosen.exclude | {exact})
    rivals = phase_set(wanted.elements, others)
    if len(wanted) == 1:
        rivals = phase_set(wanted.elements, chosen)
    program = Program(rivals)
    supply = np.array([wanted[element] for element in program.closed])
    solution = program.solve(supply)
    competing = None if phase is None else phase.gibbs_eV - solution.energy_eV
    hull = solution.energy_eV if competing is None else solution.energy_eV + min(competing, 0.0)
    return PhaseStability(
        composition=wanted,
        phase=phase,
        hull_eV=hull,
        above_hull_eV=None if competing is None else max(competing, 0.0),
        competing_eV=competing,
        decomposition=products_of(program, solution),
    )
