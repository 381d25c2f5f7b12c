"""Phases a charged cathode can turn into, with measured energies only."""

from __future__ import annotations

from typing import Final

import numpy as np

from davylamp.core.composition import Composition
from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL, STANDARD_TEMPERATURE_K
from davylamp.core.evidence import Kind
from davylamp.materials.charged import ChargedCathode
from davylamp.store.gibbs import GibbsModel
from davylamp.store.load import load_thermochemistry
from davylamp.thermo import Conditions, PhaseSet, phase_set

__all__ = ["CHARGED", "oxide_set"]

#: Name of the charged cathode itself in the set.
CHARGED: Final = "charged cathode"
_Row = tuple[str, Composition, float, float, Kind, str]


def oxide_set(cathode: ChargedCathode, temperature_K: float, oxygen_Pa: float) -> PhaseSet:
    """Return elements, gases, measured compounds, the discharged and the charged cathode.

    Computed phases are left out: those of nickel oxides are off by 0.3 eV/atom, and a mixture of
    measured and computed energies makes reactions out of their difference.
    """
    conditions = Conditions("safety", temperature_K, {"O2": oxygen_Pa})
    elements = sorted({*cathode.record.discharged, "O"})
    every = phase_set(elements, conditions)
    data = load_thermochemistry()
    discharged = cathode.record.discharged.reduced_key()
    keep = [
        row
        for row in range(len(every))
        if every.is_gas[row] or np.count_nonzero(every.amounts[row]) == 1
    ]
    base = every.take(np.array(keep))
    rows: list[_Row] = [
        _row(phase.name, phase.composition, phase.model, temperature_K)
        for key, phase in {**data.reference, **data.measured}.items()
        if set(phase.composition) <= set(elements) and key != discharged
    ]
    rows.append(_row(cathode.name, cathode.record.discharged, cathode.record.model, temperature_K))
    rows.append(
        (
            CHARGED,
            cathode.composition,
            cathode.gibbs_J_per_mol(temperature_K),
            cathode.enthalpy_J_per_mol,
            cathode.kind,
            ", ".join(cathode.sources),
        )
    )
    return _extended(base, rows)


def _row(name: str, composition: Composition, model: GibbsModel, temperature_K: float) -> _Row:
    gibbs = float(model.gibbs_J_per_mol(temperature_K, extrapolate=True))
    enthalpy = float(model.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K, extrapolate=True))
    return name, composition, gibbs, enthalpy, model.kind, model.source


def _extended(base: PhaseSet, rows: list[_Row]) -> PhaseSet:
    def per_atom(row: _Row, value_J: float) -> float:
        return value_J / (EV_PER_ATOM_IN_J_PER_MOL * row[1].atoms)

    nothing = np.full(len(rows), np.nan)
    amounts = np.array([[row[1].get(el, 0.0) for el in base.elements] for row in rows])
    return PhaseSet(
        elements=base.elements,
        names=(*base.names, *(row[0] for row in rows)),
        amounts=np.vstack([base.amounts, amounts]),
        gibbs_eV=np.concatenate([base.gibbs_eV, [per_atom(row, row[2]) for row in rows]]),
        enthalpy_eV=np.concatenate([base.enthalpy_eV, [per_atom(row, row[3]) for row in rows]]),
        volume_A3=np.concatenate([base.volume_A3, nothing]),
        gap_min_eV=np.concatenate([base.gap_min_eV, nothing]),
        gap_max_eV=np.concatenate([base.gap_max_eV, nothing]),
        is_gas=np.concatenate([base.is_gas, np.zeros(len(rows), dtype=bool)]),
        kinds=(*base.kinds, *(row[4] for row in rows)),
        origins=(*base.origins, *(row[5] for row in rows)),
        conditions=base.conditions,
    )
