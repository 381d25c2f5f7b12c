"""Release gas into a room and follow it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from davylamp.core.errors import InputError
from davylamp.gas.room._assemble import assemble
from davylamp.gas.room._events import events_of
from davylamp.gas.room._gather import gathered
from davylamp.gas.room.balance import RoomBalance
from davylamp.gas.room.history import RoomHistory
from davylamp.gas.room.model import Emission, Room
from davylamp.gas.species import find_species

__all__ = ["room_history"]

_PPM = 1e-6


def room_history(
    room: Room,
    emissions: Sequence[Emission],
    until_s: float,
    *,
    initial_ppm: Mapping[str, float] | None = None,
    flow_changes: Sequence[tuple[float, float]] = (),
    points: int = 241,
) -> RoomHistory:
    """Return the concentration of every gas over time, exactly.

    Parameters
    ----------
    room : Room
        The room.
    emissions : sequence of Emission
        What is set free in it; several of one gas add up.
    until_s : float
        End [s].
    initial_ppm : mapping of str to float or None
        Of gases at the start [ppm]; by default the background.
    flow_changes : sequence of (float, float)
        Times [s] from which on the supply of air is another [m3/s]: a fan that an alarm starts.
    points : int
        Least number of times of the arrays; peaks, means and times do not depend on it.

    Raises
    ------
    InputError
        If a number or a name makes no sense.

    Notes
    -----
    A well-mixed room of N moles of gas at constant temperature and pressure, to which sources
    add s_i and the supply air q moles a second; as many leave, with the composition of the room:

        dn_i/dt = s_i + q b_i - (n_i / N) (s + q),    s = sum of s_i.

    With sources constant between given times, mole fractions are exponentials in between.
    Solubility in water, sorption on walls, condensation, reaction in air and buoyant layers are
    left out.

    Examples
    --------
    >>> history = room_history(Room(100.0), [Emission.puff("H2S", 4.034e-3)], 3600.0)
    >>> round(history.peak_ppm["H2S"], 2)
    0.99
    """
    if not (math.isfinite(until_s) and until_s > 0.0):
        raise InputError(f"end of the history {until_s!r} s must be above 0 s")
    start = {**room.background_ppm}
    for name, ppm in (initial_ppm or {}).items():
        if not (math.isfinite(ppm) and ppm >= 0.0):
            raise InputError(f"initial concentration of {ppm!r} ppm of {name}")
        start[find_species(name).id] = float(ppm)
    if math.fsum(start.values()) > 1e6:
        raise InputError("initial concentrations exceed 100 % together")
    names = tuple(dict.fromkeys((*(item.species for item in emissions), *start)))
    times, released = events_of(names, emissions, flow_changes, float(until_s))
    density = room.density_mol_per_m3
    flow = np.full(times.size - 1, room.mixed_flow_m3_per_s)
    for moment, value in sorted(flow_changes):
        if math.isnan(value) or value < 0.0 or moment < 0.0 or room.sealed:
            raise InputError(f"air flow of {value!r} m3/s from {moment!r} s on")
        flow[times[:-1] >= moment] = room.mixing_factor * value
    made = assemble(
        np.array([room.air_mol]),
        (density * flow)[None, :],
        np.array([[_PPM * room.background_ppm.get(name, 0.0) for name in names]]),
        np.array([[_PPM * start.get(name, 0.0) for name in names]]),
        times[None, :],
        released[None, :, :],
        sealed=room.sealed,
    )
    balance = {
        name: RoomBalance(
            float(released[row].sum()),
            float(made.carried_mol[0, row]),
            float(made.first_mol[0, row]),
            float(made.last_mol[0, row]),
            float(made.left_mol[0, row]),
        )
        for row, name in enumerate(names)
    }
    return gathered(room, names, times, balance, made.pieces, points, made.inside_mol[0])
