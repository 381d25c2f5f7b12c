"""Gas of a high potential: of the cathode surface, polymers, hydrides and chlorides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from davylamp.cell.model import Cell
from davylamp.cell.potentials import cathode_potential_range
from davylamp.core.composition import Composition
from davylamp.core.constants import FARADAY_C_PER_MOL, STANDARD_TEMPERATURE_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.core.parameter import Distribution, Parameter
from davylamp.gas.source import Basis, GasSource, When
from davylamp.gas.sources._ledger import Flow, amount_of, closed, ledger, rest_of, split_gas
from davylamp.gas.sources.moisture import unknown_source
from davylamp.runaway.inventory import Inventory, Portion
from davylamp.store.load import load_library
from davylamp.store.user import UserPhase

__all__ = ["OVERCHARGE_SHARE", "OVERCHARGE_VOLTAGE", "powder_area_m2", "voltage_sources"]

#: Charge beyond full, and voltage over the upper limit, of the overcharge test of GB 38031-2025.
OVERCHARGE_SHARE: Final = 0.15
OVERCHARGE_VOLTAGE: Final = 1.1
_STANDARD: Final = "gb38031_2025"
#: Oxides with at least this share of nickel among the metals stand for one another.
_NICKEL_RICH: Final = 0.8
#: Potential of the stored amounts per area [V against Li/Li+].
_EVOLVED_V: Final = 4.4
_DEMS: Final = "online mass spectrometry (DEMS, OEMS) of the cell while it is charged"
_WORDS: Final = {"H2": "H2", "O2": "O2", "CO2": "CO2", "Cl2": "Cl2"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Potentials at the cathode [V against Li/Li+]: in use and in an overcharge test."""

    use_V: float
    over_V: float
    kind: Kind

    def moment(self, onset_V: float) -> When | None:
        """Return when an onset is passed: in use, on overcharge, or never."""
        if onset_V <= self.use_V + 1e-9:
            return When.USING
        return When.FAILING if onset_V <= self.over_V + 1e-9 else None


def voltage_sources(
    cell: Cell,
    stock: Inventory,
    *,
    own: tuple[UserPhase, ...] = (),
    capacity_Ah: float | None = None,
) -> tuple[GasSource, ...]:
    """Return the gas that the potential of the cathode makes, in use and on overcharge.

    Overcharge is that of the test of GB 38031-2025: 1.1 times the upper voltage limit of the cell,
    15 % of its capacity beyond full.

    Parameters
    ----------
    cell : Cell
        The cell.
    stock : Inventory
        What it is made of when charged.
    own : tuple of UserPhase
        Phases of the user's own.
    capacity_Ah : float, optional
        Capacity of what the inventory refers to [Ah].
    """
    span = cathode_potential_range(cell)
    if span is None:
        return (
            GasSource(
                id="voltage",
                title="gas of a high potential",
                when=When.USING,
                basis=Basis.CEILING,
                amounts={},
                unknown=(
                    Unknown(
                        "the potential of the cathode against Li/Li+, and so the gas of it",
                        "give the average voltage of the anode material",
                    ),
                ),
            ),
        )
    anode_V = span.high_V - cell.operation.voltage_max_V
    place = _Place(
        span.high_V, anode_V + OVERCHARGE_VOLTAGE * cell.operation.voltage_max_V, span.kind
    )
    found = [*_surface(cell, stock, place), *_electrolytes(cell, stock, place, own)]
    found.extend(_lattice(stock))
    if capacity_Ah is None:
        return tuple(found)
    from dataclasses import replace

    return tuple(replace(item, per_capacity_Ah=capacity_Ah) for item in found)


def powder_area_m2(mass_kg: float, density_kg_per_m3: float, diameter_m: float) -> float:
    """Return the surface of equal spheres, ``6 m / (rho d)`` [m2]: a lower bound for a powder.

    Examples
    --------
    >>> round(powder_area_m2(1e-3, 4700.0, 5e-6), 3)
    0.255
    """
    return 6.0 * mass_kg / (density_kg_per_m3 * diameter_m)


def _surface(cell: Cell, stock: Inventory, place: _Place) -> Iterator[GasSource]:
    """Yield oxygen and carbon dioxide of the surface of the cathode."""
    portion = stock.at("cathode.active")
    if portion is None or portion.material is None:
        return
    material = portion.material
    area, missing = _area(cell, portion)
    evolved = list(material.all("gas_evolved"))
    similar = False
    if not evolved and _nickel_rich(portion):
        evolved = [datum for other in load_library().values() for datum in other.all("gas_evolved")]
        similar = bool(evolved)
    if evolved:
        yield _evolved(portion, evolved, similar, area, missing, place)
    for datum in material.all("gas_onset_potential"):
        yield _onset_only(portion, datum, place)
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
                    _DEMS,
                ),
            ),
        )


def _evolved(
    portion: Portion,
    evolved: list[Datum],
    similar: bool,
    area_m2: float | None,
    missing: Unknown | None,
    place: _Place,
) -> GasSource:
    values = sorted(datum.value for datum in evolved)
    low, high = values[0], values[-1]
    centre = values[len(values) // 2]
    name = portion.name
    when = When.USING if place.use_V >= _EVOLVED_V - 1e-9 else When.FAILING
    keys = tuple(dict.fromkeys(datum.source for datum in evolved))
    notes = [
        "all gas measured is counted as CO2: what share of it is O2 or CO is not stored",
        "surface of smooth spheres: a rough powder has more, so that this is a lower bound",
    ]
    if similar:
        notes.append(
            f"not measured on {name}: five nickel-rich layered oxides gave {low:g} to {high:g} "
            "umol/m2 at 4.4 V"
        )
    unknown = [Unknown(f"how the gas of {name} shares into CO2, O2 and CO", _DEMS)]
    amounts: dict[str, Parameter] = {}
    if area_m2 is None:
        assert missing is not None
        unknown.insert(0, missing)
    else:
        spread = Distribution()
        if high > low:
            spread = Distribution("uniform", low=1e-6 * low * area_m2, high=1e-6 * high * area_m2)
        amounts["CO2"] = Parameter(
            1e-6 * centre * area_m2, "mol", Kind.ESTIMATED, keys, distribution=spread
        )
    return GasSource(
        id="voltage-cathode-surface",
        title=f"gas from the surface of {name} charged to {_EVOLVED_V:g} V",
        when=when,
        basis=Basis.EXPECTED,
        amounts=amounts,
        kind=Kind.ESTIMATED if amounts else Kind.UNKNOWN,
        temperature_K=STANDARD_TEMPERATURE_K,
        onset_V=None,
        per_mass_kg=portion.mass_kg,
        sources=keys,
        notes=tuple(notes),
        unknown=tuple(unknown),
    )


def _onset_only(portion: Portion, datum: Datum, place: _Place) -> GasSource:
    """Return a source of which only the onset is known."""
    gas = datum.conditions.partition(",")[0].removeprefix("gas:").strip()
    species = _WORDS.get(gas, "gas")
    moment = place.moment(datum.value)
    bound = "not seen up to" if datum.bound == ">" else "from"
    where = "in use" if moment is When.USING else "on overcharge"
    note = (
        f"{species} {bound} {datum.value:g} V against Li/Li+; the cathode goes to "
        f"{place.use_V:.2f} V in use and {place.over_V:.2f} V in an overcharge test"
    )
    unknown: tuple[Unknown, ...] = ()
    if moment is not None:
        unknown = (Unknown(f"how much {species} {portion.name} gives off {where}", _DEMS),)
    return GasSource(
        id=f"voltage-{portion.field}-{species}",
        title=f"{species} of {portion.name} from {datum.value:g} V on",
        when=moment or When.FAILING,
        basis=Basis.MEASURED,
        amounts={},
        kind=Kind.UNKNOWN if moment is not None else datum.kind,
        onset_V=datum.value,
        per_mass_kg=portion.mass_kg,
        sources=(datum.source,),
        notes=(note, datum.conditions),
        unknown=unknown,
    )


def _electrolytes(
    cell: Cell, stock: Inventory, place: _Place, own: tuple[UserPhase, ...]
) -> Iterator[GasSource]:
    """Yield the gas of electrolytes that see the potential of the cathode."""
    last = f"electrolyte.{len(cell.electrolyte) - 1}"
    for portion in stock.portions:
        if portion.field not in ("cathode.catholyte", last) or portion.material is None:
            continue
        data = portion.material.all("gas_onset_potential")
        hydride = portion.material.family == "hydride"
        for datum in data:
            if hydride and place.moment(datum.value) is not None:
                yield _hydride(portion, datum, place)
            else:
                yield _onset_only(portion, datum, place)
        if portion.composition is not None and "Cl" in portion.composition:
            found = _chlorine(portion, stock, place, own)
            if found is not None:
                yield found


def _hydride(portion: Portion, datum: Datum, place: _Place) -> GasSource:
    """Return hydrogen of a hydride beyond its limit: at most all that it holds."""
    assert portion.composition is not None
    moles = portion.amount_mol or 0.0
    gases = {"H2": 0.5 * portion.composition.get("H", 0.0) * moles}
    consumed: list[Flow] = [(portion.composition, moles)]
    return GasSource(
        id=f"voltage-{portion.field}-H2",
        title=f"H2 of {portion.name} oxidised from {datum.value:g} V on",
        when=place.moment(datum.value) or When.FAILING,
        basis=Basis.CEILING,
        amounts={"H2": amount_of(gases["H2"], weakest([datum.kind, Kind.ESTIMATED]),
                                 (datum.source,))},
        kind=weakest([datum.kind, Kind.ESTIMATED]),
        temperature_K=STANDARD_TEMPERATURE_K,
        onset_V=datum.value,
        consumed_mol=ledger(consumed),
        left_mol=ledger(rest_of(consumed, gases)),
        per_mass_kg=portion.mass_kg,
        sources=(datum.source,),
        notes=("all hydrogen of the portion that touches the cathode: no more can form",),
        unknown=(Unknown(f"how much of {portion.name} is oxidised, and how fast", _DEMS),),
    )  # fmt: skip


def _chlorine(
    portion: Portion, stock: Inventory, place: _Place, own: tuple[UserPhase, ...]
) -> GasSource | None:
    """Return chlorine that equilibrium sets free at the potential of an overcharge."""
    from davylamp.thermo import Conditions, equilibrium

    assert portion.composition is not None
    title = f"Cl2 of {portion.name} ({portion.field}) beyond its oxidation limit"
    conditions = Conditions("safety", STANDARD_TEMPERATURE_K, user_phases=own)
    when = When.FAILING
    try:
        answer = equilibrium(portion.composition, conditions, voltage_V=min(place.over_V, 10.0))
        in_use = equilibrium(portion.composition, conditions, voltage_V=place.use_V)
    except DavylampError as error:
        return unknown_source(
            f"voltage-{portion.field}-Cl2", title, when, error, _DEMS, portion.mass_kg
        )
    used = next((gas.amount_mol for gas in in_use.gases if gas.name == "Cl2"), 0.0)
    made = next((gas.amount_mol for gas in answer.gases if gas.name == "Cl2"), 0.0)
    if made <= 0.0:
        return None
    limit = portion.material.get("oxidation_potential") if portion.material is not None else None
    if used > 0.0 and (limit is None or limit.value <= place.use_V):
        when = When.USING
    # Two electrons for each molecule, and no more than the charger passes.
    most = OVERCHARGE_SHARE * stock.capacity_C / (2.0 * FARADAY_C_PER_MOL)
    moles = min(portion.amount_mol or 0.0, most / made)
    consumed: list[Flow] = [(portion.composition, moles)]
    lithium = -answer.taken_mol.get("Li", 0.0) * moles
    rows = [(p.name, p.composition, p.amount_mol * moles, p.is_gas) for p in answer.phases]
    if lithium > 0.0:
        rows.append(("Li", Composition.parse("Li"), lithium, False))
    exact = closed(consumed, [(c, n) for _, c, n, _ in rows])
    gases, left, _ = split_gas(
        [(n, c, amount, g) for (n, c, _, g), amount in zip(rows, exact, strict=True)]
    )
    kind = weakest([answer.kind, Kind.COMPUTED, place.kind])
    return GasSource(
        id=f"voltage-{portion.field}-Cl2",
        title=title,
        when=when,
        basis=Basis.CEILING,
        amounts={name: amount_of(n, kind, (_STANDARD,)) for name, n in gases.items()},
        kind=kind,
        temperature_K=STANDARD_TEMPERATURE_K,
        onset_V=None if limit is None else limit.value,
        consumed_mol=ledger(consumed),
        left_mol=ledger(left),
        per_mass_kg=portion.mass_kg,
        sources=(_STANDARD,) if limit is None else (_STANDARD, limit.source),
        notes=(
            f"equilibrium with lithium held at {place.over_V:.2f} V, and no more than half a mole "
            f"per mole of electrons of an overcharge by {100 * OVERCHARGE_SHARE:.0f} %",
        ),
        unknown=(Unknown(f"how much of the charge sets chlorine free from {portion.name}", _DEMS),),
    )


def _lattice(stock: Inventory) -> Iterator[GasSource]:
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
        amounts={"O2": amount_of(moles, Kind.ESTIMATED, (_STANDARD,))},
        kind=Kind.ESTIMATED,
        temperature_K=STANDARD_TEMPERATURE_K,
        consumed_mol=ledger(consumed),
        left_mol=ledger(left),
        per_mass_kg=portion.mass_kg,
        sources=(_STANDARD,),
        notes=(
            f"if all charge beyond full oxidised oxygen: {1e3 * per_Ah:.3g} mmol per Ah, here of "
            f"an overcharge by {100 * OVERCHARGE_SHARE:.0f} % of the capacity",
        ),
        unknown=(
            Unknown(
                f"how much of the charge takes oxygen out of {portion.name} rather than lithium",
                _DEMS,
            ),
        ),
    )


def _area(cell: Cell, portion: Portion) -> tuple[float | None, Unknown | None]:
    diameter = cell.cathode.particle_diameter_m
    density = None if portion.material is None else portion.material.get("density")
    if diameter is None or density is None:
        lacking = "cathode.particle_diameter" if diameter is None else "the density"
        return None, Unknown(
            f"the surface of the powder of {portion.name}: {lacking} is not given",
            "measure it by gas adsorption (BET), or give the diameter of the particles",
        )
    return powder_area_m2(portion.mass_kg, 1e3 * density.value, diameter), None


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
