"""The contact that a coating is to part, and the voltages it must stand there."""

from __future__ import annotations

from dataclasses import dataclass

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.interfaces._sides import Side
from davylamp.thermo import Conditions

__all__ = ["Task"]


@dataclass(frozen=True, slots=True)
class Task:
    """The contact that a coating is to part.

    Parameters
    ----------
    electrolyte : Composition
        The electrolyte.
    states : tuple of (str, Composition)
        The electrode, discharged and charged, or lithium metal.
    voltage_range_V : (float, float)
        Range against Li/Li+ [V].
    is_lithium : bool
        Whether the electrode is lithium metal.
    conditions : Conditions
        Conditions of all energies.
    """

    electrolyte: Composition
    states: tuple[tuple[str, Composition], ...]
    voltage_range_V: tuple[float, float]
    is_lithium: bool
    conditions: Conditions

    @classmethod
    def of(
        cls,
        electrolyte: Side,
        electrode: Side,
        voltage_range_V: tuple[float, float] | None,
        conditions: Conditions,
    ) -> Task:
        """Build it from the two sides of the contact."""
        for side in (electrolyte, electrode):
            if side.why_not:
                raise InputError(
                    f"its reactions cannot be computed: {side.why_not}",
                    remedy="rank coatings between two inorganic materials with formulas",
                )
        assert electrolyte.composition is not None
        if voltage_range_V is None:
            voltage_range_V = _voltage_range(electrode)
        if not voltage_range_V[0] <= voltage_range_V[1]:
            raise InputError(f"voltage range {voltage_range_V} V is not in order")
        return cls(
            electrolyte.composition,
            _states(electrode),
            (float(voltage_range_V[0]), float(voltage_range_V[1])),
            electrode.is_lithium,
            conditions,
        )


def _states(electrode: Side) -> tuple[tuple[str, Composition], ...]:
    assert electrode.composition is not None
    material = electrode.material
    if electrode.is_lithium:
        return (("lithium metal", electrode.composition),)
    if material is None or not material.host_formula or material.lithium_range is None:
        return (("as given", electrode.composition),)
    host = Composition.parse(material.host_formula)
    charged = min(material.lithium_range)
    return (
        ("discharged", electrode.composition),
        ("charged", host + Composition({"Li": charged}) if charged > 0.0 else host),
    )


def _voltage_range(electrode: Side) -> tuple[float, float]:
    if electrode.is_lithium:
        return 0.0, 0.0
    material = electrode.material
    if material is not None and material.ocv:
        voltages = [point.voltage_V for point in material.ocv]
        return min(voltages), max(voltages)
    average = None if material is None else material.get("average_voltage")
    if average is not None:
        return average.value, average.value
    raise InputError(
        f"the voltage of {electrode.name} is not known",
        remedy="give the voltage range against Li/Li+",
    )
