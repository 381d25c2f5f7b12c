"""Printing of ``davylamp exhaust``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from davylamp.cli.output import (
    print_facts,
    print_notes,
    print_table,
    print_unknown,
    sources_note,
)
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.dossier.numbers import number, quantity

if TYPE_CHECKING:
    from davylamp.cli.exhaust_cell import CellExhaust
    from davylamp.core.evidence import Unknown
    from davylamp.gas.exhaust import Column, FuelTreatment, Treatment, Wash

__all__ = ["show_exhausts", "show_treatment"]

#: Diameter below which nobody packs a column [m].
_SMALL_M: Final = 0.05


def show_exhausts(listed: Sequence[CellExhaust], gaps: Sequence[Unknown]) -> None:
    """Print one line for each exhaust of a cell."""
    facts = [(item.source.id, "; ".join(_line(item))) for item in listed]
    if facts:
        print_facts("Exhaust by source", facts)
    else:
        print_notes(("No source of gas of this cell has an amount that is known.",))
    print_unknown(gaps)
    print_notes(
        (
            "Several sources tell of the same gas in different ways: do not add them up.",
            "A column needs the flow: where it is not known, give --duration, and --flow for air.",
            "davylamp exhaust ... --source ID tells all of one.",
        )
    )


def _mass(value_kg: float) -> str:
    """Return a mass in a unit that suits its size."""
    if value_kg < 1e-3:
        return quantity(1e6 * value_kg, "mg")
    if value_kg < 1.0:
        return quantity(1e3 * value_kg, "g")
    return quantity(value_kg, "kg")


def _line(item: CellExhaust) -> Iterator[str]:
    treated = item.treatment
    yield f"{item.source.when.value}, {item.source.basis.value}"
    if treated.duration_s is None:
        yield "duration unknown, so flow unknown"
    else:
        flow = 3600.0 * treated.inlet.volume_m3 / treated.duration_s
        yield f"over {number(treated.duration_s)} s ({item.duration_from})"
        yield f"{quantity(flow, 'm3/h')}" + (f" ({item.air_from})" if item.air_from else "")
    if treated.caustic is not None:
        yield f"{_mass(treated.caustic.reagent_kg)} NaOH"
    if treated.acid is not None:
        yield f"{_mass(treated.acid.reagent_kg)} H2SO4"
    column = treated.caustic_column
    if column is not None:
        small = column.diameter_m < _SMALL_M
        yield "gas for a washing bottle, not a column" if small else f"column {_size(column)}"
    fuel = treated.fuel_before or treated.fuel
    if fuel is not None:
        if fuel.dilution_m3 is None:
            yield "air to 25 % of the lower limit unknown"
        elif fuel.dilution_m3 > 0.0:
            yield f"{quantity(fuel.dilution_m3, 'm3')} of air to 25 % of the lower limit"
    open_ = [gas.gas for gas in treated.gases if gas.way.value in ("oxidise", "unknown")]
    if open_:
        yield f"not absorbed, or not known: {', '.join(open_)}"
    if treated.caustic is None and treated.acid is None and fuel is None and not open_:
        yield f"nothing to take out of {', '.join(treated.inlet.amounts_mol)}"


def _size(column: Column) -> str:
    height = quantity(column.height_m, "m") if column.height_m < 1e6 else "no height is enough"
    return f"diameter {quantity(column.diameter_m, 'm')}, height {height}"


def show_treatment(came: Mapping[str, str | None], item: Treatment) -> None:
    """Print the treatment of one exhaust, with where it came from."""
    rows = []
    for gas in item.gases:
        removal = gas.removal
        after = "unknown" if gas.outlet_ppm is None else _share(gas.outlet_ppm)
        limit = gas.limit_from or "–"
        if gas.limit_ppm is not None:
            limit = f"{_share(gas.limit_ppm)}, {limit}"
            limit += {True: ": met", False: ": exceeded", None: ": unknown"}[gas.meets]
        rows.append(
            (
                gas.gas,
                gas.way.value,
                quantity(gas.inlet_mol, "mol"),
                _share(gas.inlet_ppm),
                after,
                "unknown" if removal is None else f"{100.0 * removal:.4g} %",
                limit,
            )
        )
    print_table(
        came["title"] or "",
        ("gas", "way", "amount", "before", "after", "removed", "limit"),
        rows,
        right=(2, 3, 4, 5),
    )
    _show_flow(came, item)
    _show_stage("Caustic", item.caustic, item.caustic_column, item)
    _show_stage("Acid", item.acid, item.acid_column, item)
    if item.fuel_before is not None:
        _show_fuel("What burns before the scrubber", item.fuel_before, burnt=False)
    if item.fuel is not None:
        staged = item.caustic is not None or item.acid is not None
        _show_fuel("What burns after the scrubber" if staged else "What burns", item.fuel)
    print_unknown((*item.unknown, *(() if item.fuel is None else item.fuel.unknown)))
    notes = [*item.notes]
    for column in (item.caustic_column, item.acid_column):
        notes += () if column is None else column.notes
    notes += () if item.fuel is None else item.fuel.notes
    print_notes(
        (*dict.fromkeys(notes), f"Elements close to {item.closure:.0e}; known by: {item.kind}.")
    )
    fuel = () if item.fuel is None else item.fuel.sources
    sources_note((*item.sources, *fuel))


def _show_flow(came: Mapping[str, str | None], item: Treatment) -> None:
    facts = []
    if came.get("basis"):
        facts.append(("source", f"{came.get('id')}: {came['when']}, {came['basis']}"))
    if item.duration_s is None:
        facts.append(("duration", "unknown, so the flow is unknown: give --duration"))
    else:
        words = came.get("duration_from") or "given"
        facts.append(("duration", f"{number(item.duration_s)} s, {words}"))
        flow = quantity(3600.0 * item.inlet.volume_m3 / item.duration_s, "m3/h")
        carried = came.get("air_from")
        facts.append(("flow", flow + (f", {carried}" if carried else "")))
    print_facts("", facts)


def _share(ppm: float) -> str:
    return f"{number(1e-4 * ppm)} %" if ppm >= 1e4 else f"{number(ppm)} ppm"


def _show_stage(name: str, washed: Wash | None, column: Column | None, item: Treatment) -> None:
    if washed is None or washed.solution is None:
        return
    solution, lasts = washed.solution, item.duration_s
    litres = washed.water_kg
    facts = [
        (
            "reagent",
            f"{quantity(washed.reagent_mol, 'mol')} {washed.reagent.formula} "
            f"({_mass(washed.reagent_kg)}), {number(washed.strength_mol_per_kg)} mol/kg: "
            f"{quantity(litres, 'kg')} of water",
        ),
    ]
    if lasts is not None:
        facts.append(("feed", f"{quantity(3600.0 * litres / lasts, 'kg/h')} of its solution"))
    if washed.reagent.formula == "NaOH":
        least = quantity(washed.least_mol, "mol")
        facts.append(("least", f"{least}, where the top of the column sees fresh reagent"))
        if item.caustic_range_mol is not None and "CO2" in item.inlet.amounts_mol:
            low, high = item.caustic_range_mol
            facts.append(
                (
                    "carbon dioxide",
                    f"{100.0 * item.co2_share:.3g} % taken up ({item.co2_from}); "
                    f"{quantity(low, 'mol')} NaOH with none, {quantity(high, 'mol')} with all",
                )
            )
    facts.append(
        (
            "spent liquor",
            f"pH {solution.ph:.2f}, {quantity(solution.water_kg, 'kg')} of water, "
            + ", ".join(
                f"{form} {quantity(amount, 'mol')}"
                for form, amount in sorted(solution.species_mol.items(), key=lambda part: -part[1])
                if amount > 1e-3 * washed.reagent_mol
            ),
        )
    )
    facts.append(
        (
            "above it",
            ", ".join(
                f"{gas} {quantity(solution.pressures_Pa[gas], 'Pa')}"
                for gas in washed.absorbed_mol
                if gas in solution.pressures_Pa
            ),
        )
    )
    facts += _column_facts(column, lasts is not None)
    print_facts(f"{name} stage, {number(solution.temperature_K - ZERO_CELSIUS_K)} °C", facts)


def _column_facts(column: Column | None, timed: bool) -> list[tuple[str, str]]:
    if column is None:
        why = "what carries the gas, a limit or a diffusion" if timed else "a flow of gas"
        return [("column", f"unknown without {why}")]
    facts = [
        (
            "column",
            f"{column.packing}; {_size(column)}",
        ),
        (
            "flows",
            f"gas {quantity(3600.0 * column.gas_m3_per_s, 'm3/h')} at "
            f"{quantity(column.gas_m_per_s, 'm/s')} (floods at "
            f"{quantity(column.flooding_m_per_s, 'm/s')}), liquid "
            f"{quantity(3600.0 * column.liquid_m3_per_s, 'm3/h')} pumped round",
        ),
        ("pressure drop", quantity(column.pressure_drop_Pa, "Pa")),
    ]
    facts.extend(
        (
            f"for {bed.gas}",
            f"{number(bed.units)} transfer units of {quantity(bed.unit_height_m, 'm')}",
        )
        for bed in column.beds
        if bed.units < 1e6
    )
    return facts


def _show_fuel(title: str, fuel: FuelTreatment, *, burnt: bool = True) -> None:
    facts = [
        ("what burns", ", ".join(f"{g} {quantity(n, 'mol')}" for g, n in fuel.fuel_mol.items())),
        ("as it comes", fuel.burns),
    ]
    if fuel.lfl is not None:
        now = "" if fuel.share_of_lfl is None else f"; {number(fuel.share_of_lfl)} times that now"
        facts.append(("lower limit", f"{100.0 * fuel.lfl:.3g} % of fuel in air{now}"))
    diluted = (
        "unknown" if fuel.dilution_m3 is None else f"{quantity(fuel.dilution_m3, 'm3')} of air"
    )
    flow = fuel.dilution_m3_per_s
    if fuel.dilution_m3 == 0.0:
        diluted = "diluted enough as it comes"
    elif flow is not None:
        diluted += f", {quantity(3600.0 * flow, 'm3/h')}"
    facts.append(("to 25 % of it", diluted))
    if fuel.burns == "not flammable" or not burnt:
        print_facts(title, facts)
        return
    heat = "heat unknown" if fuel.heat_J is None else quantity(1e-3 * fuel.heat_J, "kJ")
    if fuel.heat_W is not None:
        heat += f", {quantity(fuel.heat_W, 'W')}"
    hot = "" if fuel.flame_K is None else f", flame {number(fuel.flame_K - ZERO_CELSIUS_K)} °C"
    facts.append(
        ("burnt instead", f"{quantity(fuel.burning_air_m3, 'm3')} of air just enough, {heat}{hot}")
    )
    print_facts(title, facts)
