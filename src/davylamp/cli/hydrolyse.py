"""``davylamp hydrolyse``: what moist air does to a solid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from davylamp.materials import Hydrolysis

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp hydrolyse Li6PS5Cl --dew-point '-40 degC'",
            "davylamp hydrolyse Li3InCl6 --humidity '20 %' --json",
        )
    )(hydrolyse)


def hydrolyse(
    formula: Annotated[str, typer.Argument(metavar="F", help="Formula or name of a material.")],
    dew_point: Annotated[
        str | None,
        typer.Option("--dew-point", metavar="T", help="Dew point, such as '-40 degC'."),
    ] = None,
    humidity: Annotated[
        str | None,
        typer.Option("--humidity", metavar="H", help="Relative humidity, such as '20 %'."),
    ] = None,
    temperature: Annotated[
        str, typer.Option("--temperature", metavar="T", help="Temperature, from 25 degC on.")
    ] = "25 degC",
    oxygen: Annotated[
        bool, typer.Option("--oxygen", help="Let oxygen of the air take part too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Reaction of a solid with moist air.

    Products, gas, driving force, and the dew point from which gas leaves.
    """
    from davylamp.cli.options import temperature_from
    from davylamp.core.errors import InputError
    from davylamp.core.units import parse_quantity
    from davylamp.materials import hydrolyse as ask

    if (dew_point is None) == (humidity is None):
        raise InputError(
            "give the dew point or the humidity of the air, one of them",
            remedy="--dew-point '-40 degC', or --humidity '20 %'",
        )
    kelvin = temperature_from(temperature)
    assert kelvin is not None
    answer = ask(
        formula,
        kelvin,
        dew_point_K=temperature_from(dew_point),
        relative_humidity=None if humidity is None else parse_quantity(humidity, "1"),
        oxygen=oxygen,
    )
    if as_json:
        from davylamp.cli.output import print_json

        print_json("hydrolyse/1", _record(answer))
    else:
        _show(answer)


def _record(answer: Hydrolysis) -> dict[str, Any]:
    from davylamp.cli.output import phases_record
    from davylamp.core.evidence import unknown_record

    complete = answer.complete
    return {
        "name": answer.name,
        "temperature_K": answer.air.temperature_K,
        "water_Pa": answer.air.water_Pa,
        "dew_point_K": answer.air.dew_point_K,
        "relative_humidity": answer.air.relative_humidity,
        "oxygen": answer.oxygen,
        "gibbs_J_per_g": answer.gibbs_J_per_g,
        "taken_mol_per_mol": {} if complete is None else dict(complete.taken_mol),
        "products_per_mol": [] if complete is None else phases_record(complete.products),
        "gases": [
            {"species": g.species, "mol_per_mol": g.mol_per_mol, "cm3_per_g": g.cm3_per_g}
            for g in answer.gases
        ],
        "ceilings": None
        if answer.ceilings is None
        else [
            {"species": g.species, "mol_per_mol": g.mol_per_mol, "cm3_per_g": g.cm3_per_g}
            for g in answer.ceilings
        ],
        "gas_dew_point_K": answer.gas_dew_point_K,
        "gas_at_driest": answer.gas_at_driest,
        "h2s_measured_cm3_per_g": [
            {"value": d.value, "bound": d.bound, "source": d.source, "conditions": d.conditions}
            for d in answer.h2s_measured
        ],
        "kind": answer.kind.value,
        "sources": list(answer.sources),
        "unknown": unknown_record(answer.unknown),
    }


def _show(answer: Hydrolysis) -> None:
    from davylamp.cli.output import energies_note, print_facts, print_unknown, terms
    from davylamp.core.constants import ZERO_CELSIUS_K
    from davylamp.dossier.evidence import bound_word
    from davylamp.dossier.numbers import number, quantity

    air = answer.air
    dew = air.dew_point_K
    shown = "below −100 °C" if dew is None else f"{number(dew - ZERO_CELSIUS_K)} °C"
    facts = [
        ("air", f"{number(air.temperature_K - ZERO_CELSIUS_K)} °C, dew point {shown}, "
                f"{number(100.0 * air.relative_humidity)} % humidity, {number(air.water_ppm)} ppm "
                "of water" + (", oxygen takes part" if answer.oxygen else "")),
    ]  # fmt: skip
    if answer.complete is not None:
        taken = " + ".join(f"{number(n)} {gas}" for gas, n in answer.complete.taken_mol.items())
        facts.append(("per mole takes up", taken))
        facts.append(("and turns into", terms(answer.complete.products)))
    elif answer.kind.value == "unknown":
        facts.append(("reaction", "unknown"))
    else:
        facts.append(("reaction", "none at equilibrium"))
    gases = ", ".join(f"{g.species} {quantity(g.cm3_per_g, 'cm3/g')}" for g in answer.gases)
    facts.append(
        ("gas, at most", gases or ("unknown" if answer.kind.value == "unknown" else "none"))
    )
    facts.append(("gas leaves", _onset(answer)))
    if answer.ceilings:
        words = ", ".join(f"{g.species} {quantity(g.cm3_per_g, 'cm3/g')}" for g in answer.ceilings)
        facts.append(("by stoichiometry", words))
    energy = answer.gibbs_J_per_g
    drive = "unknown" if energy is None else f"{quantity(-energy, 'J/g')} released (Gibbs energy)"
    facts.append(("driving force", drive))
    for datum in answer.h2s_measured:
        value = f"{bound_word(datum)}{quantity(datum.value, datum.unit)} of H2S"
        where = datum.conditions or "conditions not given"
        facts.append((datum.kind.value, f"{value}, {where} [{datum.source}]"))
    facts.append(("known by", answer.kind.value))
    print_facts(answer.name, facts)
    print_unknown(answer.unknown)
    energies_note(answer.sources)


def _onset(answer: Hydrolysis) -> str:
    from davylamp.core.constants import ZERO_CELSIUS_K
    from davylamp.dossier.numbers import number

    if answer.gas_at_driest:
        return "at every dew point down to −100 °C"
    if answer.gas_dew_point_K is not None:
        return f"above a dew point of {number(answer.gas_dew_point_K - ZERO_CELSIUS_K)} °C"
    return "unknown" if answer.gas_at_driest is None else "at no humidity"
