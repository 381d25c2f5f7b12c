"""What the trigger does to its cell: start temperature, short circuit, all heat at once."""

from __future__ import annotations

from dataclasses import replace

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import exact
from davylamp.runaway.body import Body
from davylamp.runaway.network import Discharge, Rate, Step
from davylamp.runaway.propagation.checks import cell_pairs
from davylamp.runaway.propagation.module import Module, Trigger

__all__ = ["free_end", "shorted", "spent", "triggered_body"]


def triggered_body(body: Body, trigger: Trigger, start_K: float) -> tuple[Body, float | None]:
    """Return the trigger cell and its temperature at the start, None for that of the module.

    Raises
    ------
    InputError
        If the cell lacks what the trigger needs.
    """
    if trigger.at_once:
        return spent(body, start_K)
    if trigger.short_ohm is not None:
        return shorted(body, trigger.short_ohm), None
    return body, trigger.start_K


def spent(body: Body, start_K: float) -> tuple[Body, float]:
    """Return the cell after all its heat at once: no steps left, and as hot as that makes it.

    Examples
    --------
    >>> from davylamp.runaway.networks import liquid_body
    >>> after, hot = spent(liquid_body(), 298.15)
    >>> len(after.network.steps), 800.0 < hot < 1000.0
    (0, True)
    """
    import numpy as np

    from davylamp.runaway.networks import largest_heat

    # Steps that compete for a reactant cannot all run to their end.
    heat = largest_heat(body.network)
    enthalpy = float(body.heat_capacity.enthalpy_J_per_kg(start_K)[0]) + heat
    table = body.heat_capacity.table()
    grid = table.first_J_per_kg + table.step_J_per_kg * np.arange(len(table.temperature_K))
    if enthalpy > grid[-1]:
        raise InputError(
            f"{body.name} would be hotter than {table.temperature_K[-1]:.0f} K at once",
            remedy="check the heat of its reactions, or trigger it another way",
        )
    hot = float(np.interp(enthalpy, grid, table.temperature_K))
    return replace(body, network=replace(body.network, steps=(), unknown=())), hot


def shorted(body: Body, resistance_ohm: float) -> Body:
    """Return the cell with its stored electrical energy set free through a resistance.

    Raises
    ------
    InputError
        If its energy or voltage is not known.
    """
    if not (body.electrical_energy_J > 0.0 and body.voltage_V):
        raise InputError(
            f"the stored electrical energy or the voltage of {body.name} is not known, so that a "
            "short circuit cannot be followed",
            remedy="trigger it with a heater or a start temperature, or give the energy under own:",
        )
    empty = body.voltage_empty_V or 0.0
    if body.voltage_empty_V is None:
        # Without the voltage at the end the voltage stays: the quickest discharge of all.
        empty = body.voltage_V
    frequency = body.voltage_V**2 / (resistance_ohm * body.electrical_energy_J)
    step = Step(
        id="internal short",
        title="stored electrical energy through the short circuit",
        stoichiometry={},
        extent_mol_per_kg=1.0,
        heat_J_per_kg=exact(body.electrical_energy_J / body.mass_kg, "J/kg", Kind.COMPUTED),
        rate=Rate(
            exact(frequency, "1/s", Kind.COMPUTED),
            exact(0.0, "J/mol", Kind.COMPUTED),
            {},
            discharge=Discharge(min(1.0, (empty / body.voltage_V) ** 2)),
        ),
        condition="the trigger",
    )
    network = body.network
    return replace(body, network=replace(network, steps=(*network.steps, step)))


def free_end(module: Module, place: int) -> bool:
    """Whether the free face of a cell is that at the far end of its thickness.

    Raises
    ------
    InputError
        If it has neighbours on both sides.
    """
    pairs = [pair for pair in cell_pairs(module) if pair.axis == 2]
    if all(pair.second != place for pair in pairs):
        return False
    if all(pair.first != place for pair in pairs):
        return True
    raise InputError(
        f"{module.cells[place].name} has neighbours on both sides, and no face for the hot block",
        remedy="trigger a cell at the end of a row",
    )
