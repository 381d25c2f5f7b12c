"""Judge one coating: its window, and its reactions with the electrolyte and the electrode."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Datum, Kind, weakest
from davylamp.interfaces._coating_task import Task
from davylamp.interfaces._sides import Side
from davylamp.interfaces.classes import REACTION_ERROR
from davylamp.interfaces.conduction import METALLIC_GAP_EV
from davylamp.thermo import electrochemical_window, interface_reaction, phase_stability

__all__ = ["CoatingScore", "score_candidate", "score_nothing"]

#: An edge of the window missed by less than this counts as met [V].
_WINDOW_TOLERANCE_V: Final = 0.01


@dataclass(frozen=True, slots=True)
class CoatingScore:
    """One candidate between the electrolyte and the electrode, every part of its score apart.

    Reaction energies are mutual and at the most favourable mixing ratio, in meV per atom of the
    mixture; 0 means no reaction, more negative is worse. At voltage they are per atom that is not
    lithium.

    Parameters
    ----------
    name, formula : str
        The candidate; ``no coating`` for the bare contact.
    rank : int
        Place in the ranking, from 1; 0 for the bare contact and until ranked.
    covers_window : bool or None
        Whether its own electrochemical window holds the whole voltage range; None for the bare
        contact.
    reduction_V, oxidation_V : float or None
        Its window against Li/Li+ [V]; no oxidation where it holds no lithium to give.
    window_margin_V : float or None
        Distance of the nearest edge from the voltage range, negative where it falls short [V].
    window_overlap : float or None
        Share of the voltage range inside its window.
    with_electrolyte_meV_per_atom : float or None
        Reaction with the electrolyte; None for the bare contact.
    with_electrode_meV_per_atom : float
        Worst reaction with the electrode over its states.
    with_electrode_states : tuple of (str, float)
        Reaction with each state of the electrode: charged, discharged, or lithium metal.
    electrolyte_at_voltage_meV_per_atom, electrode_at_voltage_meV_per_atom : float or None
        The same two contacts with lithium open, at the end of the range where they are worst.
        None where there is no such contact, and with lithium metal as the electrode.
    worst_side_meV_per_atom : float
        The worse of the two sides without voltage: what candidates are ranked by.
    improves : bool or None
        Whether its worst side is better than the bare contact; None for the bare contact itself.
    contains_lithium : bool
        Whether it can carry lithium at all without first taking some up.
    ionic_conductivity : Datum or None
        Where the store knows it.
    band_gap_eV : (float, float) or None
        PBE gaps over its polymorphs, where known [eV].
    above_hull_meV_per_atom : float or None
        Its own metastability, where its energy is known.
    remarks : tuple of str
        Why it falls behind: window, no lithium, worse than none.
    kind : Kind
        Weakest evidence among the energies.
    """

    name: str
    formula: str
    rank: int
    covers_window: bool | None
    reduction_V: float | None
    oxidation_V: float | None
    window_margin_V: float | None
    window_overlap: float | None
    with_electrolyte_meV_per_atom: float | None
    with_electrode_meV_per_atom: float
    with_electrode_states: tuple[tuple[str, float], ...]
    electrolyte_at_voltage_meV_per_atom: float | None
    electrode_at_voltage_meV_per_atom: float | None
    worst_side_meV_per_atom: float
    improves: bool | None
    contains_lithium: bool
    ionic_conductivity: Datum | None
    band_gap_eV: tuple[float, float] | None
    above_hull_meV_per_atom: float | None
    remarks: tuple[str, ...]
    kind: Kind


def score_nothing(task: Task) -> CoatingScore:
    """Return the bare contact, to hold the coatings against."""
    states, kinds = _with_states(task.electrolyte, task)
    worst = min(energy for _, energy in states)
    volts = None
    if not task.is_lithium:
        volts = _at_voltage(task.electrolyte, task.states[0][1], task)
    return CoatingScore(
        name="no coating",
        formula="",
        rank=0,
        covers_window=None,
        reduction_V=None,
        oxidation_V=None,
        window_margin_V=None,
        window_overlap=None,
        with_electrolyte_meV_per_atom=None,
        with_electrode_meV_per_atom=worst,
        with_electrode_states=states,
        electrolyte_at_voltage_meV_per_atom=None,
        electrode_at_voltage_meV_per_atom=volts,
        worst_side_meV_per_atom=worst,
        improves=None,
        contains_lithium="Li" in task.electrolyte,
        ionic_conductivity=None,
        band_gap_eV=None,
        above_hull_meV_per_atom=None,
        remarks=(),
        kind=weakest(kinds),
    )


def score_candidate(side: Side, task: Task, baseline: CoatingScore) -> CoatingScore:
    """Judge one candidate.

    Raises
    ------
    InputError
        If it is lithium metal or conducts electrons.
    MissingDatumError
        If the store knows nothing about one of its elements.
    """
    composition = side.composition
    assert composition is not None
    stability = phase_stability(composition, task.conditions)
    gap = None if stability.phase is None else stability.phase.gap_eV
    if side.is_lithium or (gap is not None and gap[1] <= METALLIC_GAP_EV):
        raise InputError(
            "it conducts electrons, so that the electrolyte behind it feels the electrode's voltage"
        )
    window = electrochemical_window(composition, task.conditions)
    low, high = task.voltage_range_V
    lithium = "Li" in composition
    reduction, oxidation = window.reduction_V, window.oxidation_V if lithium else math.inf
    margin = min(low - reduction, oxidation - high)
    covers = margin >= -_WINDOW_TOLERANCE_V
    electrolyte = interface_reaction(task.electrolyte, composition, task.conditions)
    states, kinds = _with_states(composition, task)
    with_electrolyte = _meV(electrolyte.strongest.mutual_eV)
    with_electrode = min(energy for _, energy in states)
    worst = min(with_electrolyte, with_electrode)
    volts: tuple[float | None, float | None] = (None, None)
    if not task.is_lithium:
        volts = (
            _at_voltage(task.electrolyte, composition, task),
            _at_voltage(composition, task.states[0][1], task),
        )
    improves = worst > baseline.worst_side_meV_per_atom
    return CoatingScore(
        name=side.name,
        formula=side.formula,
        rank=0,
        covers_window=covers,
        reduction_V=reduction,
        oxidation_V=oxidation if lithium else None,
        window_margin_V=margin,
        window_overlap=_overlap(low, high, reduction, oxidation),
        with_electrolyte_meV_per_atom=with_electrolyte,
        with_electrode_meV_per_atom=with_electrode,
        with_electrode_states=states,
        electrolyte_at_voltage_meV_per_atom=volts[0],
        electrode_at_voltage_meV_per_atom=volts[1],
        worst_side_meV_per_atom=worst,
        improves=improves,
        contains_lithium=lithium,
        ionic_conductivity=(
            None if side.material is None else side.material.get("ionic_conductivity")
        ),
        band_gap_eV=gap,
        above_hull_meV_per_atom=(
            None if stability.above_hull_eV is None else 1e3 * stability.above_hull_eV
        ),
        remarks=_remarks(low, high, reduction, oxidation, worst, improves, lithium),
        kind=weakest([window.kind, electrolyte.kind, *kinds]),
    )


def _with_states(
    composition: Composition, task: Task
) -> tuple[tuple[tuple[str, float], ...], list[Kind]]:
    energies, kinds = [], []
    for name, state in task.states:
        reaction = interface_reaction(composition, state, task.conditions)
        energies.append((name, _meV(reaction.strongest.mutual_eV)))
        kinds.append(reaction.kind)
    return tuple(energies), kinds


def _at_voltage(a: Composition, b: Composition, task: Task) -> float:
    """Return the worse reaction of the two ends of the range, lithium open."""
    return min(
        _meV(interface_reaction(a, b, task.conditions, voltage_V=voltage).strongest.mutual_eV)
        for voltage in sorted(set(task.voltage_range_V))
    )


def _meV(energy_eV: float) -> float:
    return 1e3 * min(energy_eV, 0.0)


def _overlap(low: float, high: float, reduction: float, oxidation: float) -> float:
    if high > low:
        return max(0.0, min(high, oxidation) - max(low, reduction)) / (high - low)
    return 1.0 if reduction - _WINDOW_TOLERANCE_V <= low <= oxidation + _WINDOW_TOLERANCE_V else 0.0


def _remarks(
    low: float,
    high: float,
    reduction: float,
    oxidation: float,
    worst: float,
    improves: bool,
    lithium: bool,
) -> tuple[str, ...]:
    found = []
    if reduction > low + _WINDOW_TOLERANCE_V:
        found.append(f"takes up lithium below {reduction:.2f} V, the range begins at {low:.2f} V")
    if oxidation < high - _WINDOW_TOLERANCE_V:
        found.append(f"oxidises above {oxidation:.2f} V, the range ends at {high:.2f} V")
    if not improves:
        found.append("reacts no less than the bare contact")
    elif -worst <= REACTION_ERROR.value:
        found.append("both reactions are within the error of the method")
    if not lithium:
        found.append("holds no lithium: conducts only once lithium has entered it")
    return tuple(found)
