"""Several gases at once: each over its limit, summed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, unknown_record, weakest
from davylamp.gas.poison.check import checked_quantity
from davylamp.gas.poison.traits import needs_limit
from davylamp.gas.poison.verdict import Verdict, checked_ppm
from davylamp.gas.species import find_species
from davylamp.store.hazards import HazardLimit, HazardTable, load_hazards

__all__ = ["FLUORIDE_OF", "AdditiveIndex", "additive_index", "as_hydrogen_fluoride"]

#: Moles of hydrogen fluoride that a mole of a gas gives with enough water, and what else.
FLUORIDE_OF: Final[Mapping[str, tuple[float, Mapping[str, float]]]] = {
    "POF3": (3.0, {}),
    "PF5": (5.0, {}),
    "SiF4": (4.0, {}),
    "COF2": (2.0, {"CO2": 1.0}),
    "SOF2": (2.0, {"SO2": 1.0}),
}


@dataclass(frozen=True, slots=True)
class AdditiveIndex:
    """Sum of concentrations over limits; made by `additive_index`.

    Parameters
    ----------
    quantity : str
        Limit that was used.
    value : float
        ``sum C_i / L_i`` [1]; a lower bound where it is not complete.
    shares : mapping of str to float
        Part of each gas [1], the largest first.
    missing : tuple of str
        Gases that can harm and have no limit or no known concentration.
    limits : tuple of HazardLimit
        Limits that were used.
    kind : Kind
        Weakest evidence of the limits; unknown where something is missing.
    unknown : tuple of Unknown
        One for each gas that is missing.
    gases : int
        Number of gases that were named; of none nothing is known.
    """

    quantity: str
    value: float
    shares: Mapping[str, float]
    missing: tuple[str, ...]
    limits: tuple[HazardLimit, ...]
    kind: Kind
    unknown: tuple[Unknown, ...]
    gases: int

    @property
    def complete(self) -> bool:
        """Whether every gas that can harm is in the sum, and there is one at all."""
        return self.gases > 0 and not self.missing

    @property
    def verdict(self) -> Verdict:
        """Above from 1 up; below 1 only where nothing is missing, else unknown."""
        if self.value >= 1.0:
            return Verdict.ABOVE
        return Verdict.BELOW if self.complete else Verdict.UNKNOWN

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "quantity": self.quantity,
            "value": self.value,
            "complete": self.complete,
            "verdict": self.verdict.value,
            "shares": dict(self.shares),
            "missing": list(self.missing),
            "limits": [item.record() for item in self.limits],
            "kind": self.kind.value,
            "unknown": unknown_record(self.unknown),
        }


def additive_index(
    ppm: Mapping[str, float],
    quantity: str = "IDLH",
    averaging_s: float | None = None,
    *,
    issuer: str | None = None,
    table: HazardTable | None = None,
) -> AdditiveIndex:
    """Return how far a mixture is up to the limits of its gases, taken together.

    ``I = sum_i C_i / L_i``. Adding up holds for gases that harm the same organ in the same way,
    as irritant acids do, and is cautious for others; gases that strengthen each other beyond it,
    such as carbon monoxide with hydrogen cyanide and little oxygen, are not covered. A gas without
    a limit adds nothing and leaves the sum a lower bound: its answer is then never below.

    Parameters
    ----------
    ppm : mapping of str to float
        Concentrations, averaged over the time of the limit [ppm]; nan where not known.
    quantity : str
        Limit: ``IDLH``, ``AEGL-2``, ``TWA``.
    averaging_s : float, optional
        Averaging time of the limit [s]; without it the lowest value at any time.
    issuer : str, optional
        Only limits of this issuer; without it the lowest of all.
    table : HazardTable, optional
        Limits; the shipped ones by default.

    Raises
    ------
    InputError
        If a gas is not known, the quantity is none of exposure, a concentration is negative, or a
        gas is given twice.

    References
    ----------
    29 CFR 1910.1000(d)(2), mixtures of air contaminants.

    Examples
    --------
    >>> index = additive_index({"HF": 15.0, "HCl": 9.0, "N2": 1e5})
    >>> round(index.value, 3), index.verdict.value
    (0.7, 'below')
    >>> additive_index({"HF": 15.0, "POF3": 1.0}).verdict.value
    'unknown'
    """
    checked_quantity(quantity)
    limits = table or load_hazards()
    shares: dict[str, float] = {}
    used: list[HazardLimit] = []
    missing: list[str] = []
    unknown: list[Unknown] = []
    names: list[str] = []
    for given, value in ppm.items():
        name = find_species(given).id
        amount = checked_ppm(name, value)
        if name in names:
            raise InputError(f"{name} is given twice, by two of its names")
        names.append(name)
        limit = limits.lowest(name, quantity, averaging_s, issuer=issuer)
        if limit is not None and limit.value is not None and not math.isnan(amount):
            shares[name] = amount / limit.value
            used.append(limit)
        elif not amount <= 0.0 and (needs_limit(name) or limit is not None):
            missing.append(name)
            unknown.append(_unknown(name, quantity, nowhere=limit is None))
    return AdditiveIndex(
        quantity=quantity,
        value=math.fsum(shares.values()) if math.inf not in shares.values() else math.inf,
        shares=dict(sorted(shares.items(), key=lambda item: -item[1])),
        missing=tuple(missing),
        limits=tuple(used),
        kind=Kind.UNKNOWN if missing or not used else weakest(item.kind for item in used),
        unknown=tuple(unknown),
        gases=len(names),
    )


def as_hydrogen_fluoride(ppm: Mapping[str, float]) -> dict[str, float]:
    """Return the concentrations after moist air has turned fluorides to hydrogen fluoride [ppm].

    Phosphoryl fluoride, phosphorus pentafluoride, silicon tetrafluoride, carbonyl and thionyl
    fluoride react with water; all of it to the end is the most hydrogen fluoride that can form::

        POF3 + 3 H2O = H3PO4 + 3 HF        PF5 + 4 H2O = H3PO4 + 5 HF
        SiF4 + 2 H2O = SiO2 + 4 HF         COF2 + H2O = CO2 + 2 HF
        SOF2 + H2O = SO2 + 2 HF

    It lets gases without limits of their own be judged by one that has them; how harmful they are
    before they have reacted stays open.

    Examples
    --------
    >>> as_hydrogen_fluoride({"POF3": 2.0, "HF": 1.0})
    {'HF': 7.0}
    """
    found: dict[str, float] = {}
    for given, value in ppm.items():
        name = find_species(given).id
        amount = checked_ppm(name, value)
        fluoride, others = FLUORIDE_OF.get(name, (0.0, {}))
        gains = {"HF": fluoride, **others} if fluoride else {name: 1.0}
        for product, factor in gains.items():
            found[product] = found.get(product, 0.0) + factor * amount
    return found


def _unknown(name: str, quantity: str, *, nowhere: bool) -> Unknown:
    if not nowhere:
        return Unknown(f"concentration of {name}", f"the amount of {name}, or a sensor for it")
    settle = f"a limit {quantity} of {name}, or tests of its toxicity"
    if name in FLUORIDE_OF:
        settle += "; judged as the hydrogen fluoride that it gives in moist air until then"
    return Unknown(f"{quantity} of {name}", settle)
