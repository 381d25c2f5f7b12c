"""``davylamp ceiling``: the most heat and gas that a cell can set free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from davylamp.cli.cell_source import CellArgument, ExampleOption, cell_from
from davylamp.cli.options import JsonOption, PhasesOption, examples

if TYPE_CHECKING:
    from davylamp.runaway.ceiling import Gas, HeatCeiling, Product, Release

__all__ = ["register"]

#: Products below this share of the mass are not printed.
_SHOWN: Final = 0.005
#: Shares of the heat below this are round-off.
_ROUND_OFF: Final = 1e-6


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp ceiling --example sulfide",
            "davylamp ceiling cell.yaml --soc 0.5",
            "davylamp ceiling cell.yaml --liquid-share 0.1 --liquid-share 1 --json",
        )
    )(ceiling)


def ceiling(
    cell: CellArgument = None,
    example: ExampleOption = None,
    soc: Annotated[
        float | None,
        typer.Option(
            "--soc", metavar="S", help="State of charge, 0 to 1; by default the file's, or full."
        ),
    ] = None,
    liquid_share: Annotated[
        list[float] | None,
        typer.Option(
            "--liquid-share",
            metavar="S",
            help="Share of the pores filled with liquid, 0 to 1; repeat for more.",
        ),
    ] = None,
    inert_collectors: Annotated[
        bool, typer.Option("--inert-collectors", help="Collectors heat up but do not react.")
    ] = False,
    phases: PhasesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ceiling of heat and gas: everything in a cell that can react does.

    Heat, adiabatic temperature, gas, where the heat comes from, three bounding accidents, and a
    liquid cell of equal capacity. Thermodynamics alone: how much at most, not how fast.
    """
    from davylamp.cli.options import user_phases
    from davylamp.runaway.ceiling import heat_ceiling

    read = cell_from(cell, example, "ceiling")
    answer = heat_ceiling(
        read,
        soc,
        liquid_shares=tuple(liquid_share or (0.1, 0.5, 1.0)),
        collectors=not inert_collectors,
        own=user_phases([*read.phases, *(phases or [])]),
    )
    if as_json:
        from davylamp.cli.output import print_json

        print_json("ceiling/1", _record(answer))
    else:
        _show(answer)


def _gas_record(gas: Gas) -> dict[str, Any]:
    return {
        "species": gas.species,
        "mol": gas.mol,
        "litre_25degC_1bar": gas.litre,
        "condenses": gas.condenses,
    }


def _product_record(product: Product) -> dict[str, Any]:
    return {
        "name": product.name,
        "mol": product.amount_mol,
        "is_gas": product.is_gas,
        "kind": product.heat.kind.value,
        "origin": product.heat.origin,
    }


def _release_record(release: Release) -> dict[str, Any]:
    hot = release.adiabatic
    return {
        "name": release.name,
        "title": release.title,
        "heat_J": release.heat_J,
        "heat_J_per_g": release.heat_J_per_g,
        "heat_J_per_Wh": release.heat_J_per_Wh,
        "electrical_J": release.electrical_J,
        "adiabatic_K": hot.temperature_K,
        "adiabatic_is_lower_bound": hot.at_least,
        "adiabatic_frozen_products_K": hot.frozen_K,
        "gas": [_gas_record(gas) for gas in release.gases],
        "products": [_product_record(product) for product in hot.products],
        "products_of_lowest_enthalpy_298K": [_product_record(product) for product in release.cold],
        "kind": release.kind.value,
        "notes": list(release.notes),
    }


def _record(answer: HeatCeiling) -> dict[str, Any]:
    from davylamp.core.evidence import unknown_record

    stock = answer.inventory
    return {
        "cell": stock.name,
        "basis": stock.basis,
        "state_of_charge": stock.state_of_charge,
        "mass_kg": stock.mass_kg,
        "electrical_energy_J": stock.electrical_energy_J,
        "kind": answer.kind.value,
        "reactants": [
            {
                "field": item.portion.field,
                "material": item.portion.name,
                "role": item.portion.role,
                "formula": None
                if item.portion.composition is None
                else item.portion.composition.formula,
                "mass_kg": item.portion.mass_kg,
                "enthalpy_J": item.enthalpy_J,
                "kind": item.kind.value,
                "basis": item.basis,
                "sources": list(item.sources),
            }
            for item in answer.reactants
        ],
        "everything": _release_record(answer.everything),
        "external_heating": _release_record(answer.external_heating),
        "short_circuit": _release_record(answer.short_circuit),
        "oxygen_and_lithium_J": answer.oxygen_and_lithium_J,
        "pairs": [
            {
                "partners": list(pair.partners),
                "heat_J": pair.heat_J,
                "oxidant": pair.oxidant or None,
                "alone_J": pair.alone_J,
            }
            for pair in answer.pairs
        ],
        "liquid_cell": None if answer.liquid is None else _release_record(answer.liquid),
        "heat_over_liquid_cell": answer.against_liquid,
        "with_liquid": [
            {"share": share, **_release_record(release)} for share, release in answer.with_liquid
        ],
        "liquid_assumptions": [
            {"what": name, "value": item.value, "unit": item.unit, "note": item.note}
            for name, item in answer.design.table()
        ],
        "notes": list(answer.notes),
        "unknown": unknown_record(answer.unknown),
    }


def _hot(release: Release) -> str:
    from davylamp.core.constants import ZERO_CELSIUS_K
    from davylamp.dossier.numbers import number

    hot = release.adiabatic
    text = number(hot.temperature_K - ZERO_CELSIUS_K)
    if not hot.at_least:
        return text
    frozen = "?" if hot.frozen_K is None else number(hot.frozen_K - ZERO_CELSIUS_K)
    return f"> {text} (to {frozen})"


def _gas(release: Release) -> str:
    from davylamp.dossier.numbers import number

    permanent = [gas for gas in release.gases if not gas.condenses]
    total = sum(gas.litre for gas in permanent)
    names = ", ".join(gas.species for gas in permanent[:3] if gas.litre > 0.02 * total)
    return f"{number(total)} ({names})" if names else number(total)


def _row(name: str, release: Release) -> tuple[str, ...]:
    from davylamp.dossier.numbers import number

    per_Wh = release.heat_J_per_Wh
    return (
        name,
        number(release.heat_J / 1e3),
        number(release.heat_J_per_g),
        "–" if per_Wh is None else number(per_Wh),
        _hot(release),
        _gas(release),
        release.kind.value,
    )


def _show(answer: HeatCeiling) -> None:
    from davylamp.cli.output import print_facts, print_notes, print_table, print_unknown
    from davylamp.dossier.numbers import number, quantity

    stock = answer.inventory
    energy = stock.electrical_energy_J
    per = "" if stock.basis == "cell" else " per square metre"
    facts = [
        ("state of charge", f"{number(100.0 * stock.state_of_charge)} %"),
        ("mass", quantity(1e3 * stock.mass_kg, "g") + per),
        (
            "electrical energy",
            "unknown" if energy is None else quantity(energy / 3600.0, "Wh") + per,
        ),
        ("known by", answer.kind.value),
    ]
    if answer.against_liquid is not None:
        facts.insert(3, ("heat over that of a liquid cell", f"{answer.against_liquid:.2f}"))
    if answer.oxygen_and_lithium_J is not None:
        where = quantity(answer.oxygen_and_lithium_J / 1e3, "kJ")
        facts.insert(3, ("anode and cathode alone", where))
    print_facts(f"Ceiling of heat: {stock.name}", facts)
    rows = [
        _row("broken electrolyte: everything", answer.everything),
        _row("external heating: what touches", answer.external_heating),
        _row("short circuit, then what touches", answer.short_circuit),
    ]
    if answer.liquid is not None:
        rows.append(_row("liquid cell of equal capacity", answer.liquid))
    rows += [
        _row(f"everything, {number(100.0 * share)} % of pores liquid", release)
        for share, release in answer.with_liquid
    ]
    headings = ("accident", "kJ", "J/g", "J/Wh", "degC adiabatic", "L gas", "known by")
    print_table("", headings, rows, right=(1, 2, 3, 4))
    _show_pairs(answer)
    _show_products(answer.everything)
    assumed = "; ".join(f"{name}: {item.note}" for name, item in answer.design.table())
    print_notes((*answer.notes, *answer.external_heating.notes, f"liquid, assumed: {assumed}"))
    print_unknown(answer.unknown)


def _show_pairs(answer: HeatCeiling) -> None:
    from davylamp.cli.output import print_table
    from davylamp.dossier.numbers import number

    total = answer.everything.heat_J
    rows = []
    for pair in answer.pairs:
        if max(abs(pair.heat_J), abs(pair.alone_J)) < _ROUND_OFF * total:
            continue
        label = " + ".join(f"({name})" if "+" in name else name for name in pair.partners)
        rows.append(
            (
                label if len(pair.partners) > 1 else f"{label} by itself",
                number(pair.heat_J / 1e3),
                number(100.0 * pair.heat_J / total),
                pair.oxidant or "–",
                number(pair.alone_J / 1e3),
            )
        )
    if rows:
        headings = ("pair", "kJ", "%", "oxidant", "kJ with nothing else there")
        print_table("Where the heat comes from", headings, rows, right=(1, 2, 4))


def _show_products(release: Release) -> None:
    from davylamp.cli.output import print_table
    from davylamp.dossier.numbers import number

    rows = []
    for product in release.adiabatic.products:
        grams = product.amount_mol * product.heat.composition.mass_g_per_mol
        if grams > _SHOWN * release.mass_kg * 1e3:
            form = "gas" if product.is_gas else "condensed"
            kind = product.heat.kind.value
            rows.append((product.name, form, number(grams), number(product.amount_mol), kind))
    headings = ("product", "form", "g", "mol", "known by")
    print_table("Products at the adiabatic temperature", headings, rows, right=(2, 3))
