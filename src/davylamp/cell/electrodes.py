"""Mass, thickness and capacity of the cathode, the electrolyte and the collectors, per area."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from davylamp.cell.figures import Figure, absent, combine, design, from_property
from davylamp.cell.layers import Collector, CompositeCathode, ElectrolyteLayer
from davylamp.cell.model import Cell
from davylamp.cell.potentials import lithium_window
from davylamp.core.composition import ATOMIC_MASS_G_PER_MOL, Composition
from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind
from davylamp.store.materials import Material

__all__ = [
    "ElectrodeFigures",
    "cathode_figures",
    "collector_mass",
    "collector_thickness",
    "density",
    "layer_mass",
    "specific_capacity",
    "specific_capacity_of_curve",
]

AREAL_MASS: Final = ("kg/m2", "mg/cm2")
AREAL_CAPACITY: Final = ("C/m2", "mAh/cm2")
LENGTH: Final = ("m", "um")
SPECIFIC_CAPACITY: Final = ("C/kg", "mAh/g")
DENSITY: Final = ("kg/m3", "g/cm3")
SHARE: Final = ("1", "%")
_LITHIUM_KG_PER_MOL: Final = ATOMIC_MASS_G_PER_MOL["Li"] / 1000.0


@dataclass(frozen=True, slots=True)
class ElectrodeFigures:
    """Figures of one electrode per area, without its collector.

    Parameters
    ----------
    capacity : Figure
        Areal capacity [C/m2].
    active_mass, mass : Figure
        Areal mass of the active material and of all [kg/m2].
    thickness : Figure
        Thickness as assembled [m].
    porosity : Figure
        Pore share of the volume.
    notes : tuple of str
        What a reader must know.
    """

    capacity: Figure
    active_mass: Figure
    mass: Figure
    thickness: Figure
    porosity: Figure
    notes: tuple[str, ...] = ()


def density(material: Material) -> Figure:
    """Return the density of the dense material [kg/m3]."""
    return from_property(material, "density", *DENSITY)


def specific_capacity(cell: Cell) -> Figure:
    """Return the specific capacity of the cathode material [C/kg].

    The stored practical value if there is one, otherwise that of the open-circuit curve.
    """
    material = cell.cathode.active.material
    stored = from_property(material, "specific_capacity", *SPECIFIC_CAPACITY)
    return stored if stored.value is not None else specific_capacity_of_curve(cell) or stored


def specific_capacity_of_curve(cell: Cell) -> Figure | None:
    """Return the specific capacity between the voltage limits [C/kg] by Faraday's law.

    None where the lithium content at the limits or the host formula is not known.
    """
    material = cell.cathode.active.material
    if not material.host_formula:
        return None
    try:
        charged, discharged, kinds, _ = lithium_window(cell)
    except (MissingDatumError, OutsideValidityError):
        return None
    host = Composition.parse(material.host_formula).mass_g_per_mol / 1000.0
    molar = host + discharged * _LITHIUM_KG_PER_MOL
    value = (discharged - charged) * FARADAY_C_PER_MOL / molar
    basis = f"Faraday's law, x from {discharged:.3g} to {charged:.3g}"
    sources = (material.ocv_datum.source,) if material.ocv_datum is not None else ()
    return Figure(value, *SPECIFIC_CAPACITY, kinds, sources, basis=basis)


def cathode_figures(cell: Cell) -> ElectrodeFigures:
    """Return the figures of the cathode from its loading, or from thickness and porosity."""
    cathode = cell.cathode
    solids = _solids_density(cathode)
    share = _active_share(cathode)
    specific = specific_capacity(cell)
    loading = cathode.loading
    notes: list[str] = []
    if loading is not None and loading.mass_kg_per_m2 is not None:
        active = design(loading.mass_kg_per_m2, *AREAL_MASS)
    elif loading is not None and loading.capacity_C_per_m2 is not None:
        areal = design(loading.capacity_C_per_m2, *AREAL_CAPACITY)
        active = combine(
            lambda q, c: q / c, *AREAL_MASS, areal, specific, basis="loading / specific capacity"
        )
    else:
        active = combine(
            lambda t, p, rho, w: t * (1.0 - p) * rho * w,
            *AREAL_MASS,
            given(cathode.thickness_m, "cathode.thickness", *LENGTH),
            given(cathode.porosity, "cathode.porosity (or cathode.loading)", *SHARE),
            solids,
            share,
            basis="thickness x (1 - porosity) x density x share",
        )
    if loading is not None and loading.capacity_C_per_m2 is not None:
        capacity = replace(
            design(loading.capacity_C_per_m2, *AREAL_CAPACITY), kinds=(Kind.ASSUMED,)
        )
    else:
        capacity = combine(
            lambda m, c: m * c, *AREAL_CAPACITY, active, specific, basis="mass x specific capacity"
        )
    mass = combine(lambda m, w: m / w, *AREAL_MASS, active, share, basis="active mass / share")
    implied = _implied_porosity(cathode, mass, solids)
    if implied.value is not None and implied.value < 0.0:
        notes.append(
            f"the cathode does not fit its thickness: {mass} of solids need more than "
            f"{design(cathode.thickness_m or 0.0, *LENGTH)}"
        )
        implied = absent("a loading that fits the thickness of the cathode", *SHARE)
    porosity = implied
    if cathode.porosity is not None:
        porosity = design(cathode.porosity, *SHARE)
        if implied.value is not None and abs(implied.value - cathode.porosity) > 0.1:
            notes.append(
                f"loading and thickness of the cathode imply a porosity of {implied}, "
                f"not the {porosity} given"
            )
    if cathode.thickness_m is not None:
        thickness = design(cathode.thickness_m, *LENGTH)
    else:
        thickness = combine(
            lambda m, rho, p: m / (rho * (1.0 - p)),
            *LENGTH,
            mass,
            solids,
            given(cathode.porosity, "cathode.porosity (or cathode.thickness)", *SHARE),
            basis="mass / (density x (1 - porosity))",
        )
    return ElectrodeFigures(capacity, active, mass, thickness, porosity, tuple(notes))


def layer_mass(layer: ElectrolyteLayer) -> Figure:
    """Return the areal mass of an electrolyte layer [kg/m2]; dense unless a porosity is given."""
    parts = [part for part in (layer.filler, layer.binder) if part is not None]
    rest = 1.0 - sum(part.fraction for part in parts)
    densities = [density(layer.material), *(density(part.material) for part in parts)]
    weights = [rest, *(part.fraction for part in parts)]
    mixed = combine(
        lambda *rho: 1.0 / sum(w / r for w, r in zip(weights, rho, strict=True)),
        *DENSITY,
        *densities,
    )
    pores = design(layer.porosity or 0.0, *SHARE)
    if layer.porosity is None:
        pores = replace(pores, kinds=(Kind.ASSUMED,), basis="taken as dense")
    return combine(
        lambda t, rho, p: t * rho * (1.0 - p),
        *AREAL_MASS,
        design(layer.thickness_m, *LENGTH),
        mixed,
        pores,
        basis="thickness x density x (1 - porosity)",
    )


def collector_thickness(collector: Collector, field: str) -> Figure:
    """Return the thickness of the collector that belongs to one unit cell [m]."""
    foil = given(collector.thickness_m, f"{field}.thickness", *LENGTH)
    half = 0.5 if collector.double_sided else 1.0
    return combine(lambda t: half * t, *LENGTH, foil, basis="half of it" if half < 1.0 else "")


def collector_mass(collector: Collector, field: str) -> Figure:
    """Return the areal mass of the collector that belongs to one unit cell [kg/m2]."""
    return combine(
        lambda t, rho: t * rho,
        *AREAL_MASS,
        collector_thickness(collector, field),
        density(collector.material),
        basis="thickness x density",
    )


def _solids_density(cathode: CompositeCathode) -> Figure:
    shares = [part.fraction for part in cathode.parts.values()]
    densities = [density(part.material) for part in cathode.parts.values()]
    if cathode.fraction_basis == "volume":
        return combine(
            lambda *rho: sum(v * r for v, r in zip(shares, rho, strict=True)), *DENSITY, *densities
        )
    return combine(
        lambda *rho: 1.0 / sum(w / r for w, r in zip(shares, rho, strict=True)),
        *DENSITY,
        *densities,
    )


def _active_share(cathode: CompositeCathode) -> Figure:
    if cathode.fraction_basis != "volume" or len(cathode.parts) == 1:
        return design(cathode.active.fraction, *SHARE)
    own = design(cathode.active.fraction, *SHARE)
    return combine(
        lambda v, rho, mean: v * rho / mean,
        *SHARE,
        own,
        density(cathode.active.material),
        _solids_density(cathode),
        basis="volume share x density / mean density",
    )


def _implied_porosity(cathode: CompositeCathode, mass: Figure, solids: Figure) -> Figure:
    thickness = given(cathode.thickness_m, "cathode.porosity (or cathode.thickness)", *LENGTH)
    return combine(
        lambda m, rho, t: 1.0 - m / (rho * t),
        *SHARE,
        mass,
        solids,
        thickness,
        basis="1 - mass / (density x thickness)",
    )


def given(value: float | None, field: str, unit: str, show: str) -> Figure:
    return absent(field, unit, show) if value is None else design(value, unit, show)
