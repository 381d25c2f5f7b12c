"""Lithium in a surface flaw as a way through the electrolyte of a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Final

import numpy as np
import numpy.typing as npt

from davylamp.cell.potentials import anode_potential
from davylamp.core.composition import ATOMIC_MASS_G_PER_MOL
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.core.units import convert_unit
from davylamp.dendrites.filament.contact import contact_resistance, layer_conductivity
from davylamp.dendrites.filament.crossing import crossing_charge_C_per_m2
from davylamp.dendrites.filament.current import Seen, critical_current_A_per_m2
from davylamp.dendrites.filament.flaws import FlawDepth, flaw_depth
from davylamp.dendrites.filament.fracture import LITHIUM_M3_PER_MOL
from davylamp.dendrites.filament.toughness import layer_toughness
from davylamp.dendrites.mechanism import Draws, NotApplicable, Role, Undecided
from davylamp.dendrites.subject import Subject, stored_parameter
from davylamp.store.load import load_library

__all__ = ["Filament", "filament_mechanism", "lithium_molar_volume_m3_per_mol"]

FloatArray = npt.NDArray[np.float64]

_ID: Final = "filament"
_NAME: Final = "Filament in a flaw"
_TOUGH: Final = "fracture_toughness"
_NEEDED: Final = (
    _TOUGH, "flaw_depth", "interface_resistance", "conductivity", "layer_thickness", "area_factor",
)  # fmt: skip
#: Share of the mass from which filler, and no longer the polymer, may carry a crack; assumed.
_MOSTLY: Final = 0.5
#: Potential above lithium that polarisation of a contact or a hot spot hardly uses up [V]; assumed.
_ABOVE_V: Final = 0.5
_ELASTIC: Final = ("electrolyte_youngs_modulus", "electrolyte_poisson_ratio")
_NOTES: Final = (
    "The flaw sees the contact and the electrolyte beside it down to its tip; the current is even "
    "over the area, except for the factor of a host.",
    "Not counted: lithium that creeps out of the flaw, and stress across the flaw from housing or "
    "sintering (both raise the critical current); uneven contact, edges of the electrode and "
    "electrons in the electrolyte (all lower it).",
    "Stack pressure acts along the flaw and does not close it; it counts through the contact.",
)


@dataclass(frozen=True, slots=True)
class Filament:
    """Critical current of lithium in the largest flaw; a `Mechanism`.

    Parameters
    ----------
    parameters : mapping of str to Parameter
        ``fracture_toughness`` [Pa m^0.5], ``flaw_depth`` [m], ``interface_resistance`` [ohm m2],
        ``conductivity`` [S/m], ``layer_thickness`` [m], ``area_factor`` [1]; where known
        ``electrolyte_youngs_modulus`` [Pa] and ``electrolyte_poisson_ratio`` [1].
    flaw : FlawDepth
        Where the depth comes from.
    molar_volume_m3_per_mol : float
        Of lithium [m3/mol].
    seen : Seen
        Which resistance the flaw sees.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What is not known.
    """

    parameters: Mapping[str, Parameter]
    flaw: FlawDepth
    molar_volume_m3_per_mol: float = LITHIUM_M3_PER_MOL
    seen: Seen = Seen.CONTACT_AND_FLAW
    notes: tuple[str, ...] = _NOTES
    unknown: tuple[Unknown, ...] = ()

    id: ClassVar[str] = _ID
    name: ClassVar[str] = _NAME
    role: ClassVar[Role] = Role.LIMIT

    def critical_current_A_per_m2(self, draws: Draws) -> FloatArray:
        """Return the current density that cracks the largest flaw, shape (n,) [A/m2].

        Zero where the flaw is a hole, NaN where a draw is not physical.
        """
        values = self._values(draws, _NEEDED)
        result = np.full(values[_TOUGH].shape, np.nan)
        good = np.isfinite(values["interface_resistance"])
        good &= values["interface_resistance"] >= 0.0
        for name in _NEEDED:
            if name != "interface_resistance":
                good &= values[name] > 0.0
        used = {name: value[good] for name, value in values.items()}
        result[good] = critical_current_A_per_m2(
            used[_TOUGH],
            used["flaw_depth"],
            used["interface_resistance"],
            used["conductivity"],
            area_factor=used["area_factor"],
            layer_thickness_m=used["layer_thickness"],
            seen=self.seen,
            molar_volume_m3_per_mol=self.molar_volume_m3_per_mol,
        )
        return result

    def failure_capacity_C_per_m2(self, draws: Draws, current_A_per_m2: float) -> FloatArray:
        """Return the charge until a crack full of lithium has crossed the layer, (n,) [C/m2].

        An order of magnitude; infinity below the critical current, NaN without elastic constants.
        """
        critical = self.critical_current_A_per_m2(draws)
        result = np.where(np.isnan(critical), np.nan, np.inf)
        fails = critical <= current_A_per_m2
        if any(name not in self.parameters and name not in draws for name in _ELASTIC):
            return np.where(fails, np.where(critical > 0.0, np.nan, 0.0), result)
        values = self._values(draws, (*_NEEDED, *_ELASTIC))
        modulus, ratio = (values[name] for name in _ELASTIC)
        result = np.where(fails, np.nan, result)
        good = fails & (modulus > 0.0) & (ratio < 0.5)
        used = {name: value[good] for name, value in values.items()}
        result[good] = crossing_charge_C_per_m2(
            used[_TOUGH],
            used[_ELASTIC[0]],
            used[_ELASTIC[1]],
            used["flaw_depth"],
            used["layer_thickness"],
            area_factor=used["area_factor"],
            molar_volume_m3_per_mol=self.molar_volume_m3_per_mol,
        )
        return result

    def _values(self, draws: Draws, names: tuple[str, ...]) -> dict[str, FloatArray]:
        """Return the draws of the named parameters; one that was not drawn is at its median."""
        size = max((np.size(value) for value in draws.values()), default=1)
        found: dict[str, FloatArray] = {}
        for name in names:
            value = draws.get(name)
            if value is None:
                value = self.parameters[name].quantile([0.5])
            found[name] = np.broadcast_to(np.asarray(value, dtype=np.float64), (size,)).copy()
        return found


def filament_mechanism(subject: Subject) -> Filament | NotApplicable | Undecided:
    """Return the mechanism for a cell, or why it has none.

    Raises
    ------
    InputError
        If a value of the cell is not physical.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.dendrites import subject_of
    >>> filament = filament_mechanism(subject_of(read_cell(example_path("garnet"))))
    >>> sorted(filament.parameters)[:3]
    ['area_factor', 'conductivity', 'electrolyte_poisson_ratio']
    """
    material = subject.material
    if not subject.plates_lithium:
        return _without_metal(subject)
    toughness = layer_toughness(material, subject.layer.porosity, field=subject.field)
    filler = subject.layer.filler
    if toughness is None and material.family == "polymer":
        if (
            filler is not None
            and filler.fraction >= _MOSTLY
            and filler.material.family != "polymer"
        ):
            what = (
                f"fracture toughness of {material.id} with {100.0 * filler.fraction:g} % of "
                f"{filler.material.id}, which may crack"
            )
            return Undecided(_ID, _NAME, (Unknown(what, "bending of notched bars of the layer"),))
        reason = (
            f"{material.id} is a polymer: it yields around lithium instead of cracking, so it has "
            "no fracture toughness of a brittle solid"
        )
        return NotApplicable(_ID, _NAME, reason)
    conductivity = layer_conductivity(subject)
    missing: list[Unknown] = []
    if toughness is None:
        settle = "indentation of a dense body, or bending of notched bars"
        missing.append(Unknown(f"fracture toughness of {material.id}", settle))
    if conductivity is None:
        settle = "impedance of the layer itself between two lithium electrodes"
        missing.append(Unknown(f"ionic conductivity of the {material.id} layer", settle))
    if toughness is None or conductivity is None:
        return Undecided(_ID, _NAME, tuple(missing))
    contact, contact_unknown = contact_resistance(subject)
    flaw = flaw_depth(subject, toughness)
    elastic, elastic_unknown = _elastic(subject)
    parameters = {
        _TOUGH: toughness,
        "flaw_depth": flaw.parameter,
        "interface_resistance": contact,
        "conductivity": conductivity,
        "layer_thickness": exact(subject.layer.thickness_m, "m"),
        "area_factor": exact(subject.cell.anode.area_factor or 1.0, "1"),
        **elastic,
    }
    notes: tuple[str, ...] = _NOTES
    melting_K = _melting_K(subject)
    if melting_K is not None and subject.temperature_K >= melting_K:
        notes = (*notes, f"Lithium is molten above {melting_K:.0f} K: it flows out of a flaw.")
    if material.family == "polymer":
        notes = (*notes, "A polymer with a stored toughness: brittle fracture is taken as told.")
    if toughness.kind in (Kind.ESTIMATED, Kind.ASSUMED) and toughness.note:
        notes = (*notes, f"Toughness: {toughness.note}.")
    return Filament(
        parameters,
        flaw,
        molar_volume_m3_per_mol=lithium_molar_volume_m3_per_mol(subject),
        notes=notes,
        unknown=(*flaw.unknown, *contact_unknown, *elastic_unknown),
    )


def _without_metal(subject: Subject) -> NotApplicable | Undecided:
    """Return whether an anode that is no lithium metal may plate it all the same."""
    name = subject.cell.anode.material.id
    potential = anode_potential(subject.cell.anode)
    if potential is not None and potential.low_V >= _ABOVE_V:
        reason = (
            f"charging puts lithium into {name} and plates no metal; it does once the anode falls "
            "to 0 V against lithium, by overcharge, cold or haste"
        )
        return NotApplicable(_ID, _NAME, reason)
    where = "whose potential is not known"
    if potential is not None:
        where = f"which comes within {1e3 * potential.low_V:.0f} mV of lithium when charged"
    return Undecided(
        _ID,
        _NAME,
        (
            Unknown(
                f"whether lithium plates on {name}, {where}: it does at 0 V, by overcharge, cold "
                "or haste",
                "a lithium reference in the cell: the potential of the anode at the fastest charge "
                "and the lowest temperature",
            ),
        ),
    )


def lithium_molar_volume_m3_per_mol(subject: Subject) -> float:
    """Return the molar volume of lithium from its stored density [m3/mol]."""
    lithium = subject.cell.lithium or load_library()["Li"]
    density = lithium.get("density")
    if density is None:
        return LITHIUM_M3_PER_MOL
    per_m3 = convert_unit(density.value, density.unit, "kg/m3")
    return 1e-3 * ATOMIC_MASS_G_PER_MOL["Li"] / per_m3


def _melting_K(subject: Subject) -> float | None:
    datum = (subject.cell.lithium or load_library()["Li"]).get("melting_temperature")
    return None if datum is None else convert_unit(datum.value, datum.unit, "K")


def _elastic(subject: Subject) -> tuple[dict[str, Parameter], tuple[Unknown, ...]]:
    modulus = stored_parameter(subject.material, "youngs_modulus", "Pa")
    ratio = stored_parameter(subject.material, "poisson_ratio", "1")
    if modulus is None:
        what = f"charge for a filament to cross: Young's modulus of {subject.material.id}"
        return {}, (Unknown(what, "nanoindentation or ultrasound of a dense body"),)
    if ratio is None:
        # It enters as 1 - nu^2, between 0.84 and 0.99.
        ratio = Parameter(0.26, "1", note="0.1 to 0.4 is assumed, which moves the charge by 15 %")
    return {_ELASTIC[0]: modulus, _ELASTIC[1]: _bounded(ratio)}, ()


def _bounded(ratio: Parameter) -> Parameter:
    spread = ratio.distribution.spread if ratio.distribution.shape == "decades" else 0.1
    return replace(ratio, distribution=Distribution("decades", min(spread, 0.1), 0.05, 0.45))
