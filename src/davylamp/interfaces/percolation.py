"""Share of electron conductors in a mixture of products, and whether they connect through it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from davylamp.core.evidence import Datum, Kind
from davylamp.interfaces.conduction import (
    Conduction,
    ElectronConduction,
    electron_conduction,
    molar_volume_cm3,
)
from davylamp.thermo import PhaseAmount

__all__ = [
    "THRESHOLDS",
    "InterphaseProduct",
    "InterphaseState",
    "Percolation",
    "interphase_state",
]

#: Volume share at which a conducting phase first connects through a random mixture in three
#: dimensions, for three shapes of that phase.
THRESHOLDS: Final[dict[str, Datum]] = {
    "film between insulating grains": Datum(
        0.0317, "1", 0.0004, "priour2012", "abstract", Kind.COMPUTED,
        conditions="space left between randomly placed overlapping spheres",
    ),
    "grains like the others": Datum(
        0.16, "1", "not reported", "meeks2017", "introduction", Kind.COMPUTED,
        bound="~",
        conditions="particles of one size on any lattice",
        note="the critical volume fraction of Scher and Zallen 1970, 10.1063/1.1674565",
    ),
    "overlapping spheres": Datum(
        0.28955, "1", 0.00007, "consiglio2003", "abstract", Kind.COMPUTED,
        conditions="randomly placed overlapping spheres of one size",
    ),
}  # fmt: skip


class Percolation(StrEnum):
    """Whether the conductors of a mixture connect, by the thresholds they pass."""

    EXCLUDED = "excluded"
    POSSIBLE = "possible"
    EXPECTED = "expected"
    CERTAIN = "certain"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class InterphaseProduct:
    """One product: how much, what share of the solid volume, whether it conducts electrons.

    Parameters
    ----------
    phase : PhaseAmount
        The phase and its amount.
    volume_cm3 : float or None
        Volume of that amount [cm3]; None when unknown, and for a gas.
    volume_share : float or None
        Share of the volume of all condensed products; None where a volume is unknown.
    conduction : ElectronConduction or None
        Verdict; None for a gas.
    """

    phase: PhaseAmount
    volume_cm3: float | None
    volume_share: float | None
    conduction: ElectronConduction | None


@dataclass(frozen=True, slots=True)
class InterphaseState:
    """A mixture of products, bounds on its conducting share, and whether that connects.

    Parameters
    ----------
    products : tuple of InterphaseProduct
        Largest amount first.
    conducting_share : (float, float)
        Least and largest volume share of electron conductors: undecided phases and unknown
        volumes widen it.
    percolation : Percolation
        By the least share; ``excluded`` by the largest; ``unknown`` where the two disagree about
        the lowest threshold.
    """

    products: tuple[InterphaseProduct, ...]
    conducting_share: tuple[float, float]
    percolation: Percolation

    @property
    def undecided(self) -> tuple[InterphaseProduct, ...]:
        """Products of which conduction or volume is not known."""
        return tuple(
            product
            for product in self.products
            if product.conduction is not None
            and (product.volume_cm3 is None or product.conduction.verdict is Conduction.UNDECIDED)
        )

    @property
    def conductors(self) -> tuple[InterphaseProduct, ...]:
        """Products that conduct electrons."""
        return tuple(
            product
            for product in self.products
            if product.conduction is not None and product.conduction.verdict is Conduction.CONDUCTS
        )


def interphase_state(
    phases: Iterable[PhaseAmount], *, threshold: float | None = None
) -> InterphaseState:
    """Judge a mixture of products [volume shares from 0 to 1].

    Parameters
    ----------
    phases : iterable of PhaseAmount
        The products; gases take no part.
    threshold : float, optional
        Share below which percolation is excluded; by default the lowest of `THRESHOLDS`, since
        how the conductor is distributed is not known and only the lowest excludes it.

    Returns
    -------
    InterphaseState
    """
    lowest = THRESHOLDS["film between insulating grains"].value if threshold is None else threshold
    listed = tuple(phases)
    verdicts = [None if phase.is_gas else electron_conduction(phase) for phase in listed]
    volumes = [_volume(phase) for phase in listed]
    share = _bounds(verdicts, volumes)
    solid = [
        volume for volume, verdict in zip(volumes, verdicts, strict=True) if verdict is not None
    ]
    total = sum(volume for volume in solid if volume is not None)
    complete = all(volume is not None for volume in solid) and total > 0.0
    products = tuple(
        InterphaseProduct(
            phase,
            volume,
            volume / total if complete and volume is not None else None,
            verdict,
        )
        for phase, volume, verdict in zip(listed, volumes, verdicts, strict=True)
    )
    return InterphaseState(products, share, _percolation(share, lowest))


def _volume(phase: PhaseAmount) -> float | None:
    molar = molar_volume_cm3(phase)
    return None if molar is None else molar * phase.amount_mol


def _bounds(
    verdicts: list[ElectronConduction | None], volumes: list[float | None]
) -> tuple[float, float]:
    known = dict.fromkeys(Conduction, 0.0)
    missing: set[Conduction] = set()
    for verdict, volume in zip(verdicts, volumes, strict=True):
        if verdict is None:
            continue
        if volume is None:
            missing.add(verdict.verdict)
        else:
            known[verdict.verdict] += volume
    conducts, maybe = known[Conduction.CONDUCTS], known[Conduction.UNDECIDED]
    total = sum(known.values())
    # A volume that is not known may be anything from nothing to everything.
    low = 0.0 if total <= 0.0 or missing - {Conduction.CONDUCTS} else conducts / total
    high = (
        1.0
        if missing - {Conduction.BLOCKS} or (total <= 0.0 and missing)
        else ((conducts + maybe) / total if total > 0.0 else 0.0)
    )
    return low, high


def _percolation(share: tuple[float, float], lowest: float) -> Percolation:
    low, high = share
    if high < lowest:
        return Percolation.EXCLUDED
    if low < lowest:
        return Percolation.UNKNOWN
    if low >= THRESHOLDS["overlapping spheres"].value:
        return Percolation.CERTAIN
    if low >= THRESHOLDS["grains like the others"].value:
        return Percolation.EXPECTED
    return Percolation.POSSIBLE
