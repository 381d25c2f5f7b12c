"""The candidate phases of a question, with their Gibbs energies at its conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from davylamp.core.composition import Composition, CompositionKey
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind
from davylamp.store.compounds import Scheme, load_compounds
from davylamp.store.load import load_thermochemistry
from davylamp.thermo._entries import Entry, extra_entries
from davylamp.thermo.conditions import Conditions
from davylamp.thermo.temperature import bartel_gibbs_eV, reduced_mass

__all__ = ["PhaseSet", "check_elements", "phase_set", "table_entry"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PhaseSet:
    """Candidate phases over some elements; elements come first, one row each.

    Energies are per mole of atoms, on the scale where elements have H(298 K) = 0.

    Parameters
    ----------
    elements : tuple of str, length m
        Elements in alphabetical order.
    names : tuple of str, length n
        Formula or species of each phase.
    amounts : array, shape (n, m)
        Amounts per formula.
    gibbs_eV, enthalpy_eV : array, shape (n,)
        Gibbs energy at the conditions and enthalpy at 298.15 K [eV/atom].
    volume_A3 : array, shape (n,)
        Volume per atom [cubic angstrom]; NaN where unknown, and for gases.
    gap_min_eV, gap_max_eV : array, shape (n,)
        Range of band gaps [eV]; NaN where unknown.
    is_gas : bool array, shape (n,)
        Whether the phase is a gas.
    kinds : tuple of Kind
        How each energy is known.
    origins : tuple of str
        Where each energy comes from, for the reader.
    conditions : Conditions
        The conditions the energies hold for.
    """

    elements: tuple[str, ...]
    names: tuple[str, ...]
    amounts: FloatArray
    gibbs_eV: FloatArray
    enthalpy_eV: FloatArray
    volume_A3: FloatArray
    gap_min_eV: FloatArray
    gap_max_eV: FloatArray
    is_gas: npt.NDArray[np.bool_]
    kinds: tuple[Kind, ...]
    origins: tuple[str, ...]
    conditions: Conditions

    def __len__(self) -> int:
        return len(self.names)

    @property
    def atoms(self) -> FloatArray:
        """Atoms per formula, shape (n,)."""
        total: FloatArray = self.amounts.sum(axis=1)
        return total

    @property
    def fractions(self) -> FloatArray:
        """Atomic fractions, shape (n, m)."""
        fractions: FloatArray = self.amounts / self.atoms[:, None]
        return fractions

    def take(self, rows: npt.NDArray[np.int64]) -> PhaseSet:
        """Return the set with only these rows, in this order."""
        return PhaseSet(
            elements=self.elements,
            names=tuple(self.names[row] for row in rows),
            amounts=self.amounts[rows],
            gibbs_eV=self.gibbs_eV[rows],
            enthalpy_eV=self.enthalpy_eV[rows],
            volume_A3=self.volume_A3[rows],
            gap_min_eV=self.gap_min_eV[rows],
            gap_max_eV=self.gap_max_eV[rows],
            is_gas=self.is_gas[rows],
            kinds=tuple(self.kinds[row] for row in rows),
            origins=tuple(self.origins[row] for row in rows),
            conditions=self.conditions,
        )


def phase_set(elements: Sequence[str], conditions: Conditions | None = None) -> PhaseSet:
    """Collect every candidate phase over `elements` at the conditions.

    Parameters
    ----------
    elements : sequence of str
        Elements that may take part.
    conditions : Conditions, optional
        Scheme, temperature, gas pressures, exclusions and additions.

    Returns
    -------
    PhaseSet
        Elements first, then table phases, measured and estimated ones, gases, user phases.

    Raises
    ------
    MissingDatumError
        If the store knows nothing about an element.
    """
    conditions = conditions or Conditions()
    chosen = tuple(sorted(set(elements)))
    check_elements(chosen, conditions)
    extra = extra_entries(chosen, conditions)
    block = _table_block(
        chosen,
        conditions.scheme,
        conditions.plain,
        conditions.include,
        conditions.excluded_keys.union(entry.key for entry in extra),
    )
    gibbs = _solid_gibbs(block.enthalpy_eV, block.volume_A3, block.mass, conditions.temperature_K)
    first = [entry for entry in extra if entry.is_element]
    last = [entry for entry in extra if not entry.is_element]

    def join(head: list[float], middle: FloatArray, tail: list[float]) -> FloatArray:
        return np.concatenate([np.array(head), middle, np.array(tail, dtype=np.float64)])

    def rows_of(entries: list[Entry]) -> FloatArray:
        return np.array(
            [[entry.composition.get(el, 0.0) for el in chosen] for entry in entries]
        ).reshape(len(entries), len(chosen))

    return PhaseSet(
        elements=chosen,
        names=(
            *(entry.name for entry in first),
            *block.names,
            *(entry.name for entry in last),
        ),
        amounts=np.vstack([rows_of(first), block.amounts, rows_of(last)]),
        gibbs_eV=join([e.gibbs_eV for e in first], gibbs, [e.gibbs_eV for e in last]),
        enthalpy_eV=join(
            [e.enthalpy_eV for e in first], block.enthalpy_eV, [e.enthalpy_eV for e in last]
        ),
        volume_A3=join([e.volume_A3 for e in first], block.volume_A3, [e.volume_A3 for e in last]),
        gap_min_eV=join(
            [e.gap_eV[0] for e in first], block.gap_min_eV, [e.gap_eV[0] for e in last]
        ),
        gap_max_eV=join(
            [e.gap_eV[1] for e in first], block.gap_max_eV, [e.gap_eV[1] for e in last]
        ),
        is_gas=np.array(
            [e.is_gas for e in first] + [False] * len(gibbs) + [e.is_gas for e in last], dtype=bool
        ),
        kinds=(
            *(e.kind for e in first),
            *([Kind.COMPUTED] * len(gibbs)),
            *(e.kind for e in last),
        ),
        origins=(
            *(e.origin for e in first),
            *block.origins,
            *(e.origin for e in last),
        ),
        conditions=conditions,
    )


def check_elements(elements: Sequence[str], conditions: Conditions) -> None:
    """Raise `MissingDatumError` for an element of which no compound is known."""
    known = {*load_compounds().elements}
    known.update(element for phase in conditions.user_phases for element in phase.composition)
    missing = [element for element in elements if element not in known]
    if missing:
        raise MissingDatumError(
            f"no compound of {', '.join(missing)} is in the store, so nothing can be said about "
            "its stability",
            remedy="add phases that contain it, from a file of your own or a database",
        )


@cache
def _row_of(key: CompositionKey) -> int | None:
    return load_compounds().find(Composition(dict(key)))


@cache
def _origin(row: int, scheme: Scheme) -> str:
    return f"{load_compounds().label(row)}, {scheme} energies"


@cache
def _allowed_rows(include: frozenset[str]) -> npt.NDArray[np.bool_]:
    """Return which rows of the table may take part: not denied, and optional only if included."""
    policy = load_thermochemistry()
    included = {Composition.parse(name).reduced_key() for name in include}
    if unknown := included - set(policy.optional):
        names = ", ".join(Composition(dict(key)).formula for key in unknown)
        raise InputError(f"{names} is not an optional phase")
    allowed = np.ones(len(load_compounds()), dtype=bool)
    for key in {*policy.denied, *(set(policy.optional) - included)}:
        row = _row_of(key)
        if row is not None:
            allowed[row] = False
    return allowed


@dataclass(frozen=True, slots=True)
class _TableBlock:
    """The compound table's phases over some elements, whatever the temperature."""

    names: tuple[str, ...]
    origins: tuple[str, ...]
    amounts: FloatArray
    enthalpy_eV: FloatArray
    volume_A3: FloatArray
    mass: FloatArray
    gap_min_eV: FloatArray
    gap_max_eV: FloatArray


@lru_cache(maxsize=128)
def _table_block(
    elements: tuple[str, ...],
    scheme: Scheme,
    on_hull_only: bool,
    include: frozenset[str],
    replaced: frozenset[CompositionKey],
) -> _TableBlock:
    table = load_compounds()
    rows = table.rows_within(elements)
    if on_hull_only:
        rows = rows[table.on_hull[scheme][rows]]
    rows = rows[_allowed_rows(include)[rows]]
    wanted = set(elements)
    gone = [
        row
        for key in replaced
        if wanted.issuperset(name for name, _ in key) and (row := _row_of(key)) is not None
    ]
    rows = rows[~np.isin(rows, gone)] if gone else rows
    amounts = table.matrix(rows, elements)
    return _TableBlock(
        names=tuple(table.formulas[row] for row in rows),
        origins=tuple(_origin(row, scheme) for row in rows.tolist()),
        amounts=amounts,
        enthalpy_eV=table.formation_energy_eV[scheme][rows],
        volume_A3=table.volume_A3[rows],
        mass=reduced_mass(amounts, elements),
        gap_min_eV=table.gap_min_eV[rows],
        gap_max_eV=table.gap_max_eV[rows],
    )


def _solid_gibbs(
    enthalpy_eV: FloatArray,
    volume_A3: FloatArray,
    mass: FloatArray,
    temperature_K: float | None,
) -> FloatArray:
    if temperature_K is None or not len(enthalpy_eV):
        return enthalpy_eV
    return bartel_gibbs_eV(enthalpy_eV, volume_A3, mass, temperature_K)


def table_entry(composition: Composition, conditions: Conditions) -> Entry | None:
    """Return the compound table's phase of this composition at the conditions, if it is allowed."""
    table = load_compounds()
    key = composition.reduced_key()
    row = _row_of(key)
    if row is None or not _allowed_rows(conditions.include)[row] or key in conditions.excluded_keys:
        return None
    rows = np.array([row])
    enthalpy = table.formation_energy_eV[conditions.scheme][rows]
    volume = table.volume_A3[rows]
    mass = reduced_mass(table.matrix(rows, composition.elements), composition.elements)
    gibbs = _solid_gibbs(enthalpy, volume, mass, conditions.temperature_K)
    return Entry(
        name=table.formulas[row],
        composition=composition,
        gibbs_eV=float(gibbs[0]),
        enthalpy_eV=float(enthalpy[0]),
        kind=Kind.COMPUTED,
        origin=_origin(row, conditions.scheme),
        volume_A3=float(volume[0]),
        gap_eV=(float(table.gap_min_eV[row]), float(table.gap_max_eV[row])),
    )
