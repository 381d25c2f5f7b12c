"""What salt depletion reads of a cell: the salt, how it moves, and where it can go."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from davylamp.cell.own_values import is_own
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.dendrites.depletion.dilute import nernst_einstein_diffusivity
from davylamp.dendrites.depletion.electrolyte import SaltElectrolyte
from davylamp.dendrites.depletion.full_cell import CellResponse
from davylamp.dendrites.depletion.property_sets import SaltSet, salt_system
from davylamp.dendrites.depletion.salt_room import salt_behind, salt_share
from davylamp.dendrites.depletion.steady import limiting_ratio
from davylamp.dendrites.depletion.stored_electrolyte import stored_electrolyte
from davylamp.dendrites.subject import UNREPORTED_DECADES, Subject, stored_parameter
from davylamp.materials import ionic_conductivity
from davylamp.store.materials import Material

__all__ = ["FASTEST_M2_PER_S", "Missing", "SaltInputs", "salt_concentration", "salt_inputs"]

#: Above it nothing dissolved in a liquid or polymer diffuses; a unit is wrong [m2/s].
FASTEST_M2_PER_S: Final = 1e-7

_MEASURE_D: Final = (
    "restricted diffusion of the electrolyte between two lithium electrodes, at the salt "
    "concentration and temperature of the cell"
)
_MEASURE_T: Final = (
    "transference number by concentrated-solution methods, or the steady current of a "
    "lithium-polymer-lithium cell"
)
#: Standard uncertainty of a transference number that none reports.
_UNREPORTED_T: Final = 0.1
_CLOSEST_T: Final = 0.99
_LOWEST_T: Final = -3.0
#: Concentrations of the table of the ratio, over the one of the cell.
_TABLE: Final = (0.5, 0.7, 0.85, 1.0, 1.2, 1.5)
_WITHIN_K: Final = 15.0


@dataclass(frozen=True, slots=True)
class Missing:
    """What must be known first."""

    unknown: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class SaltInputs:
    """Everything that salt depletion needs of a cell; see `SaltDepletion`."""

    parameters: Mapping[str, Parameter]
    notes: tuple[str, ...]
    unknown: tuple[Unknown, ...]
    share: float
    ratio_at_mol_per_m3: tuple[float, ...]
    ratio: tuple[float, ...]
    response: CellResponse | None


def salt_inputs(subject: Subject, method: str | None) -> SaltInputs | Missing:
    """Return what salt depletion reads of a cell, or what is missing."""
    material, layer = subject.material, subject.layer
    c0 = salt_concentration(material, layer.salt_concentration_mol_per_m3)
    carried = _transport(subject, c0, method)
    lacking: list[Unknown] = []
    if c0 is None:
        lacking.append(
            Unknown(
                f"salt concentration of {material.id}",
                "weigh salt and polymer; give electrolyte.salt_concentration in the cell file",
            )
        )
    if isinstance(carried, Missing):
        lacking += carried.unknown
    if lacking or c0 is None or isinstance(carried, Missing):
        return Missing(tuple(lacking))
    share, unknown, filling = salt_share(subject)
    response, behind, behind_unknown = salt_behind(subject, share)
    parameters = {
        "diffusivity": carried.diffusivity,
        "transference_number": carried.transference,
        "salt_concentration": c0,
        "layer_thickness": exact(layer.thickness_m, "m", Kind.MEASURED, "given in the cell file"),
    }
    if not subject.plates_lithium:
        behind = (
            *behind,
            f"{subject.cell.anode.material.id} takes lithium in: salt depletes at it alike, and "
            "lithium is plated on it where it does",
        )
    general = (
        "the limiting current of the layer itself: a host with a larger surface does not raise it",
        "the capacity until depletion takes the properties as constant over the profile",
    )
    notes = (*carried.notes, *filling, *behind, *general)
    open_questions = (*carried.unknown, *unknown, *behind_unknown)
    return SaltInputs(parameters, notes, open_questions, share, carried.at, carried.ratio, response)


def salt_concentration(material: Material, given_mol_per_m3: float | None) -> Parameter | None:
    """Return the salt concentration of a layer; None when it cannot be told [mol/m3].

    What the user gave, or what formula and density of a polymer with salt make of it.
    """
    if given_mol_per_m3 is not None:
        return exact(given_mol_per_m3, "mol/m3", Kind.MEASURED, "given in the cell file")
    density = material.get("density")
    composition = material.composition
    if composition is None or density is None or material.family != "polymer":
        return None
    lithium = composition.get("Li", 0.0)
    if lithium <= 0.0:
        return None
    value = 1e6 * density.value * lithium / composition.mass_g_per_mol
    known = density.standard_uncertainty
    spread = UNREPORTED_DECADES if known is None else math.log10(math.e) * known / density.value
    return Parameter(
        value,
        "mol/m3",
        weakest([density.kind, Kind.ESTIMATED]),
        (density.source,),
        density.locator,
        Distribution("decades", spread),
        "from the formula and the density of the electrolyte",
    )


@dataclass(frozen=True, slots=True)
class _Transport:
    diffusivity: Parameter
    transference: Parameter
    at: tuple[float, ...] = (1.0,)
    ratio: tuple[float, ...] = (1.0,)
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()


def _transport(subject: Subject, c0: Parameter | None, method: str | None) -> _Transport | Missing:
    material = subject.material
    own = material.get("salt_diffusivity")
    if own is not None:
        return _of_material(subject)
    try:
        system = salt_system(material.id)
    except MissingDatumError:
        what = f"salt diffusivity of {material.id}"
        return Missing((Unknown(f"{what}{_estimate(subject, c0)}", _MEASURE_D),))
    at = 1000.0 if c0 is None else c0.value
    try:
        chosen = stored_electrolyte(material.id, method, subject.temperature_K)
    except OutsideValidityError as error:
        return Missing((Unknown(error.message, error.remedy or _MEASURE_D),))
    if at >= chosen.highest_mol_per_m3:
        what = (
            f"how much salt is dissolved in {material.id}: {1e-3 * at:.3g} mol/L is above the "
            f"{1e-3 * chosen.highest_mol_per_m3:.3g} mol/L that it holds"
        )
        return Missing((Unknown(what, "give the concentration of the dissolved salt"),))
    first = system.set(method)
    others = [
        stored_electrolyte(material.id, item.id, subject.temperature_K)
        for item in system.sets
        if item.id != first.id and not item.is_assumed
    ]
    found = _of_sets(chosen, others, at, _reported(first))
    share = material.get("transference_number")
    if share is None or not is_own(share):
        return found
    # The numbers of a set were fitted to one another: half of them cannot be exchanged.
    gap = Unknown(
        f"salt diffusivity that goes with your transference number of {material.id}, which is not "
        "used without it",
        "give salt_diffusivity beside transference_number, from the same study",
    )
    return replace(found, unknown=(*found.unknown, gap))


def _of_sets(
    chosen: SaltElectrolyte,
    others: list[SaltElectrolyte],
    at: float,
    reported: float | None,
) -> _Transport:
    c = np.array([at])
    diffusivity = float(chosen.diffusivity(c)[0])
    share = float(chosen.transference_number(c)[0])
    apart = [math.log10(float(other.diffusivity(c)[0]) / diffusivity) for other in others]
    spread = math.sqrt(sum(x * x for x in apart) / len(apart)) if apart else UNREPORTED_DECADES
    shares = [float(other.transference_number(c)[0]) - share for other in others]
    scatter = math.sqrt(sum(x * x for x in shares) / len(shares)) if shares else _UNREPORTED_T
    notes = [f"transport: {chosen.name}", *chosen.notes]
    if apart:
        notes.append(
            f"{len(others)} other sets of properties give {10 ** min(apart):.2g} to "
            f"{10 ** max(apart):.2g} times its diffusivity: that is its spread"
        )
    if not chosen.knows(at, at):
        notes.append(f"{at:.0f} mol/m3 is outside the concentrations of its measurement")
    table = tuple(at * step for step in _TABLE if at * step < chosen.highest_mol_per_m3)
    ratio = tuple(limiting_ratio(chosen, value) for value in table)
    here = float(np.interp(at, table, ratio))
    notes.append(
        f"properties that change with concentration make the limiting current {here:.2f} times "
        "that of constant ones"
    )
    return _Transport(
        Parameter(
            diffusivity, "m2/s", chosen.kind, chosen.sources, "",
            Distribution("decades", max(spread, UNREPORTED_DECADES)), chosen.name,
        ),
        Parameter(
            min(share, _CLOSEST_T), "1", chosen.kind, chosen.sources, "",
            Distribution("normal", max(scatter, reported or _UNREPORTED_T),
                low=_LOWEST_T, high=_CLOSEST_T),
            chosen.name,
        ),
        table,
        ratio,
        tuple(notes),
    )  # fmt: skip


def _reported(chosen: SaltSet) -> float | None:
    curve = chosen.curves.get("transference_number")
    return None if curve is None else curve.evidence.standard_uncertainty


def _of_material(subject: Subject) -> _Transport | Missing:
    material = subject.material
    diffusivity = stored_parameter(material, "salt_diffusivity", "m2/s")
    share = material.get("transference_number")
    if diffusivity is None:
        return Missing((Unknown(f"salt diffusivity of {material.id}", _MEASURE_D),))
    if diffusivity.value > FASTEST_M2_PER_S:
        told = f"{diffusivity.value:g} m2/s is faster than any salt, check its unit"
        return Missing((Unknown(f"salt diffusivity of {material.id}: {told}", _MEASURE_D),))
    if share is None:
        return Missing((Unknown(f"transference number of {material.id}", _MEASURE_T),))
    value = share.value if share.upper is None else 0.5 * (share.value + share.upper)
    if not value < 1.0:
        told = f"transference number of {material.id}: {value:g} "
        told += "is above one" if value > 1.0 else "would mean that no salt moves at all"
        return Missing((Unknown(told, _MEASURE_T),))
    datum = material.all("salt_diffusivity")[0]
    here = f"{subject.temperature_K - ZERO_CELSIUS_K:.0f} °C"
    what = f"salt diffusivity of {material.id} at {here}"
    notes: list[str] = []
    unknown: tuple[Unknown, ...] = ()
    if datum.temperature_K is None:
        notes.append(
            f"the salt diffusivity is that of a temperature that is not told, the cell is at {here}"
        )
        unknown = (Unknown(f"{what}: the temperature of the one used is not told", _MEASURE_D),)
    elif datum.temperature_K - subject.temperature_K > _WITHIN_K:
        # Salt is slower in the cold: the limit would come out too high.
        told = f"that of {datum.temperature_K - ZERO_CELSIUS_K:.0f} °C is too high for it"
        return Missing((Unknown(f"{what}: {told}", _MEASURE_D),))
    elif subject.temperature_K - datum.temperature_K > _WITHIN_K:
        notes.append(
            f"the salt diffusivity is that of {datum.temperature_K - ZERO_CELSIUS_K:.0f} °C, the "
            f"cell is at {here}"
        )
    known = share.standard_uncertainty
    transference = Parameter(
        min(value, _CLOSEST_T),
        "1",
        share.kind,
        (share.source,),
        share.locator,
        Distribution(
            "normal", _UNREPORTED_T if known is None else known, low=_LOWEST_T, high=_CLOSEST_T
        ),
        share.note,
    )
    return _Transport(diffusivity, transference, notes=tuple(notes), unknown=unknown)


def _estimate(subject: Subject, c0: Parameter | None) -> str:
    """Return in words what an ideal solution would give, where conductivity and t+ are known."""
    conductivity = ionic_conductivity(subject.material)
    share = subject.material.get("transference_number")
    if conductivity is None or share is None or c0 is None or not 0.0 < share.value < 1.0:
        return ""
    kappa = conductivity.at(subject.temperature_K)
    value = float(nernst_einstein_diffusivity(kappa, share.value, c0.value, subject.temperature_K))
    return f" (an ideal solution of its conductivity would have {value:.1e} m2/s)"
