"""Electronic leakage as a rating of the electrolyte of a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import BOLTZMANN_EV_PER_K, STANDARD_TEMPERATURE_K
from davylamp.core.evidence import Unknown
from davylamp.core.parameter import Parameter
from davylamp.dendrites.leakage.answer import CellLeakage, activation_energy_eV, cell_leakage
from davylamp.dendrites.leakage.rating import rated_current_A_per_m2
from davylamp.dendrites.mechanism import Draws, NotApplicable, Role, Undecided
from davylamp.dendrites.subject import Subject, stored_parameter
from davylamp.materials.electronic import LEAKAGE_RATINGS

__all__ = ["Leakage", "leakage_mechanism"]

FloatArray = npt.NDArray[np.float64]

_ID: Final = "leakage"
_NAME: Final = "Electronic leakage"
_SIGMA: Final = "electronic_conductivity"
_SETTLE: Final = "dc polarisation of your own sample between ion-blocking electrodes"
_NOTES: Final = (
    "A rating of Han et al. 2019 and no law: garnets that break it are in use.",
    "Only 1e-10 S/cm at 1 mA/cm2 and 1e-12 S/cm at 10 mA/cm2 are published; between them the line "
    "of the logarithms, above 1e-10 S/cm no statement, below 1e-12 S/cm 10 mA/cm2 as a bound.",
)


@dataclass(frozen=True, slots=True)
class Leakage:
    """Current density up to which the electronic conductivity meets the rating; a `Mechanism`.

    Parameters
    ----------
    parameters : mapping of str to Parameter
        ``electronic_conductivity`` [S/m].
    answer : CellLeakage
        Self-discharge and lithium inside at the cell's voltage.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What is not known.
    """

    parameters: Mapping[str, Parameter]
    answer: CellLeakage
    notes: tuple[str, ...] = _NOTES
    unknown: tuple[Unknown, ...] = ()

    id: ClassVar[str] = _ID
    name: ClassVar[str] = _NAME
    role: ClassVar[Role] = Role.RATING

    def critical_current_A_per_m2(self, draws: Draws) -> FloatArray:
        """Return the current density that the rating allows, shape (n,) [A/m2].

        NaN above 1e-10 S/cm, where the rating is missed at 1 mA/cm2 and says nothing below. At
        less than 1e-12 S/cm 10 mA/cm2, as more is not rated.
        """
        drawn = draws.get(_SIGMA)
        size = max((np.size(value) for value in draws.values()), default=1)
        if drawn is None:
            drawn = self.parameters[_SIGMA].quantile([0.5])
        sigma = np.broadcast_to(np.asarray(drawn, dtype=np.float64), (size,))
        highest, strictest = LEAKAGE_RATINGS[-1]
        result = np.full(size, np.nan)
        good = sigma > 0.0
        result[good] = rated_current_A_per_m2(sigma[good])
        return np.where(good & (sigma < strictest), highest, result)

    def failure_capacity_C_per_m2(self, draws: Draws, current_A_per_m2: float) -> FloatArray:
        """Return infinity where the rating is met, else NaN as it tells no charge, (n,) [C/m2]."""
        critical = self.critical_current_A_per_m2(draws)
        return np.where(critical > current_A_per_m2, np.inf, np.nan)


def leakage_mechanism(subject: Subject) -> Leakage | NotApplicable | Undecided:
    """Return the rating for a cell, or why it has none.

    Raises
    ------
    InputError
        If a value of the cell is not physical.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.dendrites import subject_of
    >>> leakage_mechanism(subject_of(read_cell(example_path("garnet")))).role.value
    'rating'
    """
    if not subject.plates_lithium:
        reason = (
            f"as long as the anode of {subject.cell.anode.material.id} stays above 0 V against "
            "lithium, no place in the electrolyte is below: electrons discharge the cell but "
            "deposit no metal"
        )
        return NotApplicable(_ID, _NAME, reason)
    answer = cell_leakage(subject)
    sigma = stored_parameter(subject.material, _SIGMA, "S/m")
    if sigma is None:
        what = f"electronic conductivity of {subject.material.id}"
        bound = subject.material.get(_SIGMA)
        if bound is not None:
            what += f": only a bound of {bound.bound}{bound.value:g} S/cm is stored"
        return Undecided(_ID, _NAME, (Unknown(what, _SETTLE),))
    energy = activation_energy_eV(subject.material)
    if energy is not None:
        measured_K = answer.layers[0].measured[0].temperature_K or STANDARD_TEMPERATURE_K
        turn = energy / BOLTZMANN_EV_PER_K
        factor = float(np.exp(-turn * (1.0 / subject.temperature_K - 1.0 / measured_K)))
        sigma = replace(sigma, value=sigma.value * factor)
    notes: tuple[str, ...] = _NOTES
    if sigma.value >= LEAKAGE_RATINGS[0][1]:
        share = f"{0.01 * sigma.value:.2g} S/cm misses the rating at 1 mA/cm2"
        notes = (*notes, f"{subject.material.id} with {share}.")
    return Leakage({_SIGMA: sigma}, answer, notes, answer.unknown)
