"""Tests that set stored or charging energy free: shorts inside and outside, nail, overcharge."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from davylamp.core.constants import FARADAY_C_PER_MOL, GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import exact
from davylamp.runaway.abuse.block import Settings
from davylamp.runaway.abuse.furnace import cut_off, exchange_of
from davylamp.runaway.abuse.resistance import bridge_ohm
from davylamp.runaway.abuse.trial import (
    DISCHARGE,
    Trial,
    first_self_heating,
    heat_flow_by_step,
    highest_of,
)
from davylamp.runaway.network import Discharge, Rate, Step, Transport
from davylamp.runaway.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterable

    from davylamp.runaway.body import Body
    from davylamp.runaway.safeguards import Safeguard

__all__ = ["charging_current", "overcharge", "short", "short_ohm", "with_discharge"]


def short_ohm(settings: Settings, body: Body) -> float:
    """Return the resistance of a short inside the cell [ohm]: as given, or of its contact.

    The contact of a nail is the lateral surface within the cell, unless an area is given.
    """
    contact = settings.maybe("contact_resistance")
    conductivity = settings.maybe("conductivity")
    if settings.is_given("resistance") or (contact is None and conductivity is None):
        return settings["resistance"]
    area = settings.maybe("area")
    if area is None:
        diameter = settings.maybe("diameter")
        if diameter is None:
            raise InputError(
                "the contact of the short has no area", remedy='give it: "area: 1 mm2"'
            )
        area = math.pi * diameter * min(body.size_m)
    length = settings.maybe("length")
    if length is None:
        length = min(body.size_m) if conductivity is not None else 0.0
    return bridge_ohm(area, contact or 0.0, conductivity, length)


def with_discharge(
    body: Body,
    cell_ohm: float,
    rest_ohm: float,
    share: float,
    *,
    energy_J_per_mol: float = 0.0,
    start_K: float = 298.15,
) -> Body:
    r"""Return a body whose stored electrical energy runs out through a resistance.

    The voltage falls linearly with the charge, so that

    .. math::

        \dot\xi = \frac{V_1^2}{R E} [r + (1 - r)(1 - \xi)], \quad r = (V_0 / V_1)^2, \quad
        R = R_{cell}\, e^{\frac{E_a}{R_g} \left(\frac{1}{T} - \frac{1}{T_1}\right)} + R_{rest}

    Resistances in series are rates in series: the second is the transport limit of the first.

    Parameters
    ----------
    body : Body
        With its energy E and its voltages V1 at the start and V0 when empty.
    cell_ohm, rest_ohm : float
        Resistance of the cell at the start, and of the rest of the circuit [ohm].
    share : float
        Share of the heat that stays in the cell.
    energy_J_per_mol, start_K : float
        Activation energy of the resistance of the cell [J/mol], and temperature at the start [K].

    Raises
    ------
    MissingDatumError
        If its energy or a voltage is not known.
    InputError
        If the resistance of the circuit is not positive.
    """
    energy, full, empty = body.electrical_energy_J, body.voltage_V, body.voltage_empty_V
    if not energy > 0.0 or full is None or not full > 0.0:
        raise MissingDatumError(
            f"the electrical energy and the voltage of {body.name} are not known, or it is empty",
            remedy="give the open-circuit voltage of the cathode, or a cell that is charged",
        )
    if not cell_ohm + rest_ohm > 0.0:
        raise InputError(
            f"the circuit has {cell_ohm + rest_ohm:g} ohm: its current has no limit",
            remedy='give the resistance of the cell: "cell_resistance: 60 mohm"',
        )
    ratio = 0.0 if empty is None else min(max(empty / full, 0.0), 1.0) ** 2
    per_ohm = full**2 / energy
    rest = None if rest_ohm <= 0.0 else exact(per_ohm / rest_ohm, "1/s", Kind.COMPUTED)
    if cell_ohm > 0.0:
        hot = math.exp(energy_J_per_mol / (GAS_CONSTANT_J_PER_MOL_K * start_K))
        frequency = exact(per_ohm / cell_ohm * hot, "1/s", Kind.COMPUTED)
        barrier = exact(energy_J_per_mol, "J/mol", Kind.COMPUTED)
        limit = None if rest is None else Transport(rest)
    else:
        assert rest is not None
        frequency, barrier, limit = rest, exact(0.0, "J/mol", Kind.COMPUTED), None
    step = Step(
        id=DISCHARGE,
        title="stored electrical energy, through the short",
        stoichiometry={},
        extent_mol_per_kg=1.0,
        heat_J_per_kg=exact(share * energy / body.mass_kg, "J/kg", Kind.COMPUTED),
        rate=Rate(frequency, barrier, {}, transport=limit, discharge=Discharge(ratio)),
    )
    network = replace(body.network, steps=(*body.network.steps, step))
    return replace(body, network=network)


def short(
    body: Body,
    settings: Settings,
    cell_ohm: float,
    *,
    outside: bool,
    energy_J_per_mol: float = 0.0,
    safeguards: Iterable[Safeguard] = (),
) -> Trial:
    """Run a short: the cell discharges through it and heats up.

    Parameters
    ----------
    body : Body
        The cell.
    settings : Settings
        Of the test.
    cell_ohm : float
        Resistance of the cell at the start [ohm].
    outside : bool
        Whether the resistance of the short lies outside the cell and keeps its heat there. The
        share of the heat inside is that of the start, which is the largest.
    energy_J_per_mol : float
        Activation energy of the resistance of the cell [J/mol].
    safeguards : iterable of Safeguard
        What limits the current of the short.
    """
    from davylamp.runaway.lumped import simulate
    from davylamp.runaway.safeguards import apply_safeguards

    bridge = settings["resistance"] if outside else short_ohm(settings, body)
    total = bridge + cell_ohm
    share = cell_ohm / total if outside and total > 0.0 else 1.0
    shorted = with_discharge(
        body,
        cell_ohm,
        bridge,
        share,
        energy_J_per_mol=energy_J_per_mol,
        start_K=settings["start"],
    )
    shorted = apply_safeguards(shorted, safeguards)
    history = simulate(
        shorted,
        start_K=settings["start"],
        duration_s=settings["duration"],
        exchange=exchange_of(body, settings),
        surroundings_K=settings["ambient"],
    )
    flow = heat_flow_by_step(history)
    runaway = first_self_heating(history, flow, settings["runaway_rate"])
    more = {
        "short_ohm": bridge,
        "cell_ohm": cell_ohm,
        "start_current_A": (body.voltage_V or 0.0) / total,
        "peak_joule_W": body.mass_kg * float(np.max(flow[:, -1])),
        "joule_J": share * body.electrical_energy_J * float(history.conversion[-1, -1]),
        "discharged": float(history.conversion[-1, -1]),
    }
    return Trial(history, flow, None, runaway, highest_of(history), has_onset=False, more=more)


def charging_current(settings: Settings, capacity_C: float | None) -> float:
    """Return the charging current [A]: as given, or of a rate and the capacity.

    Raises
    ------
    MissingDatumError
        If only a rate is given and the capacity is not known.
    """
    current = settings.maybe("current")
    if current is not None:
        return current
    if capacity_C is None:
        raise MissingDatumError(
            "the capacity of the cell is not known, and with it the charging current",
            remedy='give it in the test block: "current: 2 A"',
        )
    return settings["c_rate"] * capacity_C / 3600.0


def overcharge(
    body: Body, settings: Settings, cell_ohm: float, capacity_C: float | None, *, all_heat: bool
) -> Trial:
    """Charge a full cell on, until its charge or the end of the test, through a runaway too.

    Parameters
    ----------
    body : Body
        The cell, full.
    settings : Settings
        Of the test.
    cell_ohm : float
        Resistance of the cell [ohm].
    capacity_C : float or None
        Its capacity [C].
    all_heat : bool
        Whether all power of the charger becomes heat; else only that of the resistance, the rest
        being stored.
    """
    from davylamp.runaway.lumped import simulate

    current = charging_current(settings, capacity_C)
    duration = settings["duration"]
    seconds = duration
    if capacity_C is not None:
        seconds = min(duration, (settings["until"] - 1.0) * capacity_C / current)
    voltage = settings.maybe("voltage")
    if voltage is None:
        if body.voltage_V is None:
            raise MissingDatumError(
                f"the voltage of {body.name} is not known, and with it the power of the charger",
                remedy='give it in the test block: "voltage: 4.7 V"',
            )
        # Ends of the charge are at most 1.1 times the voltage of the full cell.
        voltage = 1.1 * body.voltage_V
    ohmic = current**2 * cell_ohm
    power = max(ohmic, voltage * current) if all_heat else ohmic
    history = simulate(
        body,
        start_K=settings["start"],
        duration_s=duration,
        exchange=exchange_of(body, settings),
        surroundings_K=settings["ambient"],
        power_W=cut_off(Program((0.0, duration), (power, power)), seconds),
    )
    flow = heat_flow_by_step(history)
    runaway = first_self_heating(history, flow, settings["runaway_rate"])
    more = {
        "current_A": current,
        "cell_ohm": cell_ohm,
        "charger_W": voltage * current,
        "charging_s": seconds,
        "overcharge_C": current * seconds,
        "lithium_mol": current * seconds / FARADAY_C_PER_MOL,
        "charger_heat_J": power * seconds,
    }
    return Trial(history, flow, None, runaway, highest_of(history), has_onset=False, more=more)
