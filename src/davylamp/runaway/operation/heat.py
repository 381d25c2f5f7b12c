"""Heat in normal use: what a current sets free in a cell, and where."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from davylamp.cell import Cell
from davylamp.core.errors import InputError, MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.materials.layer_resistance import LayerResistance, layer_resistances
from davylamp.runaway.operation.entropy import (
    EntropyCoefficient,
    OpenCircuit,
    entropy_coefficient,
    open_circuit,
)
from davylamp.runaway.operation.given import Given
from davylamp.runaway.operation.heat_part import HeatPart, entropic, irreversible

__all__ = ["OperatingHeat", "current_from_rate", "operating_heat"]

_SECONDS_PER_HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class OperatingHeat:
    """Heat of a cell that carries a current, by the balance of Bernardi.

    ``Q = I (U - V) - I T dU/dT``, the current positive on discharge.

    Parameters
    ----------
    name : str
        Of the cell.
    per : str
        ``cell``, or ``m2 of one unit cell`` where the cell file gives no electrode area.
    area_m2 : float
        Area over which the current is spread, over all unit cells [m2].
    current_A, current_density_A_per_m2 : float
        Current, positive on discharge [A, A/m2].
    state_of_charge, temperature_K : float
        State.
    open_circuit : OpenCircuit
        Voltage at rest.
    entropy : EntropyCoefficient
        ``dU/dT``.
    layers : tuple of LayerResistance
        Ohmic resistances.
    parts : tuple of HeatPart
        Heat by source.
    unknown : tuple of Unknown
        What is not known.
    notes : tuple of str
        What a reader must know.
    """

    name: str
    per: str
    area_m2: float
    current_A: float
    current_density_A_per_m2: float
    state_of_charge: float
    temperature_K: float
    open_circuit: OpenCircuit
    entropy: EntropyCoefficient
    layers: tuple[LayerResistance, ...]
    parts: tuple[HeatPart, ...]
    unknown: tuple[Unknown, ...]
    notes: tuple[str, ...] = ()

    def part(self, name: str) -> HeatPart:
        """Return a source of heat by its name."""
        for part in self.parts:
            if part.name == name:
                return part
        raise InputError(f"there is no heat called {name!r} here")

    @property
    def total_W(self) -> float | None:
        """All heat [W]; None as long as one part is not known."""
        values = [part.value_W for part in self.parts]
        if any(value is None for value in values):
            return None
        return math.fsum(value for value in values if value is not None)

    @property
    def known_W(self) -> float:
        """Heat that is known [W]: unknown resistances count as none, unknown entropy as zero."""
        return math.fsum(
            part.value_W if part.value_W is not None else max(part.low_W, 0.0)
            for part in self.parts
        )

    @property
    def low_W(self) -> float:
        """What the heat is at least [W]."""
        return math.fsum(part.low_W for part in self.parts)

    @property
    def high_W(self) -> float | None:
        """What the heat is at most [W]; None when nothing bounds it."""
        highs = [part.high_W for part in self.parts]
        if any(high is None for high in highs):
            return None
        return math.fsum(high for high in highs if high is not None)

    @property
    def known_ohm_m2(self) -> float:
        """Area resistance that is known [ohm m2]."""
        return math.fsum(part.resistance_ohm_m2 or 0.0 for part in self.parts)

    @property
    def voltage_V(self) -> float | None:
        """Voltage under the current [V]; None as long as a part of the resistance is unknown."""
        rest = self.open_circuit.value_V
        if rest is None or any(p.value_W is None for p in self.parts if p.name != "entropic"):
            return None
        loss = [p.value_W or 0.0 for p in self.parts if p.name != "entropic"]
        return rest - math.fsum(loss) / self.current_A if self.current_A else rest

    @property
    def kind(self) -> Kind:
        """Weakest evidence; unknown as long as one part is."""
        return weakest(part.kind for part in self.parts)


def current_from_rate(cell: Cell, c_rate_per_h: float) -> float:
    """Return the current [A] of a rate over the capacity of the cell, or of one square metre.

    Raises
    ------
    MissingDatumError
        If the areal capacity of the cathode is not known.
    """
    capacity = cell.balance.cathode_capacity
    if capacity.value is None:
        raise MissingDatumError(
            f"the capacity of the cathode is not known: {', '.join(capacity.missing)} is missing",
            remedy="give a current instead of a rate, or complete the cell file",
        )
    return c_rate_per_h * capacity.value * _area(cell)[0] / _SECONDS_PER_HOUR


def operating_heat(
    cell: Cell,
    *,
    current_A: float | None = None,
    c_rate_per_h: float | None = None,
    charge: bool = False,
    state_of_charge: float | None = None,
    temperature_K: float | None = None,
    given: Given | None = None,
) -> OperatingHeat:
    """Return the heat that a current sets free, by source.

    Parameters
    ----------
    cell : Cell
        The cell.
    current_A : float, optional
        Current of the whole cell [A], or of one square metre where the cell file gives no area;
        positive. With neither this nor a rate, that of the cell file (which is of the charge).
    c_rate_per_h : float, optional
        Current over capacity [1/h], instead.
    charge : bool
        Whether the current charges the cell.
    state_of_charge : float, optional
        0 to 1; that of the cell file, else 0.5.
    temperature_K : float, optional
        Temperature [K]; that of the cell file by default.
    given : Given, optional
        What the user knows about resistances and entropy.

    Raises
    ------
    InputError
        If current and rate are both given, or one is negative or not finite.
    OutsideValidityError
        If the state of charge is not between 0 and 1.
    MissingDatumError
        If there is neither a current nor a capacity to take a rate of.

    References
    ----------
    Bernardi et al. 1985, 10.1149/1.2113792, equation 24 for one reaction at even composition.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> heat = operating_heat(read_cell(example_path("sulfide")), c_rate_per_h=1.0)
    >>> round(heat.part("ohmic").value_W, 2), heat.total_W
    (0.02, None)
    """
    given = Given() if given is None else given
    soc = 0.5 if cell.operation.state_of_charge is None else cell.operation.state_of_charge
    soc = soc if state_of_charge is None else state_of_charge
    if not 0.0 <= soc <= 1.0:
        raise OutsideValidityError(f"a state of charge of {soc:g} is not between 0 and 1")
    temperature = cell.operation.temperature_K if temperature_K is None else temperature_K
    if not (math.isfinite(temperature) and temperature > 0.0):
        raise InputError(f"temperature {temperature!r} K is not positive")
    area, per = _area(cell)
    size = _current(cell, current_A, c_rate_per_h)
    current = -size if charge else size
    rest = open_circuit(cell, soc)
    entropy = entropy_coefficient(cell, soc, given.entropy_V_per_K)
    layers = layer_resistances(cell)
    parts, unknown = irreversible(layers, given, current, area, temperature)
    parts = (*parts, entropic(entropy, current, temperature))
    answer = OperatingHeat(
        cell.name,
        per,
        area,
        current,
        current / area,
        soc,
        temperature,
        rest,
        entropy,
        layers,
        parts,
        tuple(dict.fromkeys((*unknown, *entropy.unknown, *rest.unknown))),
        _notes(layers, given, temperature),
    )
    return _with_limits(cell, answer)


def _area(cell: Cell) -> tuple[float, str]:
    casing = cell.casing
    if casing is None or casing.area_m2 is None:
        return 1.0, "m2 of one unit cell"
    return casing.area_m2 * casing.unit_cells, "cell"


def _current(cell: Cell, current_A: float | None, c_rate_per_h: float | None) -> float:
    if current_A is not None and c_rate_per_h is not None:
        raise InputError("both a current and a rate are given", remedy="give one of them")
    for name, value in (("current", current_A), ("rate", c_rate_per_h)):
        if value is not None and not (math.isfinite(value) and value >= 0.0):
            raise InputError(
                f"{name} {value!r} is not a number of at least 0",
                remedy="whether it charges or discharges the cell is told apart by 'charge'",
            )
    if current_A is not None:
        return current_A
    if c_rate_per_h is not None:
        return current_from_rate(cell, c_rate_per_h)
    density = cell.balance.current_density
    if density.value is None:
        raise MissingDatumError(
            "there is no current: the cell file gives none",
            remedy="give a current or a rate, such as 1C",
        )
    return density.value * _area(cell)[0]


def _notes(
    layers: tuple[LayerResistance, ...], given: Given, temperature_K: float
) -> tuple[str, ...]:
    if given.total_ohm_m2 is not None:
        return ()
    notes = [f"{layer.field}: {layer.note}" for layer in layers if layer.note]
    for layer in layers:
        if layer.conductivity is not None:
            notes += [item.what for item in layer.conductivity.unknown(temperature_K)]
    return tuple(dict.fromkeys(notes))


def _with_limits(cell: Cell, heat: OperatingHeat) -> OperatingHeat:
    """Add the note that the known resistance alone takes the voltage beyond its limits."""
    rest = heat.open_circuit.value_V
    if rest is None:
        return heat
    reached = rest - heat.current_density_A_per_m2 * heat.known_ohm_m2
    low, high = cell.operation.voltage_min_V, cell.operation.voltage_max_V
    if low <= reached <= high:
        return heat
    words = (
        f"the known resistance alone takes the voltage to {reached:.2f} V, beyond the limits of "
        f"{low:g} and {high:g} V: the cell cannot carry this current here"
    )
    return replace(heat, notes=(*heat.notes, words))
