"""Whether a gas mixture burns in air, between which shares, and below how much oxygen not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, unknown_record
from davylamp.gas.burning.fuels import FuelLimits
from davylamp.gas.burning.roles import Oxidising, decomposing
from davylamp.gas.burning.warming import WarmLimits
from davylamp.gas.mixture import AIR_OXYGEN

__all__ = ["Burns", "Flammability", "SparkOutcome"]

#: What rounding may do to a mole fraction.
_SLACK: Final = 1e-12


class Burns(StrEnum):
    """Whether a mixture can burn in air at all."""

    YES = "flammable"
    NO = "not flammable"
    UNKNOWN = "unknown"


class SparkOutcome(StrEnum):
    """What a spark does to a mixture at one share in air."""

    BURNS = "burns"
    LEAN = "too lean"
    RICH = "too rich"
    STARVED = "too little oxygen, by estimate"
    NO_OXYGEN = "no oxygen"
    NOT_FLAMMABLE = "not flammable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Flammability:
    """Answer of `flammability`.

    Shares are those of the whole mixture in the blend of mixture and dry air, unless they are
    called those of fuel.

    Parameters
    ----------
    fractions : mapping of str to float
        Mole fractions of the mixture [1].
    temperature_K, pressure_Pa : float
        Before burning.
    issuer : str or None
        Whose limits were asked for; None: the cautious of all.
    burns : Burns
        Whether it can burn in air.
    lfl, ufl : float or None
        Lower limit by Le Chatelier with the inerts of ISO 10156, and upper limit by Le Chatelier
        with inerts as mere dilution [mole fraction]. None where unknown or not flammable; an
        upper limit of 1 means that the undiluted mixture burns.
    lfl_at_most : float or None
        `lfl`, or where a fuel has no limit the share at which the other fuels burn by
        themselves: the lower limit is not above it [mole fraction].
    lfl_diluted : float or None
        Lower limit by Le Chatelier with inerts as mere dilution [mole fraction].
    lfl_burgess_wheeler, ufl_burgess_wheeler : float or None
        As `lfl` and `ufl`, with the fuels' limits moved to this temperature by modified
        Burgess-Wheeler in place of the limiting flame temperature.
    fuel_share : float
        Share of all fuels in the mixture [1].
    oxygen_share : float
        Share of oxygen in the mixture [1].
    limiting_oxygen : float or None
        Oxygen in the blend below which no flame is expected: that which the lower limit burns,
        or what air holds at the upper limit where that is less; an estimate [mole fraction].
    fuels : tuple of FuelLimits
        Limits of each fuel at 25 degC.
    warm : tuple of WarmLimits
        The same at this temperature.
    oxidising : Oxidising or None
        How much the mixture itself feeds a fire; None without an oxidiser.
    why : str
        What `burns` rests on.
    method : str
        Which rules gave the limits.
    kind : Kind
        Weakest evidence.
    sources : tuple of str
        Bibliography keys.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said.
    """

    fractions: Mapping[str, float]
    temperature_K: float
    pressure_Pa: float
    issuer: str | None
    burns: Burns
    lfl: float | None
    ufl: float | None
    lfl_at_most: float | None
    lfl_diluted: float | None
    lfl_burgess_wheeler: float | None
    ufl_burgess_wheeler: float | None
    fuel_share: float
    oxygen_share: float
    limiting_oxygen: float | None
    fuels: tuple[FuelLimits, ...]
    warm: tuple[WarmLimits, ...]
    oxidising: Oxidising | None
    why: str
    method: str
    kind: Kind
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    @property
    def lfl_of_fuel(self) -> float | None:
        """Share of all fuels at the lower limit [mole fraction]."""
        return None if self.lfl is None else self.lfl * self.fuel_share

    @property
    def ufl_of_fuel(self) -> float | None:
        """Share of all fuels at the upper limit [mole fraction]."""
        return None if self.ufl is None else self.ufl * self.fuel_share

    @property
    def falls_apart(self) -> bool:
        """Whether a fuel is in it that burns without oxygen."""
        return bool(decomposing(self.fractions))

    def outcome(self, share: float, oxygen: float = AIR_OXYGEN) -> SparkOutcome:
        """Return what a spark does to this share of the mixture in air.

        Parameters
        ----------
        share : float
            Share of the mixture in the blend [1].
        oxygen : float
            Oxygen in the gas it is blended with [mole fraction]; 0 in a glove box. With more
            than in air the limits are wider than these: above the lower limit it is then not
            known that it does not burn.

        Raises
        ------
        InputError
            If either is not a mole fraction.
        """
        for word, value in (("share", share), ("oxygen", oxygen)):
            if not 0.0 <= value <= 1.0:
                raise InputError(f"{word} {value!r} is not within 0 and 1")
        if share * self.fuel_share <= 0.0:
            known = self.burns is not Burns.UNKNOWN or share <= 0.0
            return SparkOutcome.NOT_FLAMMABLE if known else SparkOutcome.UNKNOWN
        if self.burns is Burns.NO:
            rich = oxygen > AIR_OXYGEN + _SLACK
            return SparkOutcome.UNKNOWN if rich else SparkOutcome.NOT_FLAMMABLE
        there = share * self.oxygen_share + (1.0 - share) * oxygen
        fed = self.oxidising is not None and self.oxidising.power > 0.0
        if there <= 0.0 and not fed and not self.falls_apart:
            return SparkOutcome.NO_OXYGEN
        if self.lfl is not None and share < self.lfl:
            return SparkOutcome.LEAN
        if self.burns is Burns.UNKNOWN or self.lfl_at_most is None or share < self.lfl_at_most:
            return SparkOutcome.UNKNOWN
        limit = self.limiting_oxygen
        if limit is not None and there < limit and not self.falls_apart and not fed:
            return SparkOutcome.STARVED
        if self.ufl is not None and share > self.ufl:
            # Oxygen widens the upper end, by how much is not known.
            return SparkOutcome.RICH if oxygen <= AIR_OXYGEN + _SLACK else SparkOutcome.UNKNOWN
        return SparkOutcome.UNKNOWN if self.ufl is None else SparkOutcome.BURNS

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "fractions": dict(self.fractions),
            "temperature_K": self.temperature_K,
            "pressure_Pa": self.pressure_Pa,
            "issuer": self.issuer,
            "burns": self.burns.value,
            "why": self.why,
            "lfl": self.lfl,
            "ufl": self.ufl,
            "lfl_at_most": self.lfl_at_most,
            "lfl_of_fuel": self.lfl_of_fuel,
            "ufl_of_fuel": self.ufl_of_fuel,
            "lfl_diluted": self.lfl_diluted,
            "lfl_burgess_wheeler": self.lfl_burgess_wheeler,
            "ufl_burgess_wheeler": self.ufl_burgess_wheeler,
            "limiting_oxygen": self.limiting_oxygen,
            "fuel_share": self.fuel_share,
            "oxygen_share": self.oxygen_share,
            "oxidising_power": None if self.oxidising is None else self.oxidising.power,
            "fuels": [
                {
                    "species": item.species, "issuer": item.issuer, "lfl": item.lfl,
                    "ufl": item.ufl, "kind": item.kind.value, "lfl_at_temperature": warm.lfl,
                    "ufl_at_temperature": warm.ufl, "lean_flame_K": warm.lean_flame_K,
                    "rich_flame_K": warm.rich_flame_K, "method": warm.method,
                }
                for item, warm in zip(self.fuels, self.warm, strict=True)
            ],
            "method": self.method,
            "kind": self.kind.value,
            "sources": list(self.sources),
            "notes": list(self.notes),
            "unknown": unknown_record(self.unknown),
        }  # fmt: skip
