"""A salt dissolved in a polymer: what its transport depends on, as functions of concentration."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind

__all__ = ["SaltElectrolyte", "constant_electrolyte"]

FloatArray = npt.NDArray[np.float64]
Function = Callable[[FloatArray], FloatArray]
_Check = Callable[[FloatArray], npt.NDArray[np.bool_]]

#: Concentrations at which functions are tried [mol/m3].
_TRIED: Final = 65


@dataclass(frozen=True, slots=True)
class SaltElectrolyte:
    """A binary salt of two monovalent ions in a solvent or polymer, at one temperature.

    All functions take concentrations of at least 0, shape (n,) [mol/m3], and return (n,).

    Parameters
    ----------
    name : str
        Which.
    temperature_K : float
        Temperature for which the functions hold [K].
    diffusivity : callable
        Salt diffusivity, of the driving force of concentration [m2/s].
    transference_number : callable
        Of the cation against the solvent, ``t+0`` [1].
    conductivity : callable or None
        [S/m]; None when not known, which leaves the voltage unknown.
    thermodynamic_factor : callable or None
        ``1 + dln f/dln c`` of the mean molar activity coefficient [1]; None means that it is not
        known: an ideal solution is then assumed, which touches the voltage alone.
    salt_volume_m3_per_mol : float
        Partial molar volume of the salt, taken as constant; 0 neglects the motion of the solvent
        [m3/mol].
    highest_mol_per_m3 : float
        Solubility, or where the functions end [mol/m3]; infinity for neither.
    known_mol_per_m3 : (float, float)
        Range of concentration in which the functions were measured [mol/m3].
    kind : Kind
        Weakest evidence of what carries the salt.
    sources : tuple of str
        Bibliography keys.
    notes : tuple of str
        What a reader must know.

    Raises
    ------
    InputError
        If a function has no meaning somewhere; the message names it and the concentration.
    """

    name: str
    temperature_K: float
    diffusivity: Function
    transference_number: Function
    conductivity: Function | None = None
    thermodynamic_factor: Function | None = None
    salt_volume_m3_per_mol: float = 0.0
    highest_mol_per_m3: float = math.inf
    known_mol_per_m3: tuple[float, float] = (0.0, math.inf)
    kind: Kind = Kind.ASSUMED
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not (math.isfinite(self.temperature_K) and self.temperature_K > 0.0):
            raise InputError(f"temperature {self.temperature_K!r} K is not above zero")
        if not self.salt_volume_m3_per_mol >= 0.0:
            raise InputError(f"salt volume {self.salt_volume_m3_per_mol:g} m3/mol is below zero")
        if not self.highest_mol_per_m3 > 0.0:
            raise InputError(
                f"highest concentration {self.highest_mol_per_m3:g} mol/m3 is not above zero"
            )
        top = min(self.highest_mol_per_m3, 1e4)
        if self.salt_volume_m3_per_mol > 0.0:
            top = min(top, 0.99 / self.salt_volume_m3_per_mol)
        tried = np.linspace(0.0, top, _TRIED)
        remedy = "give values that hold over the whole range of concentration"
        checks: tuple[tuple[str, str, Function | None, _Check], ...] = (
            ("diffusivity", "m2/s", self.diffusivity, lambda v: v <= 0.0),
            ("transference number", "1", self.transference_number, lambda v: v > 1.0),
            ("conductivity", "S/m", self.conductivity, lambda v: v < 0.0),
            ("thermodynamic factor", "1", self.thermodynamic_factor, lambda v: v <= 0.0),
        )
        for title, unit, function, is_wrong in checks:
            if function is None:
                continue
            values = np.asarray(function(tried), dtype=np.float64)
            wrong = is_wrong(values) | ~np.isfinite(values)
            if np.any(wrong):
                at = int(np.argmax(wrong))
                raise InputError(
                    f"{title} of {self.name} is {values[at]:g} {unit} at {tried[at]:g} mol/m3",
                    remedy=remedy,
                )

    def anion_drive(self, concentration_mol_per_m3: FloatArray) -> FloatArray:
        """Return ``(1 - t+0)(1 - c V)``: the share of the current that salt must diffuse [1]."""
        share = 1.0 - self.transference_number(concentration_mol_per_m3)
        if self.salt_volume_m3_per_mol <= 0.0:
            return share
        return share * (1.0 - concentration_mol_per_m3 * self.salt_volume_m3_per_mol)

    def knows(self, low_mol_per_m3: float, high_mol_per_m3: float) -> bool:
        """Whether its functions were measured over a range of concentration [mol/m3]."""
        low, high = self.known_mol_per_m3
        return low <= low_mol_per_m3 and high_mol_per_m3 <= high


def constant_electrolyte(
    diffusivity_m2_per_s: float,
    transference_number: float,
    *,
    conductivity_S_per_m: float | None = None,
    thermodynamic_factor: float = 1.0,
    temperature_K: float = 298.15,
    salt_volume_m3_per_mol: float = 0.0,
    name: str = "constant properties",
) -> SaltElectrolyte:
    """Return an electrolyte whose properties do not depend on the concentration.

    Raises
    ------
    InputError
        If a number has no meaning.

    Examples
    --------
    >>> constant_electrolyte(1e-11, 0.2).diffusivity(np.array([500.0, 1500.0])).tolist()
    [1e-11, 1e-11]
    """
    for title, value, unit in (
        ("diffusivity", diffusivity_m2_per_s, "m2/s"),
        ("conductivity", conductivity_S_per_m, "S/m"),
        ("thermodynamic factor", thermodynamic_factor, "1"),
    ):
        if value is not None and not (math.isfinite(value) and value > 0.0):
            raise InputError(
                f"{title} {value:g} {unit} is not above zero", remedy=f"give a positive {title}"
            )
    if not transference_number <= 1.0:
        raise InputError(
            f"transference number {transference_number:g} is above one",
            remedy="give the share of the current that lithium carries: at most 1, below 0 where "
            "it moves in negative complexes",
        )

    def always(value: float) -> Function:
        return lambda concentration: np.full_like(concentration, value)

    return SaltElectrolyte(
        name,
        temperature_K,
        always(diffusivity_m2_per_s),
        always(transference_number),
        None if conductivity_S_per_m is None else always(conductivity_S_per_m),
        always(thermodynamic_factor),
        salt_volume_m3_per_mol,
    )
