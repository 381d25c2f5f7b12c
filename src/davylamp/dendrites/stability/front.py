"""Stability of the plating front of a cell: a rating of its materials, no limit of its current."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.composition import ATOMIC_MASS_G_PER_MOL
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Unknown
from davylamp.core.parameter import Parameter
from davylamp.core.units import convert_unit
from davylamp.dendrites.mechanism import Draws, NotApplicable, Role, Undecided
from davylamp.dendrites.stability.critical import Side, critical_modulus_ratio, growth_edge
from davylamp.dendrites.stability.electrode import Electrode
from davylamp.dendrites.stability.electrolyte_numbers import (
    ElectrolyteNumbers,
    electrolyte_numbers,
    lithium_numbers,
    volume_ratio,
)
from davylamp.dendrites.stability.isotropic import reduced_slope_Pa
from davylamp.dendrites.subject import Subject
from davylamp.store.load import load_library
from davylamp.store.materials import Material

__all__ = ["Front", "front_mechanism", "material_front"]

FloatArray = npt.NDArray[np.float64]

_ID: Final = "front"
_NAME: Final = "Front stability"
_GS, _NS, _V = "electrolyte_shear_modulus", "front_poisson_ratio", "volume_ratio"
_GE, _NE, _GAMMA = "lithium_shear_modulus", "lithium_poisson_ratio", "lithium_surface_energy"
_NAMES: Final = (_GS, _NS, _V, _GE, _NE, _GAMMA)
_NOTES: Final = (
    "A rating of the materials: elastic theory says whether ripples of a flat, flawless front "
    "grow, not at what current; 0 stands for growth at any current, no limit for none. "
    "Cells with unstable fronts run, and stable ones fail through flaws.",
    "A high shear modulus alone proves nothing: where ions take up less room than atoms, as in "
    "ceramics, it drives ripples on; where they take up more, as in polymers, it must be about "
    "twice that of lithium or higher.",
    "Left out: yield and creep of lithium, which flows at stresses far below those of this theory; "
    "anisotropy, grain boundaries, flaws, transport in the electrolyte and kinetics.",
)


@dataclass(frozen=True, slots=True)
class Front:
    """Whether ripples of the plating front grow; a `Mechanism`.

    Parameters
    ----------
    parameters : mapping of str to Parameter
        ``electrolyte_shear_modulus`` [Pa], ``front_poisson_ratio`` (of the electrolyte),
        ``volume_ratio``, ``lithium_shear_modulus`` [Pa], ``lithium_poisson_ratio`` and
        ``lithium_surface_energy`` [J/m2].
    molar_volume_m3_per_mol : float
        Of lithium [m3/mol].
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What is not known.
    """

    parameters: Mapping[str, Parameter]
    molar_volume_m3_per_mol: float
    notes: tuple[str, ...] = _NOTES
    unknown: tuple[Unknown, ...] = ()

    id: ClassVar[str] = _ID
    name: ClassVar[str] = _NAME
    role: ClassVar[Role] = Role.RATING

    def critical_current_A_per_m2(self, draws: Draws) -> FloatArray:
        """Return 0 where long ripples grow and infinity where none does, shape (n,) [A/m2].

        An unstable front has no current of its own: its ripples grow at any. NaN where a draw is no
        solid.
        """
        slope = self.reduced_slope_Pa(draws)
        return np.where(np.isnan(slope), np.nan, np.where(slope < 0.0, np.inf, 0.0))

    def failure_capacity_C_per_m2(self, draws: Draws, current_A_per_m2: float) -> FloatArray:
        """Return NaN where ripples grow, as linear theory gives no end, else infinity, (n,)."""
        critical = self.critical_current_A_per_m2(draws)
        return np.where(critical > current_A_per_m2, np.inf, np.nan)

    def critical_wavelength_m(self, draws: Draws) -> FloatArray:
        """Return the wavelength above which ripples grow, infinite where none does, (n,) [m]."""
        values = self._values(draws)
        curvature = 0.5 * (1.0 + values[_V]) * values[_GAMMA]
        slope = self.reduced_slope_Pa(draws)
        # The molar volume and the charge of the ion stand in both parts and cancel.
        return np.where(np.isnan(slope), np.nan, growth_edge(slope, curvature)[1])

    def stable_share(self, draws: Draws) -> float:
        """Return the share of the draws in which no ripple grows.

        A draw without an answer does not count as stable.
        """
        return float(np.mean(self.reduced_slope_Pa(draws) < 0.0))

    def reduced_slope_Pa(self, draws: Draws) -> FloatArray:
        """Return the elastic part of chi over k and molar volume, shape (n,) [Pa]."""
        values = self._values(draws)
        good = np.ones_like(values[_GS], dtype=bool)
        for name in (_GS, _GE):
            good &= np.isfinite(values[name]) & (values[name] > 0.0)
        for name in (_NS, _NE):
            good &= (values[name] > -1.0) & (values[name] < 0.5)
        good &= np.isfinite(values[_V]) & (values[_V] >= 0.0)
        result = np.full(good.shape, np.nan)
        used = {name: value[good] for name, value in values.items()}
        result[good] = reduced_slope_Pa(used[_GS], used[_NS], used[_V], used[_GE], used[_NE])
        return result

    def words(self) -> str:
        """Return the answer at the medians in a sentence."""
        medians = {name: self.parameters[name].quantile([0.5]) for name in _NAMES}
        gs, ns, v, ge, ne, gamma = (float(medians[name][0]) for name in _NAMES)
        edge = critical_modulus_ratio(v, ns, Electrode(ge, ne, self.molar_volume_m3_per_mol, gamma))
        length = float(self.critical_wavelength_m(medians)[0])
        ratio = f"shear modulus {gs / ge:.2g} times that of lithium, ion-to-atom volume {v:.2g}"
        need = {
            Side.BELOW: f"it would have to be below {edge.ratio:.2g} times",
            Side.ABOVE: f"it would have to be above {edge.ratio:.2g} times",
            Side.NONE: "no modulus would hold it",
        }[edge.stable]
        if np.isinf(length):
            return f"Stable at every wavelength: {ratio}."
        return f"Unstable: ripples longer than {1e9 * length:.2g} nm grow ({ratio}; {need})."

    def _values(self, draws: Draws) -> dict[str, FloatArray]:
        """Return the draws by name; what was not drawn is at its median."""
        size = max((np.size(value) for value in draws.values()), default=1)
        found = {}
        for name in _NAMES:
            value = draws.get(name)
            if value is None:
                value = self.parameters[name].quantile([0.5])
            found[name] = np.broadcast_to(np.asarray(value, dtype=np.float64), (size,))
        return found


def front_mechanism(subject: Subject) -> Front | NotApplicable | Undecided:
    """Return the mechanism for a cell, or why it has none.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.dendrites import subject_of
    >>> front = front_mechanism(subject_of(read_cell(example_path("garnet"))))
    >>> front.critical_current_A_per_m2({}).tolist()
    [0.0]
    """
    material = subject.material
    if not subject.plates_lithium:
        reason = f"charging puts lithium into {subject.cell.anode.material.id} and plates no metal"
        return NotApplicable(_ID, _NAME, reason)
    if material.family == "liquid":
        return NotApplicable(_ID, _NAME, f"{material.id} is a liquid and bears no shear")
    own = electrolyte_numbers(material)
    lithium = subject.cell.lithium or load_library()["Li"]
    metal, missing = lithium_numbers(lithium)
    if own.shear_modulus is None or missing:
        return Undecided(_ID, _NAME, (*own.unknown, *missing))
    ratio, ratio_unknown = volume_ratio(material)
    front = material_front(own, ratio, metal, lithium)
    notes = [front.words(), *_NOTES]
    if subject.layer.filler is not None:
        notes.append(f"Elastic constants of {material.id} alone, without its filler.")
    if subject.layer.porosity:
        notes.append("Elastic constants of the dense body: pores soften it.")
    return Front(
        front.parameters,
        front.molar_volume_m3_per_mol,
        tuple(notes),
        (*own.unknown, *ratio_unknown),
    )


def material_front(
    own: ElectrolyteNumbers, ratio: Parameter, metal: Mapping[str, Parameter], lithium: Material
) -> Front:
    """Return the front of lithium on an electrolyte whose numbers are known.

    Parameters
    ----------
    own : ElectrolyteNumbers
        Of the electrolyte.
    ratio : Parameter
        Molar volume of its lithium ions over that of lithium.
    metal : mapping of str to Parameter
        Of lithium, see `lithium_numbers`.
    lithium : Material
        Gives the molar volume.

    Raises
    ------
    MissingDatumError
        If the shear modulus or a number of lithium is missing.
    """
    if own.shear_modulus is None:
        raise MissingDatumError("the shear modulus of the electrolyte is not known")
    parameters = {_GS: own.shear_modulus, _NS: own.poisson_ratio, _V: ratio, **metal}
    if missing := [name for name in _NAMES if name not in parameters]:
        raise MissingDatumError(f"not known: {', '.join(missing).replace('_', ' ')}")
    return Front(parameters, _molar_volume_m3_per_mol(lithium))


def _molar_volume_m3_per_mol(lithium: Material) -> float:
    density = lithium.get("density")
    if density is None:
        raise MissingDatumError("the store has no density for lithium")
    per_m3 = convert_unit(density.value, density.unit, "kg/m3")
    return 1e-3 * ATOMIC_MASS_G_PER_MOL["Li"] / per_m3
