"""One concentration beside one limit, and which limits are of exposure at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown
from davylamp.gas.poison.verdict import Verdict
from davylamp.store.hazards import HazardLimit

__all__ = ["ACUTE", "WORKPLACE", "Gap", "Lacks", "LimitCheck", "checked_quantity"]

#: Limits of an accident, and of a working day.
ACUTE: Final = ("IDLH", "AEGL-1", "AEGL-2", "AEGL-3", "ERPG-1", "ERPG-2", "ERPG-3")
WORKPLACE: Final = ("ceiling", "STEL", "TWA")


class Lacks(StrEnum):
    """What a comparison with limits lacks."""

    AMOUNT = "amount"  #: the concentration
    LIMIT = "limit"  #: a limit of harm
    SHORTER = "shorter"  #: a level for exposures shorter than the first
    LONGER = "longer"  #: a level for exposures longer than the last
    HISTORY = "history"  #: a history as long as the limit asks


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not known of one gas, and what a comparison lacks for it."""

    species: str
    lacks: Lacks
    unknown: Unknown


def checked_quantity(name: str) -> str:
    """Return a limit that concentrations of a gas in ppm can be held against.

    Raises
    ------
    InputError
        If it is one of fire, smell or machines, which have other units and other meanings.

    Examples
    --------
    >>> checked_quantity("AEGL-2")
    'AEGL-2'
    """
    if name not in (*ACUTE, *WORKPLACE):
        raise InputError(
            f"{name!r} is no limit of exposure",
            remedy=f"known are {', '.join((*ACUTE, *WORKPLACE))}",
        )
    return name


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """One concentration beside one limit.

    Parameters
    ----------
    limit : HazardLimit
        Limit of the gas, with issuer, edition and date.
    ppm : float
        Highest concentration, or highest mean over the time of the limit [ppm]; a lower bound
        where the history is shorter than that time.
    ratio : float
        Over the limit [1].
    verdict : Verdict
        Below, above (also at the limit), or unknown.
    complete : bool
        Whether the history covers the time of the limit.
    """

    limit: HazardLimit
    ppm: float
    ratio: float
    verdict: Verdict
    complete: bool = True

    @property
    def species(self) -> str:
        """Id of the gas."""
        return self.limit.species

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "limit": self.limit.record(),
            "ppm": self.ppm,
            "ratio": self.ratio,
            "verdict": self.verdict.value,
            "complete": self.complete,
        }
