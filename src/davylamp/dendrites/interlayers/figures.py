"""What interlayers, hosts and alloys reached in tests: empirical figures, never a law."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.store.packaged import packaged_yaml

__all__ = ["QUANTITIES", "EmpiricalFigure", "interlayer_figures"]

#: What a figure may be of. For the last three less is better.
QUANTITIES: Final = (
    "critical_current_density",
    "plating_current",
    "hours",
    "cycles",
    "overpotential",
    "interface_resistance",
)


@dataclass(frozen=True, slots=True)
class EmpiricalFigure:
    """A result of one study.

    Parameters
    ----------
    id : str
        Name.
    approach : str
        ``lithiophilic alloy``, ``alloy anode``, ``three-dimensional host``, ``artificial layer``,
        ``polymer buffer``, ``liquid wetting``, ``composite electrolyte`` or ``multilayer``.
    what : str
        The layer in words.
    interlayers, electrolytes : tuple of str
        Materials of the store for which it is shown.
    quantity : str
        One of `QUANTITIES`.
    value : float
        In `unit`, as published.
    unit : str
        Unit as published.
    bound : str
        ``=``, ``~``, ``<`` or ``>``.
    control : float or None
        The same without the layer, in the same study and unit; None where none is told.
    current_A_per_m2 : float or None
        Current density of the test, for hours and cycles [A/m2].
    kind : Kind
        How it is known.
    source, locator, conditions : str
        Bibliography key, place in it, and what it depends on.
    """

    id: str
    approach: str
    what: str
    interlayers: tuple[str, ...]
    electrolytes: tuple[str, ...]
    quantity: str
    value: float
    unit: str
    bound: str
    control: float | None
    current_A_per_m2: float | None
    kind: Kind
    source: str
    locator: str
    conditions: str = ""

    @property
    def ratio(self) -> float | None:
        """Value over that of the control of the same study; None without one."""
        return None if self.control is None else self.value / self.control


@cache
def interlayer_figures() -> tuple[EmpiricalFigure, ...]:
    """Return every stored figure.

    Examples
    --------
    >>> {item.id: item.ratio for item in interlayer_figures()}["llzto-agno3-ccd"]
    5.0
    """
    raw = packaged_yaml("davylamp.dendrites.interlayers", "data", "figures.yaml")
    return tuple(_figure(item) for item in raw)


def _figure(raw: dict[str, Any]) -> EmpiricalFigure:
    if raw["quantity"] not in QUANTITIES:
        raise InputError(f"figures.yaml: {raw['id']}: quantity {raw['quantity']!r} is not known")
    current = raw.get("current_mA_per_cm2")
    return EmpiricalFigure(
        id=raw["id"],
        approach=raw["approach"],
        what=raw["what"],
        interlayers=tuple(raw["interlayer"]),
        electrolytes=tuple(raw["electrolyte"]),
        quantity=raw["quantity"],
        value=float(raw["value"]),
        unit=raw["unit"],
        bound=raw.get("bound", "="),
        control=raw["control"],
        current_A_per_m2=None if current is None else 10.0 * float(current),
        kind=Kind(raw["kind"]),
        source=raw["source"],
        locator=raw["locator"],
        conditions=raw.get("conditions", ""),
    )
