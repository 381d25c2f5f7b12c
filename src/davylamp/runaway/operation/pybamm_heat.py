"""Electrochemical heat from PyBaMM: a model with a liquid electrolyte or the user's own.

Its 'Total heating' is reckoned from the open-circuit voltage at the surface of the particles, so
that what diffusion inside them loses is missing (half of all loss at 1C in ORegan2022). Here the
balance of Bernardi is drawn with the open-circuit voltage of the bulk: nothing is lost.
"""

from __future__ import annotations

import importlib
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np

from davylamp.core.errors import InputError, MissingDatumError, UnreadableFileError
from davylamp.runaway.program import Program

__all__ = ["PybammHeat", "heat_of_solution", "pybamm_heat"]

_MODELS: Final = ("SPM", "SPMe", "DFN")
_REST: Final = "Bulk open-circuit voltage [V]"
_REVERSIBLE: Final = "Reversible heating [W]"
_PARTS: Final = {
    "ohmic": "Ohmic heating [W]",
    "reaction": "Irreversible electrochemical heating [W]",
}
_INSTALL: Final = 'pip install "davylamp[pybamm]"'
#: More knots than this a program does not need.
_MOST_KNOTS: Final = 400


@dataclass(frozen=True, slots=True)
class PybammHeat:
    """Heat of a cell over time, as PyBaMM computes it.

    Parameters
    ----------
    time_s, heat_W : tuple of float
        Heat of the whole cell [s, W].
    parts_W : mapping of str to tuple of float
        ``ohmic``, ``reaction``, ``diffusion`` (what else the voltage loses), ``entropic`` [W].
    current_A, voltage_V, temperature_K : tuple of float
        Of PyBaMM's cell, the current positive on discharge.
    capacity_C : float or None
        Nominal capacity of PyBaMM's cell [C].
    model, parameters : str
        What was solved.
    version : str
        Of PyBaMM.
    notes : tuple of str
        What a reader must know.
    """

    time_s: tuple[float, ...]
    heat_W: tuple[float, ...]
    parts_W: Mapping[str, tuple[float, ...]]
    current_A: tuple[float, ...]
    voltage_V: tuple[float, ...]
    temperature_K: tuple[float, ...]
    capacity_C: float | None
    model: str
    parameters: str
    version: str
    notes: tuple[str, ...] = ()

    @property
    def energy_J(self) -> float:
        """Heat over the whole time [J]."""
        return float(np.trapezoid(self.heat_W, self.time_s))

    def program(self, capacity_C: float | None = None) -> Program:
        """Return the power to feed to a simulation; it is zero when the current has ended.

        Parameters
        ----------
        capacity_C : float, optional
            Capacity of the body that it heats [C]: the heat is scaled to it at equal rate.

        Raises
        ------
        MissingDatumError
            If it is to be scaled and PyBaMM's cell has no nominal capacity.
        """
        scale = 1.0
        if capacity_C is not None:
            if not self.capacity_C:
                raise MissingDatumError(
                    "PyBaMM's cell has no nominal capacity to scale its heat by",
                    remedy="leave the capacity out, or set 'Nominal cell capacity [A.h]'",
                )
            if not capacity_C > 0.0:
                raise InputError(f"capacity {capacity_C!r} C is not positive")
            scale = capacity_C / self.capacity_C
        time, heat = list(self.time_s), [scale * value for value in self.heat_W]
        return Program((*time, time[-1]), (*heat, 0.0))


def pybamm_heat(
    parameters: str | Path,
    *,
    c_rate_per_h: float = 1.0,
    charge: bool = False,
    state_of_charge: float | None = None,
    duration_s: float | None = None,
    temperature_K: float | None = None,
    model: str = "SPMe",
) -> PybammHeat:
    """Solve a constant current with PyBaMM and return its heat over time.

    The cell keeps one temperature in PyBaMM; the temperature that follows from the heat is the
    task of the simulation that takes it.

    Parameters
    ----------
    parameters : str or Path
        Name of a parameter set, such as ``ORegan2022``, or a BPX file (ending ``.json``).
    c_rate_per_h : float
        Current over the nominal capacity [1/h].
    charge : bool
        Whether the current charges the cell.
    state_of_charge : float, optional
        At the start, 0 to 1; full for a discharge and empty for a charge by default.
    duration_s : float, optional
        One full charge at this rate by default; the run ends earlier at a voltage limit [s].
    temperature_K : float, optional
        Temperature [K]; that of the parameters by default.
    model : str
        ``SPM``, ``SPMe`` or ``DFN``.

    Raises
    ------
    MissingDatumError
        If PyBaMM, or what it needs to read BPX, is not installed.
    InputError
        If the model, the parameter set or a number is not known.
    UnreadableFileError
        If the BPX file cannot be read.

    References
    ----------
    Sulzer et al. 2021, Python Battery Mathematical Modelling, 10.5334/jors.309.
    """
    if model not in _MODELS:
        raise InputError(f"model {model!r}", remedy=f"one of {', '.join(_MODELS)}")
    if not (np.isfinite(c_rate_per_h) and c_rate_per_h > 0.0):
        raise InputError(f"rate {c_rate_per_h!r} is not positive")
    pybamm = _import("pybamm")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        values = _parameters(pybamm, parameters)
    if temperature_K is not None:
        for name in ("Ambient temperature [K]", "Initial temperature [K]"):
            values.update({name: temperature_K})
    sign = -1.0 if charge else 1.0
    soc = (0.0 if charge else 1.0) if state_of_charge is None else state_of_charge
    if not 0.0 <= soc <= 1.0:
        raise InputError(f"a state of charge of {soc:g} is not between 0 and 1")
    options = {"calculate heat source for isothermal models": "true"}
    built = getattr(pybamm.lithium_ion, model)(options)
    simulation = pybamm.Simulation(built, parameter_values=values, C_rate=sign * c_rate_per_h)
    duration = 3600.0 / c_rate_per_h if duration_s is None else duration_s
    try:
        with _silent():
            solution = simulation.solve([0.0, duration], initial_soc=soc)
    except pybamm.SolverError as error:
        first = str(error).splitlines()[0]
        raise InputError(
            f"PyBaMM cannot solve {model} with {parameters} at {sign * c_rate_per_h:g}C: {first}",
            remedy="lower the rate, or begin from another state of charge",
        ) from None
    capacity = 3600.0 * float(values["Nominal cell capacity [A.h]"])
    heat = heat_of_solution(
        solution, capacity_C=capacity, model=model, parameters=str(Path(parameters).name)
    )
    # What BPX says about the file; that a library uses another in an old way is not of interest.
    told = dict.fromkeys(
        " ".join(str(item.message).split()).rstrip(".")
        for item in said
        if item.category is UserWarning
    )
    return replace(heat, notes=(*heat.notes, *told))


def heat_of_solution(
    solution: Any,
    *,
    capacity_C: float | None = None,
    model: str = "own model",
    parameters: str = "own parameters",
) -> PybammHeat:
    """Return the heat of a PyBaMM solution of the user's own.

    Raises
    ------
    MissingDatumError
        If the model did not compute its heat.
    """
    wanted = ("Current [A]", "Voltage [V]", "Volume-averaged cell temperature [K]", _REST)
    try:
        current, voltage, temperature, rest = (_entries(solution, name) for name in wanted)
        parts = {key: _entries(solution, name) for key, name in _PARTS.items()}
        entropic = _entries(solution, _REVERSIBLE)
    except KeyError as error:
        raise MissingDatumError(
            f"the solution of PyBaMM has no {error.args[0] if error.args else 'heat'}",
            remedy="solve a lithium-ion model (SPM, SPMe or DFN) that computes its heat",
        ) from None
    if not any(np.any(values) for values in parts.values()) and np.any(current):
        raise MissingDatumError(
            "the model of PyBaMM computes no heat: it is zero throughout",
            remedy="set the option 'calculate heat source for isothermal models': 'true'",
        )
    lost = current * (rest - voltage)
    parts["diffusion"] = lost - parts["ohmic"] - parts["reaction"]
    parts["entropic"] = entropic
    heat = lost + entropic
    time = np.asarray(solution.t, dtype=np.float64)
    keep = _thinned(len(time))
    return PybammHeat(
        _tuple(time[keep]),
        _tuple(heat[keep]),
        {key: _tuple(values[keep]) for key, values in parts.items()},
        _tuple(current[keep]),
        _tuple(voltage[keep]),
        _tuple(temperature[keep]),
        capacity_C,
        model,
        parameters,
        str(getattr(_import("pybamm"), "__version__", "unknown")),
        (
            "electrochemistry of PyBaMM's parameter set, which is of a cell with liquid "
            "electrolyte unless you made your own",
        ),
    )


def _entries(solution: Any, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.asarray(solution[name].entries, dtype=np.float64)


def _thinned(number: int) -> slice | np.ndarray[Any, np.dtype[np.int64]]:
    if number <= _MOST_KNOTS:
        return slice(None)
    return np.unique(np.linspace(0, number - 1, _MOST_KNOTS).round().astype(np.int64))


def _tuple(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _parameters(pybamm: ModuleType, parameters: str | Path) -> Any:
    text = str(parameters)
    if not text.endswith(".json"):
        try:
            return pybamm.ParameterValues(text)
        except ValueError as error:
            words = " ".join(str(error).split())
            raise InputError(f"PyBaMM: {words}") from None
    path = Path(parameters)
    if not path.is_file():
        raise UnreadableFileError(f"{path}: no such file", remedy="check the path")
    bpx = _import("bpx")
    try:
        return pybamm.ParameterValues.create_from_bpx(path)
    except (ValueError, KeyError, TypeError) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        version = getattr(bpx, "__version__", "")
        raise UnreadableFileError(
            f"{path}: not a BPX file that bpx {version} reads: {first}"
        ) from None


@contextmanager
def _silent() -> Iterator[None]:
    """Keep PyBaMM from asking about telemetry, and from sending any."""
    before = os.environ.get("PYBAMM_DISABLE_TELEMETRY")
    os.environ["PYBAMM_DISABLE_TELEMETRY"] = "true"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYBAMM_DISABLE_TELEMETRY"]
        else:
            os.environ["PYBAMM_DISABLE_TELEMETRY"] = before


def _import(name: str) -> ModuleType:
    try:
        with _silent():
            return importlib.import_module(name)
    except ImportError as error:
        missing = getattr(error, "name", None) or name
        raise MissingDatumError(
            f"{missing} is not installed, so that PyBaMM gives no heat",
            remedy=f"install it: {'pip install bpx' if missing == 'bpx' else _INSTALL}",
        ) from None
