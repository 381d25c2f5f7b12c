"""One concentration at which a gas burns, poisons or smells: its quantity, issuer and date."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Kind

__all__ = ["QUANTITIES", "HazardLimit", "HazardQuantity"]

_BOUNDS: Final = ("=", "<", ">", "~")
#: All there is, in the unit of a share: more is a slip of the unit.
_WHOLE: Final = {"%": 100.0, "ppm": 1e6}


@dataclass(frozen=True, slots=True)
class HazardQuantity:
    """What a limit is of.

    Parameters
    ----------
    name : str
        ``IDLH``, ``LFL``.
    unit : str
        Unit that every value of it has.
    meaning : str
        In words.
    averaged : bool
        Whether a value belongs to a time over which concentration is averaged.
    highest : bool
        Whether the cautious value of several is the highest: of an upper flammability limit, and
        of the oxygen that must not be undercut.
    times_s : tuple of float
        Averaging times that it is issued for [s]; empty where issuers differ.
    """

    name: str
    unit: str
    meaning: str
    averaged: bool = False
    highest: bool = False
    times_s: tuple[float, ...] = ()


def _quantities(*rows: HazardQuantity) -> dict[str, HazardQuantity]:
    return {row.name: row for row in rows}


#: Every quantity that a limit may be of.
QUANTITIES: Final = _quantities(
    HazardQuantity("LFL", "%", "lower flammability limit in air, by volume"),
    HazardQuantity("UFL", "%", "upper flammability limit in air, by volume", highest=True),
    HazardQuantity("autoignition", "degC", "lowest temperature of self-ignition in air"),
    HazardQuantity("flash point", "degC", "liquid whose vapour can be lit"),
    HazardQuantity(
        "IDLH", "ppm", "immediately dangerous to life or health", averaged=True, times_s=(1800.0,)
    ),
    *(
        HazardQuantity(f"{name}-{level}", "ppm", meaning, averaged=True, times_s=times_s)
        for name, times_s in (
            ("AEGL", (600.0, 1800.0, 3600.0, 14400.0, 28800.0)),
            ("ERPG", (3600.0,)),
        )
        for level, meaning in enumerate(
            ("discomfort that passes", "lasting harm or no escape", "danger to life"), start=1
        )
    ),
    HazardQuantity("TWA", "ppm", "average over a working day", averaged=True),
    HazardQuantity("STEL", "ppm", "average over a short time at work", averaged=True),
    HazardQuantity("ceiling", "ppm", "never to be exceeded at work", averaged=True),
    HazardQuantity("odour", "ppm", "threshold of smell"),
    HazardQuantity(
        "oxygen deficiency", "%", "oxygen by volume that air must not fall below", highest=True
    ),
    HazardQuantity("oxygen excess", "%", "oxygen by volume above which things burn more fiercely"),
    HazardQuantity("oxygen effect", "%", "oxygen by volume at which a symptom is told"),
    HazardQuantity("toxic load exponent", "1", "n of C^n t, the dose that has one effect"),
    *(
        HazardQuantity(f"electronics {name}", "ppm", f"below it the air is {meaning} to copper")
        for name, meaning in (("G1", "mild"), ("G2", "moderate"), ("G3", "harsh"))
    ),
)


@dataclass(frozen=True, slots=True)
class HazardLimit:
    """One limit of one gas by one issuer in one edition.

    Parameters
    ----------
    species : str
        Id of the gas.
    quantity : str
        One of `QUANTITIES`.
    value : float or None
        In `unit`, the lower end where `upper` is given. None: the issuer has looked and sets no
        value, which `note` explains; that is no leave to breathe any amount.
    unit : str
        ``%`` by volume for limits of flammability and oxygen, ``ppm`` by volume, ``degC``.
    averaging_s : float or None
        Time over which concentration is averaged [s]; 0 for a ceiling of any moment.
    issuer, edition, date : str
        Who says so, in which document, of when.
    source, locator : str
        Bibliography key of what was read, and where in it.
    kind : Kind
        ``measured`` for flammability and ignition, ``estimated`` for what a committee has set,
        ``assumed`` for a number that was not seen in its source.
    uncertainty : float or str
        In `unit`, a percentage, or ``not reported``.
    upper : float or None
        Upper end of a range.
    bound : str
        ``=``, ``<``, ``>`` or ``~``.
    note : str
        What a reader must know.
    replaced : str
        Edition that has taken its place; empty where it is in force.
    """

    species: str
    quantity: str
    value: float | None
    unit: str
    averaging_s: float | None
    issuer: str
    edition: str
    date: str
    source: str
    locator: str
    kind: Kind
    uncertainty: float | str = NOT_REPORTED
    upper: float | None = None
    bound: str = "="
    note: str = ""
    replaced: str = ""

    def __post_init__(self) -> None:
        where = f"limit {self.quantity or '?'} of {self.species or '?'}"
        for name in ("species", "quantity", "issuer", "edition", "date", "source", "locator"):
            if not isinstance(getattr(self, name), str) or not getattr(self, name).strip():
                raise InputError(f"{where}: field {name} is missing")
        known = QUANTITIES.get(self.quantity)
        if known is None:
            raise InputError(f"{where}: this is none of {', '.join(QUANTITIES)}")
        if self.unit != known.unit:
            raise InputError(f"{where}: unit {self.unit!r} must be {known.unit}")
        if known.averaged != (self.averaging_s is not None):
            raise InputError(
                f"{where}: averaging_s is {'needed' if known.averaged else 'out of place'}"
            )
        if self.averaging_s is not None and not (0.0 <= self.averaging_s < math.inf):
            raise InputError(f"{where}: averaging_s {self.averaging_s!r} is not a time")
        if self.value is None:
            if not self.note:
                raise InputError(f"{where}: without a value it needs a note that says why")
        elif not math.isfinite(self.value) or (self.value <= 0.0 and self.unit != "degC"):
            raise InputError(f"{where}: value {self.value!r} {self.unit} is not positive")
        whole = _WHOLE.get(self.unit, math.inf)
        if max(self.value or 0.0, self.upper or 0.0) > whole:
            raise InputError(f"{where}: {self.value:g} {self.unit} is more than the whole")
        if self.upper is not None and (self.value is None or not self.value <= self.upper):
            raise InputError(f"{where}: range {self.value} to {self.upper} is not in order")
        if self.bound not in _BOUNDS:
            raise InputError(f"{where}: bound {self.bound!r} is not one of {', '.join(_BOUNDS)}")
        if known.averaged and self.bound == "<":
            raise InputError(
                f"{where}: a limit that is lower than its value cannot be held against"
            )
        if self.kind is Kind.UNKNOWN or (self.kind is Kind.ASSUMED and not self.note):
            raise InputError(f"{where}: kind {self.kind.value} needs a note, and is never unknown")

    @property
    def ppm(self) -> float | None:
        """The concentration by volume [ppm]; None where it is none, or has no value."""
        factor = {"ppm": 1.0, "%": 1e4}.get(self.unit)
        return None if self.value is None or factor is None else factor * self.value

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "species": self.species,
            "quantity": self.quantity,
            "value": self.value,
            "upper": self.upper,
            "bound": self.bound,
            "unit": self.unit,
            "averaging_s": self.averaging_s,
            "issuer": self.issuer,
            "edition": self.edition,
            "date": self.date,
            "source": self.source,
            "locator": self.locator,
            "kind": self.kind.value,
            "uncertainty": self.uncertainty,
            "note": self.note,
            "replaced": self.replaced,
        }
