r"""Salt between two lithium electrodes over time, by concentrated-solution theory.

.. math:: \frac{\partial c}{\partial t} = -\frac{\partial N_-}{\partial x}, \qquad
   N_- = -D(c) \frac{\partial c}{\partial x} + \frac{J}{F} (1 - t_+^0(c)) (1 - c V)

with ``x`` from the plating to the stripped electrode and :math:`N_- = 0` at both. `D` is the salt
diffusivity of the volume-fixed frame, the one that restricted diffusion measures. With a constant
partial molar volume `V` of the salt this is exact for a moving solvent: its flux, which vanishes at
both electrodes, is :math:`-V N_-` by volume, and :math:`V = 0` neglects it. The voltage between two
lithium electrodes is

.. math:: U = J \int \frac{dx}{\kappa} + \frac{2 R T}{F} \int (1 - t_+^0)
   \left(1 + \frac{d\ln f}{d\ln c}\right) \frac{dc}{c} + J R_c .

Finite volumes, second order; in time a stiffly accurate Rosenbrock method of third order with an
embedded second (RODAS3), whose every stage conserves the salt.

References
----------
Newman and Balsara, Electrochemical Systems, 4th edition, ISBN 978-1-119-51460-2;
Sandu et al., Atmos. Environ. 31 (1997) 3459-3472, 10.1016/S1352-2310(97)83212-8.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites.depletion._run import Run
from davylamp.dendrites.depletion._volumes import volumes_of
from davylamp.dendrites.depletion.electrolyte import SaltElectrolyte
from davylamp.dendrites.depletion.program import Segment, constant_program

__all__ = ["Transient", "concentrated_depletion_time", "simulate"]

FloatArray = npt.NDArray[np.float64]

#: Times of L2/D after which a current that has not depleted the cell never will.
_SETTLED: Final = 12.0


@dataclass(frozen=True, slots=True)
class Transient:
    """A run.

    Parameters
    ----------
    time_s : array, shape (n,)
        Times of the steps, from 0 [s].
    current_A_per_m2 : array, shape (n,)
        Current density up to each time [A/m2].
    position_m : array, shape (m,)
        Centres of the volumes, from the plating electrode [m].
    concentration_mol_per_m3 : array, shape (n, m)
        Means of the volumes [mol/m3].
    plating_mol_per_m3, stripping_mol_per_m3 : array, shape (n,)
        At the electrodes [mol/m3].
    voltage_V : array, shape (n,)
        Between them [V]; NaN without a conductivity, infinite where one has run out of salt.
    depleted_s : float or None
        When an electrode ran out of salt, which ends a run [s]; None where none did.
    saturated_s : float or None
        When an electrode first reached the solubility [s]; None where none did.
    charge_C_per_m2 : float
        Charge plated, less what was stripped again [C/m2].
    salt_error : float
        Largest change of the salt in the cell, over what is in it [1].
    extrapolated : bool
        Whether the concentration left the range in which the properties are known.
    steps, rejected : int
        Steps in time, and those repeated with a shorter one.
    """

    time_s: FloatArray
    current_A_per_m2: FloatArray
    position_m: FloatArray
    concentration_mol_per_m3: FloatArray
    plating_mol_per_m3: FloatArray
    stripping_mol_per_m3: FloatArray
    voltage_V: FloatArray
    depleted_s: float | None
    saturated_s: float | None
    charge_C_per_m2: float
    salt_error: float
    extrapolated: bool
    steps: int
    rejected: int


def simulate(
    electrolyte: SaltElectrolyte,
    concentration_mol_per_m3: float,
    thickness_m: float,
    program: Sequence[Segment],
    *,
    cells: int = 200,
    tolerance: float = 1e-6,
    step_s: float | None = None,
    contact_resistance_ohm_m2: float = 0.0,
    on_step: Callable[[float], None] | None = None,
) -> Transient:
    """Run a current program until its end, or until an electrode has run out of salt.

    Parameters
    ----------
    electrolyte : SaltElectrolyte
        Properties.
    concentration_mol_per_m3, thickness_m : float
        Mean salt concentration [mol/m3], distance of the electrodes [m].
    program : sequence of Segment
        Currents and times.
    cells : int
        Volumes.
    tolerance : float
        Largest error of a step, over the mean concentration [1].
    step_s : float or None
        A fixed time step instead of one that follows the error [s].
    contact_resistance_ohm_m2 : float
        Of both contacts together [ohm m2].
    on_step : callable or None
        Told the time after each step [s].

    Raises
    ------
    InputError
        If a number has no meaning.
    NoConvergenceError
        If a fixed time step is too long, or no step is short enough.

    Examples
    --------
    >>> from davylamp.dendrites.depletion.electrolyte import constant_electrolyte
    >>> run = simulate(
    ...     constant_electrolyte(1e-11, 0.2), 1000.0, 100e-6, constant_program(48.2427, 100.0)
    ... )
    >>> round(run.depleted_s, 1)
    49.2
    """
    _check(concentration_mol_per_m3, thickness_m, program, cells, tolerance, step_s)
    if concentration_mol_per_m3 > electrolyte.highest_mol_per_m3:
        raise InputError(
            f"salt concentration {concentration_mol_per_m3:g} mol/m3 is above "
            f"{electrolyte.highest_mol_per_m3:g} mol/m3, the most that {electrolyte.name} holds",
            remedy="give the concentration of the dissolved salt",
        )
    strongest = max(abs(segment.current_A_per_m2) for segment in program)
    volumes = volumes_of(electrolyte, concentration_mol_per_m3, thickness_m, cells, strongest)
    run = Run(volumes, tolerance, contact_resistance_ohm_m2, step_s, on_step)
    for segment in program:
        if run.hold(segment):
            break
    return _result(run, concentration_mol_per_m3 * thickness_m)


def concentrated_depletion_time(
    electrolyte: SaltElectrolyte,
    concentration_mol_per_m3: float,
    thickness_m: float,
    current_A_per_m2: float,
    *,
    cells: int = 200,
    tolerance: float = 1e-6,
) -> float:
    """Return when the plating electrode has run out of salt under a constant current [s].

    Infinity where it has not within twelve times the diffusion time of the layer.
    """
    slowest = float(
        np.min(electrolyte.diffusivity(np.linspace(0.0, 2.0, 9) * concentration_mol_per_m3))
    )
    longest = _SETTLED * thickness_m**2 / slowest
    run = simulate(
        electrolyte, concentration_mol_per_m3, thickness_m,
        constant_program(current_A_per_m2, longest), cells=cells, tolerance=tolerance,
    )  # fmt: skip
    return math.inf if run.depleted_s is None else run.depleted_s


def _result(run: Run, salt_mol_per_m2: float) -> Transient:
    profiles, walls = np.array(run.profiles), np.array(run.walls)
    contents = profiles @ run.volumes.width_m
    electrolyte = run.volumes.electrolyte
    currents = np.array(run.currents)
    voltage = run.volumes.voltage(profiles, walls, currents)
    over = np.flatnonzero(walls.max(axis=1) >= electrolyte.highest_mol_per_m3)
    lowest = 0.0 if run.depleted_s is not None else float(walls.min())
    return Transient(
        time_s=np.array(run.times),
        current_A_per_m2=currents,
        position_m=run.volumes.centre_m,
        concentration_mol_per_m3=profiles,
        plating_mol_per_m3=walls[:, 0],
        stripping_mol_per_m3=walls[:, 1],
        voltage_V=voltage + currents * run.contact_ohm_m2,
        depleted_s=run.depleted_s,
        saturated_s=float(run.times[over[0]]) if len(over) else None,
        charge_C_per_m2=run.charge,
        salt_error=float(np.max(np.abs(contents - salt_mol_per_m2)) / salt_mol_per_m2),
        extrapolated=not electrolyte.knows(lowest, float(walls.max())),
        steps=len(run.times) - 1,
        rejected=run.rejected,
    )


def _check(
    concentration: float,
    thickness: float,
    program: Sequence[Segment],
    cells: int,
    tolerance: float,
    step_s: float | None,
) -> None:
    for title, value, unit in (
        ("salt concentration", concentration, "mol/m3"),
        ("thickness", thickness, "m"),
        ("tolerance", tolerance, "1"),
        ("time step", step_s, "s"),
    ):
        if value is not None and not (math.isfinite(value) and value > 0.0):
            raise InputError(
                f"{title} {value:g} {unit} is not above zero", remedy=f"give a positive {title}"
            )
    if cells < 4:
        raise InputError(f"{cells} volumes are too few", remedy="ask for at least 4")
    if not program:
        raise InputError("the current program is empty", remedy="give a current and a time")
