"""What leaking electrons do to a cell: self-discharge, lithium inside, and the rating."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from davylamp.cell import Cell
from davylamp.cell.own_values import is_own
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.dendrites._checks import require_at_least_zero
from davylamp.dendrites.filament.mechanism import lithium_molar_volume_m3_per_mol
from davylamp.dendrites.leakage.inside import (
    YEAR_S,
    LithiumInside,
    lithium_inside,
    warmed_conductivity_S_per_m,
)
from davylamp.dendrites.leakage.rating import meets_rating
from davylamp.dendrites.subject import Subject
from davylamp.materials import ElectronicLeakage, electronic_leakage
from davylamp.store.materials import Material

__all__ = ["CellLeakage", "activation_energy_eV", "cell_leakage"]

_DAY_S: Final = 86400.0
#: Distance from the temperature of the measurement beyond which its change matters [K].
_NEAR_K: Final = 5.0


@dataclass(frozen=True, slots=True)
class CellLeakage:
    """Answer of `cell_leakage`.

    Parameters
    ----------
    voltage_V, temperature_K : float
        For which it holds [V, K].
    layers : tuple of ElectronicLeakage
        Each layer alone under the whole voltage, from the anode, at the temperature at which its
        conductivity was measured.
    leakage_A_per_m2 : float or None
        Through all layers one after the other [A/m2]; None where no layer is known.
    is_upper_bound : bool
        Whether it only bounds the leakage from above: a layer is unknown, or a value is a bound.
    range_A_per_m2 : (float, float) or None
        From the least to the most conducting stored value of each layer [A/m2].
    self_discharge_per_day : float or None
        Share of the capacity; None where either is not known.
    inside_per_year : LithiumInside or None
        Lithium that may be deposited inside the layer at the anode.
    meets_rating : bool or None
        Whether the layer at the anode meets the rating of Han et al. at the cell's current; None
        where either is unknown or the rating says nothing.
    kind : Kind
        Weakest evidence.
    sources : tuple of str
        Bibliography keys.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said.
    """

    voltage_V: float
    temperature_K: float
    layers: tuple[ElectronicLeakage, ...]
    leakage_A_per_m2: float | None
    is_upper_bound: bool
    range_A_per_m2: tuple[float, float] | None
    self_discharge_per_day: float | None
    inside_per_year: LithiumInside | None
    meets_rating: bool | None
    kind: Kind
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    unknown: tuple[Unknown, ...]


def activation_energy_eV(material: Material) -> float | None:
    """Return the activation energy of the electronic conductivity [eV], None when not stored."""
    datum = material.get("electronic_activation_energy")
    return None if datum is None else datum.value


def cell_leakage(
    subject: Subject, *, voltage_V: float | None = None, temperature_K: float | None = None
) -> CellLeakage:
    """Return what leaks through the electrolyte of a cell, and what that does.

    ``1/i = sum of L / (sigma_e V)`` over the layers. Where several conductivities of a material are
    stored, the highest that is not merely assumed counts; the user's own stands alone. It goes with
    the temperature where its activation energy is known, and otherwise stays as measured.

    Parameters
    ----------
    subject : davylamp.dendrites.Subject
        The cell.
    voltage_V : float, optional
        Between the electrodes [V]; the upper voltage limit of the cell by default.
    temperature_K : float, optional
        Temperature [K]; that of the cell by default.

    Raises
    ------
    InputError
        If a value is out of range.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.dendrites import subject_of
    >>> answer = cell_leakage(subject_of(read_cell(example_path("garnet"))))
    >>> round(answer.leakage_A_per_m2, 5), answer.meets_rating
    (0.01012, None)
    """
    cell = subject.cell
    voltage = cell.operation.voltage_max_V if voltage_V is None else voltage_V
    require_at_least_zero("voltage_V", voltage, "V")
    temperature = subject.temperature_K if temperature_K is None else temperature_K
    capacity = subject.capacity_C_per_m2
    layers, currents, ranges = [], [], []
    unknown: list[Unknown] = []
    notes = ["all of the electrons are taken to meet lithium ions inside: an upper bound"]
    for layer in cell.electrolyte:
        answer = electronic_leakage(
            layer.material,
            layer.thickness_m,
            voltage,
            areal_capacity_C_per_m2=capacity,
            choose=_worst_place(layer.material),
            temperature_K=temperature,
        )
        layers.append(answer)
        unknown += answer.unknown
        factor, words, lacking = _warming(layer.material, answer, temperature)
        notes += words
        unknown += lacking
        if answer.leakage_A_per_m2 is not None and answer.conductivity_S_per_m:
            currents.append(answer.leakage_A_per_m2 * factor)
            ranges.append([end * factor for end in _ends(answer, voltage)])
        elif answer.conductivity_S_per_m is not None:
            what = f"electronic conductivity of {layer.material.id}: no layer conducts nothing"
            unknown.append(Unknown(what, "dc polarisation down to the noise; give the bound"))
    known = _in_series(currents)
    daily = None if known is None or capacity is None else known * _DAY_S / capacity
    first = layers[0]
    inside = None if known is None else _inside(subject, cell, known)
    verdict = _verdict(subject, first, temperature)
    parts = [one for one in layers if one.leakage_A_per_m2 is not None]
    return CellLeakage(
        voltage_V=voltage,
        temperature_K=temperature,
        layers=tuple(layers),
        leakage_A_per_m2=known,
        is_upper_bound=len(currents) < len(layers) or any(one.is_upper_bound for one in parts),
        range_A_per_m2=_range(ranges),
        self_discharge_per_day=daily,
        inside_per_year=inside,
        meets_rating=verdict,
        kind=weakest(one.kind for one in parts),
        sources=tuple(dict.fromkeys(key for one in parts for key in one.sources)),
        notes=tuple(notes),
        unknown=tuple(dict.fromkeys(unknown)),
    )


def _worst_place(material: Material) -> int:
    """Return which stored conductivity counts."""
    data = material.all("electronic_conductivity")
    usable = [place for place, datum in enumerate(data) if datum.bound != ">"]
    usable = [place for place in usable if is_own(data[place])] or usable
    checked = [place for place in usable if data[place].kind is not Kind.ASSUMED]

    def highest(place: int) -> float:
        return data[place].value if data[place].upper is None else data[place].upper or 0.0

    return max(checked or usable, key=highest, default=0)


def _warming(
    material: Material, answer: ElectronicLeakage, temperature_K: float
) -> tuple[float, list[str], list[Unknown]]:
    """Return the factor on the leakage, and what is noted or unknown about it."""
    if not answer.measured:
        return 1.0, [], []
    measured_K = answer.measured[0].temperature_K or STANDARD_TEMPERATURE_K
    energy = activation_energy_eV(material)
    if energy is not None:
        factor = warmed_conductivity_S_per_m(1.0, energy, measured_K, temperature_K)
        return factor, [f"{material.id}: {energy:g} eV from {measured_K:.0f} K"], []
    if abs(temperature_K - measured_K) <= _NEAR_K:
        return 1.0, [], []
    what = (
        f"electronic conductivity of {material.id} at {temperature_K:.0f} K: the value of "
        f"{measured_K:.0f} K is used"
    )
    return 1.0, [], [Unknown(what, "dc polarisation over temperature")]


def _ends(answer: ElectronicLeakage, voltage_V: float) -> tuple[float, float]:
    """Return the leakage at the lowest and highest stored conductivity [A/m2]."""
    usable = [one for one in answer.measured if one.bound != ">"]
    usable = [one for one in usable if is_own(one)] or usable
    per_S_per_cm = 100.0 * voltage_V / answer.thickness_m
    low = min(one.value for one in usable)
    high = max(one.value if one.upper is None else one.upper for one in usable)
    return low * per_S_per_cm, high * per_S_per_cm


def _in_series(currents: list[float]) -> float | None:
    if not currents:
        return None
    if min(currents) <= 0.0:
        return 0.0
    return 1.0 / sum(1.0 / one for one in currents)


def _range(ranges: list[list[float]]) -> tuple[float, float] | None:
    low = _in_series([one[0] for one in ranges])
    high = _in_series([one[1] for one in ranges])
    return None if low is None or high is None else (low, high)


def _inside(subject: Subject, cell: Cell, leakage_A_per_m2: float) -> LithiumInside:
    return lithium_inside(
        leakage_A_per_m2,
        subject.layer.thickness_m,
        duration_s=YEAR_S,
        cyclable_mol_per_m2=cell.balance.cyclable_lithium.value,
        molar_volume_m3_per_mol=lithium_molar_volume_m3_per_mol(subject),
    )


def _verdict(subject: Subject, first: ElectronicLeakage, temperature_K: float) -> bool | None:
    current = subject.current_A_per_m2
    if first.conductivity_S_per_m is None or current is None or not current > 0.0:
        return None
    factor = _warming(subject.material, first, temperature_K)[0]
    datum = first.measured[0]
    low = meets_rating(100.0 * factor * (0.0 if datum.bound == "<" else datum.value), current)
    high = meets_rating(factor * first.conductivity_S_per_m, current)
    return high if low is high else None
