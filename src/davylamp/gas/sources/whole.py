"""Every source of gas of a cell: made, used, failing, and at the end of its life."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from davylamp.cell.model import Cell, Surroundings
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.mixture import AIR_CO2, ATMOSPHERE_PA
from davylamp.gas.source import Basis, GasSource, When
from davylamp.gas.sources._build import unknown_source
from davylamp.gas.sources.bounds import toxic_bounds
from davylamp.gas.sources.halides import halide_source
from davylamp.gas.sources.heating import heating_sources
from davylamp.gas.sources.moisture import moisture_source, water_ceiling_source
from davylamp.gas.sources.opened import opened_sources
from davylamp.gas.sources.organics import organic_sources
from davylamp.gas.sources.runs import HeatRuns
from davylamp.gas.sources.voltage import voltage_sources
from davylamp.materials import MoistAir, moist_air
from davylamp.runaway.inventory import Inventory, inventory
from davylamp.store.materials import Material
from davylamp.store.user import UserPhase

__all__ = ["ROOM_AIR_HUMIDITY", "gas_sources"]

#: Relative humidity of the room at 25 degC where a dead cell is opened; assumed.
ROOM_AIR_HUMIDITY: Final = 0.5
_ROLES: Final = ("electrolyte", "catholyte", "filler")
#: Toxic gases whose bound by elements is a source of its own; of the others see `toxic_bounds`.
_BOUNDED: Final = ("HF",)
_SETTLE: Final = "expose it to this air and analyse solid and gas"


def gas_sources(
    cell: Cell, *, own: tuple[UserPhase, ...] = (), runs: HeatRuns | None = None
) -> tuple[GasSource, ...]:
    """Return every source of gas of a cell.

    Parameters
    ----------
    cell : Cell
        The cell.
    own : tuple of UserPhase
        Phases of the user's own.
    runs : HeatRuns, optional
        Heat ceiling and tests that have been worked out already; what is missing is worked out
        here, which takes about half a second.

    Returns
    -------
    tuple of GasSource
        In the order of a cell's life. Amounts are those of the cell, or of one square metre of one
        unit cell where its area is not given; see `GasSource.per_mass_kg`. Several tell of the same
        gas in different ways, so they must not be added up blindly: of each moment the worst
        counts.

    Notes
    -----
    Where a model has no answer the source has no amounts, its kind is ``unknown``, and it says
    what would settle it.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> found = gas_sources(read_cell(example_path("garnet")), runs=HeatRuns(tests=()))
    >>> found[0].id
    'moisture-making-LLZTO'
    """
    try:
        stock = inventory(cell)
    except DavylampError as error:
        gap = unknown_source(
            "cell", "gas of the cell", When.FAILING, error, "give what is missing", None
        )
        return (gap,)
    capacity = stock.capacity_C / 3600.0
    return (
        *_moist(cell, stock, capacity),
        *voltage_sources(cell, stock, own=own, capacity_Ah=capacity),
        *heating_sources(cell, own=own, runs=runs, capacity_Ah=capacity),
        *organic_sources(stock, capacity_Ah=capacity),
        *toxic_bounds(stock, capacity_Ah=capacity, species=_BOUNDED),
        *_opened(stock, capacity),
        *opened_sources(stock, own=own, capacity_Ah=capacity),
    )


@dataclass(frozen=True, slots=True)
class _Solid:
    """One electrolyte with all its mass [kg]."""

    material: Material
    mass_kg: float
    kind: Kind


def _electrolytes(stock: Inventory) -> Iterator[_Solid]:
    """Yield every solid electrolyte of the cell, each once."""
    found: dict[str, _Solid] = {}
    for portion in stock.portions:
        if portion.role in _ROLES and portion.material is not None:
            before = found.get(portion.name, _Solid(portion.material, 0.0, portion.kind))
            found[portion.name] = _Solid(
                portion.material,
                before.mass_kg + portion.mass_kg,
                weakest([before.kind, portion.kind]),
            )
    yield from found.values()


def _weighed(source: GasSource, solid: _Solid) -> GasSource:
    """Return a source no better known than the mass that it belongs to."""
    amounts = {
        name: replace(item, kind=weakest([item.kind, solid.kind]))
        for name, item in source.amounts.items()
    }
    return replace(source, amounts=amounts, kind=weakest([source.kind, solid.kind]))


def _moist(cell: Cell, stock: Inventory, capacity_Ah: float) -> Iterator[GasSource]:
    """Yield the gas of each electrolyte in the air where the cell is made."""
    around = cell.surroundings
    for solid in _electrolytes(stock):
        name, mass = solid.material.id, solid.mass_kg
        ident = f"moisture-making-{name}"
        title = f"{name} with the air where the cell is made"
        if around is None or (around.dew_point_K is None and around.relative_humidity is None):
            yield _no_humidity(ident, title, around, mass)
            continue
        try:
            source = moisture_source(
                solid.material,
                mass,
                _air_of(around),
                carbon_dioxide_Pa=_carbon_dioxide(around),
                when=When.MAKING,
                ident=ident,
                capacity_Ah=capacity_Ah,
            )
            yield _weighed(replace(source, title=title), solid)
        except DavylampError as error:
            yield unknown_source(ident, title, When.MAKING, error, _SETTLE, mass)
        yield from _acid(solid, f"acid-making-{name}", capacity_Ah)


def _acid(solid: _Solid, ident: str, capacity_Ah: float) -> Iterator[GasSource]:
    """Yield the acid of a metal halide in moist air; nothing of other solids."""
    try:
        acid = halide_source(solid.material, solid.mass_kg, ident=ident, capacity_Ah=capacity_Ah)
    except DavylampError:
        # Without a formula the source of moisture has said so.
        return
    if acid is not None:
        yield _weighed(acid, solid)


def _opened(stock: Inventory, capacity_Ah: float) -> Iterator[GasSource]:
    """Yield the gas of each electrolyte in room air, and in water."""
    air = moist_air(STANDARD_TEMPERATURE_K, relative_humidity=ROOM_AIR_HUMIDITY)
    for solid in _electrolytes(stock):
        name, mass = solid.material.id, solid.mass_kg
        ident = f"moisture-opened-{name}"
        title = (
            f"{name} with room air of {100.0 * ROOM_AIR_HUMIDITY:.0f} % humidity when the cell is "
            "opened"
        )
        try:
            source = moisture_source(
                solid.material,
                mass,
                air,
                carbon_dioxide_Pa=AIR_CO2 * air.total_Pa,
                when=When.END,
                ident=ident,
                capacity_Ah=capacity_Ah,
            )
            yield _weighed(replace(source, title=title), solid)
        except DavylampError as error:
            yield unknown_source(ident, title, When.END, error, _SETTLE, mass)
        try:
            wet = water_ceiling_source(
                solid.material, mass, ident=f"water-opened-{name}", capacity_Ah=capacity_Ah
            )
        except DavylampError:
            # Without a formula the source of room air has said so.
            continue
        if wet is not None:
            yield _weighed(wet, solid)


def _air_of(around: Surroundings) -> MoistAir:
    at_K = STANDARD_TEMPERATURE_K if around.temperature_K is None else around.temperature_K
    pressure = {} if around.pressure_Pa is None else {"total_Pa": around.pressure_Pa}
    if around.dew_point_K is not None:
        return moist_air(at_K, dew_point_K=around.dew_point_K, **pressure)
    return moist_air(at_K, relative_humidity=around.relative_humidity, **pressure)


def _carbon_dioxide(around: Surroundings) -> float | None:
    pressure = ATMOSPHERE_PA if around.pressure_Pa is None else around.pressure_Pa
    if around.co2_fraction is not None:
        return around.co2_fraction * pressure or None
    return AIR_CO2 * pressure if around.atmosphere in ("air", "dry room") else None


def _no_humidity(ident: str, title: str, around: Surroundings | None, mass_kg: float) -> GasSource:
    where = "the air where the cell is made" if around is None else around.atmosphere
    return GasSource(
        id=ident,
        title=title,
        when=When.MAKING,
        basis=Basis.CEILING,
        amounts={},
        kind=Kind.UNKNOWN,
        per_mass_kg=mass_kg,
        unknown=(
            Unknown(
                f"the humidity of {where}",
                "log the dew point, and give it in the cell file as surroundings.dew_point",
            ),
        ),
    )
