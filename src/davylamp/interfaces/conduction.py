"""Does a product of a contact conduct electrons, and how much room does it take."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from davylamp.core.evidence import Kind
from davylamp.interfaces._data import elements, reviewed_conductors
from davylamp.thermo import PhaseAmount

__all__ = [
    "BLOCKING_GAP_EV",
    "BLOCKING_S_PER_CM",
    "METALLIC_GAP_EV",
    "Conduction",
    "ElectronConduction",
    "electron_conduction",
    "molar_volume_cm3",
]

#: Electronic conductivity below which a layer counts as blocking [S/cm]; the limit that the
#: reviews give for dendrite-free plating at 1 mA/cm2.
BLOCKING_S_PER_CM: Final = 1.0e-10
#: PBE gap from which on a phase counts as blocking [eV]. A PBE gap of 0.5 eV is a real gap well
#: above 1.3 eV, at which the intrinsic conductivity falls below `BLOCKING_S_PER_CM`.
BLOCKING_GAP_EV: Final = 0.5
#: PBE gap up to which a phase counts as metallic [eV]: what a sparse k-mesh leaves of zero.
METALLIC_GAP_EV: Final = 0.05


class Conduction(StrEnum):
    """Whether a phase conducts electrons well enough for an interphase to keep growing."""

    CONDUCTS = "conducts"
    BLOCKS = "blocks"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class ElectronConduction:
    """Verdict on one phase, why, and how it is known."""

    verdict: Conduction
    reason: str
    kind: Kind
    source: str


def electron_conduction(phase: PhaseAmount) -> ElectronConduction:
    """Return whether a condensed phase conducts electrons.

    In this order: the looked-up list; for an element its resistivity; else the PBE gaps of all
    polymorphs of the composition, since which polymorph forms is not known. All gaps at most
    `METALLIC_GAP_EV`: conducts. All at least `BLOCKING_GAP_EV`: blocks. Polymorphs that disagree,
    a gap in between, or no gap at all: undecided.

    Examples
    --------
    >>> from davylamp.thermo import equilibrium
    >>> products = equilibrium("Li3YCl6", voltage_V=0.0).phases
    >>> {phase.name: electron_conduction(phase).verdict.value for phase in products}
    {'LiCl': 'blocks', 'Y': 'conducts'}
    """
    looked_up = reviewed_conductors().get(phase.composition.reduced_key())
    if looked_up is not None:
        verdict = Conduction.CONDUCTS if looked_up.conducts else Conduction.BLOCKS
        reason = looked_up.note or looked_up.locator
        return ElectronConduction(verdict, reason, looked_up.kind, looked_up.source)
    if len(phase.composition) == 1:
        return _element(phase.composition.elements[0])
    if phase.gap_eV is None:
        return ElectronConduction(
            Conduction.UNDECIDED, "no band gap is known", Kind.UNKNOWN, phase.origin
        )
    low, high = phase.gap_eV
    if low >= BLOCKING_GAP_EV:
        return ElectronConduction(
            Conduction.BLOCKS, f"PBE gap {_range(low, high)} eV", Kind.COMPUTED, phase.origin
        )
    if high <= METALLIC_GAP_EV:
        return ElectronConduction(
            Conduction.CONDUCTS, "no PBE gap in any polymorph", Kind.COMPUTED, phase.origin
        )
    return ElectronConduction(
        Conduction.UNDECIDED,
        f"PBE gap {_range(low, high)} eV over its polymorphs",
        Kind.COMPUTED,
        phase.origin,
    )


def molar_volume_cm3(phase: PhaseAmount) -> float | None:
    """Return the volume of a condensed phase per mole of formula [cm3/mol]; None when unknown.

    The compound table has no elements; theirs are measured.
    """
    if phase.is_gas:
        return None
    if phase.volume_cm3_per_mol is not None:
        return phase.volume_cm3_per_mol
    if len(phase.composition) == 1:
        data = elements().get(phase.composition.elements[0])
        if data is not None:
            return data.molar_volume.value * phase.composition.atoms
    return None


def _element(symbol: str) -> ElectronConduction:
    data = elements().get(symbol)
    if data is None or data.resistivity is None:
        return ElectronConduction(
            Conduction.UNDECIDED, f"the form of {symbol} is not known", Kind.UNKNOWN, ""
        )
    conductivity = 1.0 / (data.resistivity.value * 100.0)
    verdict = Conduction.CONDUCTS if conductivity >= BLOCKING_S_PER_CM else Conduction.BLOCKS
    return ElectronConduction(
        verdict,
        f"element, {conductivity:.1e} S/cm",
        data.resistivity.kind,
        data.resistivity.source,
    )


def _range(low: float, high: float) -> str:
    return f"{low:.2f}" if high - low < 0.005 else f"{low:.2f} to {high:.2f}"
