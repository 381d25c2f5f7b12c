"""One body of one temperature over time."""

from __future__ import annotations

from davylamp.runaway.body import Body
from davylamp.runaway.lumped.case import (
    Case,
    make_programs,
    make_run,
    network_arrays,
    sample_heat,
)
from davylamp.runaway.lumped.checks import raise_for
from davylamp.runaway.lumped.exchange import Exchange
from davylamp.runaway.lumped.history import History, fields
from davylamp.runaway.program import Program

__all__ = ["simulate"]


def simulate(
    body: Body,
    *,
    start_K: float,
    duration_s: float,
    exchange: Exchange | None = None,
    surroundings_K: Program | float | None = None,
    power_W: Program | float | None = None,
    phi: float = 1.0,
    thresholds_K: tuple[float, ...] = (),
    rate_thresholds_K_per_s: tuple[float, ...] = (),
    stop_K: float | None = None,
    output_interval_s: float | None = None,
    tolerance: float = 1e-6,
) -> History:
    """Return temperature and conversions of a body over time.

    ``dh/dt = sum_r q_r dxi_r/dt + (G (T_s - T) + sigma A (T_s^4 - T^4) + P) / m`` with the
    specific enthalpy h of the body (and its holder), solved by the Rosenbrock method Rodas5P.

    Parameters
    ----------
    body : Body
        What is heated; each step of its network needs a rate.
    start_K : float
        Temperature at the start [K].
    duration_s : float
        End of the run [s].
    exchange : Exchange or None
        Exchange with the surroundings; None: adiabatic.
    surroundings_K : Program or float or None
        Temperature of the surroundings [K]; needed with an exchange.
    power_W : Program or float or None
        Power of a heater or of a current in the whole body [W].
    phi : float
        Heat capacity of the body with its holder over that of the body, at 298.15 K.
    thresholds_K : tuple of float
        Temperatures whose first crossing is asked for [K].
    rate_thresholds_K_per_s : tuple of float
        Heating rates whose first crossing is asked for [K/s].
    stop_K : float or None
        End the run when this temperature is reached [K].
    output_interval_s : float or None
        Interval of output [s]; None: where the integrator steps.
    tolerance : float
        Largest estimated error of a step, as conversion and as temperature over 100 K.

    Returns
    -------
    History
        Balanced to 1e-9 of the largest term of the energy.

    Raises
    ------
    InputError
        If an argument is out of range, or a step has no rate.
    NoConvergenceError
        If no solution is found, or the one found does not balance: where, and by how much.
    OutsideValidityError
        If the body gets hotter than its heat capacity is known for (5000 K).

    References
    ----------
    Steinebach 2023, 10.1007/s10543-023-00967-x (Rodas5P).

    Examples
    --------
    >>> from davylamp.runaway import Network
    >>> from davylamp.runaway.body import Body, constant_heat
    >>> block = Body("block", 0.1, 5e-5, (0.05, 0.05, 0.02), 9e-3, constant_heat(1000.0), None,
    ...              Network("inert", (), ()))
    >>> run = simulate(block, start_K=300.0, duration_s=1000.0,
    ...                exchange=Exchange(0.1), surroundings_K=400.0)
    >>> round(float(run.temperature_K[-1]), 4)  # 400 - 100 exp(-1)
    363.2121
    """
    return _simulate(
        body,
        start_K=start_K,
        duration_s=duration_s,
        exchange=exchange,
        surroundings_K=surroundings_K,
        power_W=power_W,
        phi=phi,
        thresholds_K=thresholds_K,
        rate_thresholds_K_per_s=rate_thresholds_K_per_s,
        stop_K=stop_K,
        output_interval_s=output_interval_s,
        tolerance=tolerance,
    )


def _simulate(
    body: Body,
    *,
    start_K: float,
    duration_s: float,
    exchange: Exchange | None = None,
    surroundings_K: Program | float | None = None,
    power_W: Program | float | None = None,
    phi: float = 1.0,
    thresholds_K: tuple[float, ...] = (),
    rate_thresholds_K_per_s: tuple[float, ...] = (),
    stop_K: float | None = None,
    output_interval_s: float | None = None,
    tolerance: float = 1e-6,
    fixed_step_s: float = 0.0,
) -> History:
    """As `simulate`; steps of one length on request, to observe the order of the integrator."""
    heat = sample_heat(body.heat_capacity, float(phi))
    run = make_run(
        body,
        heat,
        start_K=start_K,
        duration_s=duration_s,
        tolerance=tolerance,
        exchange=exchange,
        stop_K=stop_K,
        fixed_step_s=fixed_step_s,
    )
    case = Case(
        network_arrays(body.network), heat, run, make_programs(exchange, surroundings_K, power_W)
    )
    solution = case.solve(thresholds_K, rate_thresholds_K_per_s, record=True)
    raise_for(int(solution.status[0]), body, solution.summary[0])
    return History(
        **fields(
            body,
            case,
            solution,
            thresholds_K=thresholds_K,
            rate_thresholds_K_per_s=rate_thresholds_K_per_s,
            output_interval_s=output_interval_s,
            phi=phi,
        )
    )
