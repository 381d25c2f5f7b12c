"""Gas of the cathode itself: of its surface at high potential, of its lattice on overcharge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from davylamp.cell.model import Cell
from davylamp.core.composition import Composition
from davylamp.core.constants import FARADAY_C_PER_MOL, STANDARD_TEMPERATURE_K
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.core.parameter import Distribution, Parameter
from davylamp.gas.source import Basis, GasSource, When, kind_of
from davylamp.gas.sources._ledger import Flow, amount_of, ledger, rest_of
from davylamp.gas.sources._place import (
    DEMS,
    OVERCHARGE_SHARE,
    OVERCHARGE_SOURCE,
    Group,
    Place,
    onset_only,
)
from davylamp.runaway.inventory import Inventory, Portion
from davylamp.store.load import load_library

__all__ = ["lattice_sources", "powder_area_m2", "surface_sources"]

#: Oxides with at least this share of nickel among the metals stand for one another.
_NICKEL_RICH: Final = 0.8
#: Potential of the stored amounts per area [V against Li/Li+].
_EVOLVED_V: Final = 4.4


def powder_area_m2(mass_kg: float, density_kg_per_m3: float, diameter_m: float) -> float:
    """Return the surface of equal spheres, ``6 m / (rho d)`` [m2]: a lower bound for a powder.

    Examples
    --------
    >>> round(powder_area_m2(1e-3, 4700.0, 5e-6), 3)
    0.255
    """
    return 6.0 * mass_kg / (density_kg_per_m3 * diameter_m)


def surface_sources(cell: Cell, stock: Inventory, place: Place) -> Iterator[GasSource]:
    """Yield oxygen and carbon dioxide of the surface of the cathode."""
    portion = stock.at("cathode.active")
    if portion is None or portion.material is None:
        return
    material = portion.material
    surface = _surface_of(cell, portion)
    evolved = list(material.all("gas_evolved"))
    similar = False
    if not evolved and _nickel_rich(portion):
        evolved = [datum for other in load_library().values() for datum in other.all("gas_evolved")]
        similar = bool(evolved)
    if evolved:
        yield _evolved(portion, evolved, similar, surface, place)
    for datum in material.all("gas_onset_potential"):
        yield onset_only(Group((portion,)), datum, place)
    if not evolved and not material.all("gas_onset_potential"):
        yield GasSource(
            id="voltage-cathode",
            title=f"gas from the surface of {material.id}",
            when=When.USING,
            basis=Basis.EXPECTED,
            amounts={},
            unknown=(
                Unknown(
                    f"from which potential on {material.id} gives off gas, and how much per area",
                    DEMS,
                ),
            ),
        )


def _evolved(
    portion: Portion,
    evolved: list[Datum],
    similar: bool,
    surface: _Surface,
    place: Place,
) -> GasSource:
    values = sorted(datum.value for datum in evolved)
    low, high = values[0], values[-1]
    centre = values[len(values) // 2]
    name = portion.name
    when = place.moment(_EVOLVED_V)
    keys = tuple(dict.fromkeys(datum.source for datum in evolved))
    notes = ["all gas measured is counted as CO2: what share of it is O2 or CO is not stored"]
    if surface.note:
        notes.append(surface.note)
    if similar:
        notes.append(
            f"not measured on {name}: five nickel-rich layered oxides gave {low:g} to {high:g} "
            "umol/m2 at 4.4 V"
        )
    if when is None:
        notes.append(f"the cathode goes to {place.over_V:.2f} V at most: this is more than it sees")
    amounts: dict[str, Parameter] = {}
    if surface.area_m2 is not None:
        factor = 1e-6 * surface.area_m2
        spread = Distribution()
        if high > low:
            spread = Distribution("uniform", low=factor * low, high=factor * high)
        # The split is not known, and the oxides of other metals stand in where it was not measured.
        kind = weakest([Kind.ESTIMATED, surface.kind])
        amounts["CO2"] = Parameter(
            factor * centre, "mol", kind, (*keys, *surface.sources), distribution=spread
        )
    unknown = (*surface.unknown, *_gaps(name, place, amounts.get("CO2")))
    return GasSource(
        id="voltage-cathode-surface",
        title=f"gas from the surface of {name} charged to {_EVOLVED_V:g} V",
        when=when or When.FAILING,
        basis=Basis.EXPECTED,
        amounts=amounts,
        kind=kind_of(amounts),
        temperature_K=STANDARD_TEMPERATURE_K,
        onset_V=None,
        per_mass_kg=portion.mass_kg,
        sources=(*keys, *surface.sources),
        notes=tuple(notes),
        unknown=unknown,
    )


def _gaps(name: str, place: Place, amount: Parameter | None) -> Iterator[Unknown]:
    """Yield what an amount at one potential leaves open."""
    most = "" if amount is None else f": of toxic CO no more than {amount.quantile(1.0):.2g} mol"
    yield Unknown(f"how the gas of {name} shares into CO2, O2 and CO{most}", DEMS)
    if place.use_V < _EVOLVED_V - 1e-9:
        yield Unknown(
            f"how much gas {name} gives off in use, at {place.use_V:.2f} V: measured at "
            f"{_EVOLVED_V:g} V only",
            DEMS,
        )
    elif place.use_V > _EVOLVED_V + 1e-9:
        yield Unknown(
            f"how much more gas {name} gives off at the {place.use_V:.2f} V of its use than at "
            f"{_EVOLVED_V:g} V",
            DEMS,
        )
    if place.over_V > _EVOLVED_V + 1e-9:
        yield Unknown(
            f"how much more gas {name} gives off between {_EVOLVED_V:g} V and the "
            f"{place.over_V:.2f} V of an overcharge test",
            DEMS,
        )


def lattice_sources(stock: Inventory) -> Iterator[GasSource]:
    """Yield oxygen that the charge of an overcharge can take out of a layered oxide."""
    portion = stock.at("cathode.active")
    if portion is None or portion.material is None or portion.composition is None:
        return
    if portion.material.family != "layered oxide" or not portion.amount_mol:
        return
    electrons = OVERCHARGE_SHARE * stock.capacity_C / FARADAY_C_PER_MOL
    oxygen, lithium = (
        portion.composition.get(element, 0.0) * portion.amount_mol for element in ("O", "Li")
    )
    # Four electrons and four lithium for each O2, which is Li2O taken apart twice.
    moles = min(0.25 * electrons, 0.5 * oxygen, 0.25 * lithium)
    if not moles > 0.0:
        return
    consumed: list[Flow] = [(portion.composition, portion.amount_mol)]
    gases = {"O2": moles}
    plated = 4.0 * moles
    rest = rest_of(consumed, gases)
    trimmed = {**rest[0][0], "Li": max(rest[0][0].get("Li", 0.0) - plated, 0.0)}
    left: list[Flow] = [(Composition.parse("Li"), plated), (Composition(trimmed), 1.0)]
    per_Ah = 3600.0 / (4.0 * FARADAY_C_PER_MOL)
    yield GasSource(
        id="voltage-cathode-lattice",
        title=f"oxygen out of {portion.name} on overcharge",
        when=When.FAILING,
        basis=Basis.CEILING,
        amounts={"O2": amount_of(moles, Kind.ESTIMATED, (OVERCHARGE_SOURCE,))},
        kind=Kind.ESTIMATED,
        temperature_K=STANDARD_TEMPERATURE_K,
        consumed_mol=ledger(consumed),
        left_mol=ledger(left),
        per_mass_kg=portion.mass_kg,
        sources=(OVERCHARGE_SOURCE,),
        notes=(
            f"if all charge beyond full oxidised oxygen: {1e3 * per_Ah:.3g} mmol per Ah, here of "
            f"an overcharge by {100 * OVERCHARGE_SHARE:.0f} % of the capacity; a charger that goes "
            "on makes more",
        ),
        unknown=(
            Unknown(
                f"how much of the charge takes oxygen out of {portion.name} rather than lithium",
                DEMS,
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Surface:
    """Surface of a powder [m2] with evidence; the area is None where it is not known."""

    area_m2: float | None
    kind: Kind
    note: str = ""
    sources: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()


def _surface_of(cell: Cell, portion: Portion) -> _Surface:
    """Return the surface by gas adsorption, else that of equal spheres."""
    material, diameter = portion.material, cell.cathode.particle_diameter_m
    measured = None if material is None else material.get("surface_area")
    if measured is not None:
        note = f"surface of the powder: {measured.value:g} {measured.unit}"
        area = 1e3 * portion.mass_kg * measured.value
        return _Surface(area, measured.kind, note, (measured.source,))
    density = None if material is None else material.get("density")
    if diameter is None or density is None:
        lacking = "cathode.particle_diameter" if diameter is None else "the density"
        gap = Unknown(
            f"the surface of the powder of {portion.name}: {lacking} is not given",
            "measure it by gas adsorption (BET), or give the diameter of the particles",
        )
        return _Surface(None, Kind.UNKNOWN, "", (), (gap,))
    area = powder_area_m2(portion.mass_kg, 1e3 * density.value, diameter)
    note = "surface of smooth spheres: a rough powder has more, so that this is a lower bound"
    gap = Unknown(
        f"how much more surface the powder of {portion.name} has than smooth spheres, and so how "
        "much more gas it gives",
        "measure it by gas adsorption (BET), after cycling too, and give surface_area",
    )
    return _Surface(area, Kind.ESTIMATED, note, (), (gap,))


def _nickel_rich(portion: Portion) -> bool:
    composition = portion.composition
    if composition is None or portion.material is None:
        return False
    metals = sum(n for el, n in composition.items() if el not in ("Li", "O"))
    return (
        portion.material.family == "layered oxide"
        and metals > 0.0
        and composition.get("Ni", 0.0) / metals >= _NICKEL_RICH - 1e-9
    )
