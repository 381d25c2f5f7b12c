"""Toxic load of a concentration that changes: the dose C^n t beside that of a guideline."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.poison.verdict import Verdict, unknown_record
from davylamp.gas.species import find_species
from davylamp.store.hazards import HazardLimit, HazardTable, load_hazards

__all__ = ["LoadJudgement", "equivalent_ppm", "judge_load", "toxic_load"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LoadJudgement:
    """Dose of a history beside the dose that a guideline allows; made by `judge_load`.

    Parameters
    ----------
    species, quantity : str
        Gas, and ``AEGL-3``.
    exponent : HazardLimit or None
        n of C^n t with its source; None where none is published.
    limit : HazardLimit or None
        Level that gives the dose, ``C^n t`` with its own time.
    dose : float
        Of the history [ppm^n s]; nan where n is not known.
    share : float
        Over that of the guideline [1]; nan where not known.
    kind : Kind
        Weakest evidence.
    unknown : tuple of Unknown
        What is missing.
    """

    species: str
    quantity: str
    exponent: HazardLimit | None
    limit: HazardLimit | None
    dose: float
    share: float
    kind: Kind
    unknown: tuple[Unknown, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Below, above, or unknown."""
        return Verdict.of_ratio(self.share)

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "species": self.species,
            "quantity": self.quantity,
            "exponent": self.exponent and self.exponent.record(),
            "limit": self.limit and self.limit.record(),
            "dose": self.dose,
            "share": self.share,
            "verdict": self.verdict.value,
            "kind": self.kind.value,
            "unknown": unknown_record(self.unknown),
        }


def toxic_load(time_s: npt.ArrayLike, ppm: npt.ArrayLike, exponent: float) -> float:
    """Return the integral of C^n over time [ppm^n s], exact for straight lines between points.

    Over a step h from C1 to C2: ``h (C2^(n+1) - C1^(n+1)) / ((n + 1) (C2 - C1))``.

    Parameters
    ----------
    time_s, ppm : array, shape (n,)
        Times, not falling [s], and concentrations [ppm]; nan makes the answer nan.
    exponent : float
        n, at least 1 [1].

    Raises
    ------
    InputError
        If the shapes differ, time falls back, a concentration is negative or n is below 1.

    Examples
    --------
    >>> toxic_load([0.0, 600.0], [10.0, 10.0], 2.0)
    60000.0
    >>> round(toxic_load([0.0, 600.0], [0.0, 10.0], 2.0), 9)
    20000.0
    """
    times = np.asarray(time_s, dtype=np.float64)
    values = np.asarray(ppm, dtype=np.float64)
    if times.ndim != 1 or times.shape != values.shape:
        raise InputError("a history needs as many concentrations as times")
    if (np.diff(times) < 0.0).any():
        raise InputError("the times of a history must not fall")
    if (values < 0.0).any():
        raise InputError("a concentration in the history is below zero")
    if not (math.isfinite(exponent) and exponent >= 1.0):
        raise InputError(f"exponent {exponent!r} of a toxic load must be at least 1")
    low, high = np.minimum(values[:-1], values[1:]), np.maximum(values[:-1], values[1:])
    rise = high - low
    # Nearly level pieces: the closed form loses its digits, the middle is as good.
    flat = rise <= 1e-4 * high
    safe = np.where(flat, 1.0, rise)
    with np.errstate(over="ignore"):
        sloped = (high ** (exponent + 1.0) - low ** (exponent + 1.0)) / ((exponent + 1.0) * safe)
        level = (0.5 * (low + high)) ** exponent
    return float(np.sum(np.diff(times) * np.where(flat, level, sloped)))


def equivalent_ppm(ppm: float, from_s: float, to_s: float, exponent: float) -> float:
    """Return the concentration of the same toxic load over another time [ppm].

    ``C2 = C1 (t1 / t2)^(1/n)``.

    Parameters
    ----------
    ppm, from_s, to_s : float
        Concentration [ppm], its time, and the other [s].
    exponent : float
        n [1].

    Raises
    ------
    InputError
        If a time or n is not positive.

    References
    ----------
    ten Berge, Zwart, Appelman, J. Hazard. Mater. 13 (1986) 301.

    Examples
    --------
    >>> round(equivalent_ppm(1276.0, 3600.0, 1800.0, 2.0))
    1805
    """
    if not (from_s > 0.0 and to_s > 0.0 and exponent > 0.0):
        raise InputError("times and exponent of a toxic load must be above 0")
    return float(ppm * (from_s / to_s) ** (1.0 / exponent))


def judge_load(
    species: str,
    time_s: npt.ArrayLike,
    ppm: npt.ArrayLike,
    quantity: str = "AEGL-3",
    *,
    averaging_s: float = 3600.0,
    exponent_issuer: str | None = None,
    table: HazardTable | None = None,
) -> LoadJudgement:
    """Hold the toxic load of a history against that of a guideline.

    Where several n are published, the one that leaves least room speaks, unless its issuer is
    chosen.

    Parameters
    ----------
    species : str
        Id, name or registry number.
    time_s, ppm : array, shape (n,)
        Times [s] and concentrations [ppm].
    quantity : str
        Guideline.
    averaging_s : float
        Its time of exposure [s].
    exponent_issuer : str, optional
        Whose n to use.
    table : HazardTable, optional
        Limits; the shipped ones by default.

    Raises
    ------
    InputError
        If the gas, the quantity or the history is not as it should be.

    Examples
    --------
    >>> told = judge_load("HF", [0.0, 3600.0], [44.0, 44.0])
    >>> round(told.share, 6), told.exponent.value
    (1.0, 2.0)
    """
    name = find_species(species).id
    limits = table or load_hazards()
    limit = limits.lowest(name, quantity, averaging_s)
    exponents = [
        item
        for item in limits.of(name, "toxic load exponent", exponent_issuer)
        if item.value is not None
    ]
    missing = []
    if limit is None:
        missing.append(
            Unknown(f"{quantity} of {name} for {averaging_s:g} s", f"a limit {quantity} of {name}")
        )
    if not exponents:
        missing.append(
            Unknown(
                f"how harm by {name} depends on concentration and time",
                "lethality at several concentrations and times, fitted as C^n t",
            )
        )
    if limit is None or limit.value is None or not exponents:
        toxic_load(time_s, ppm, 1.0)
        first = exponents[0] if exponents else None
        return LoadJudgement(
            name, quantity, first, limit, math.nan, math.nan, Kind.UNKNOWN, tuple(missing)
        )
    best: LoadJudgement | None = None
    for item in exponents:
        n = item.value or 1.0
        dose = toxic_load(time_s, ppm, n)
        share = dose / (limit.value**n * averaging_s)
        found = LoadJudgement(
            name, quantity, item, limit, dose, share, weakest((item.kind, limit.kind)),
            (Unknown(f"concentration of {name}", "the whole history"),) if share != share else (),
        )  # fmt: skip
        if best is None or share > best.share:
            best = found
    assert best is not None
    return best
