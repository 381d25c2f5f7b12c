"""``davylamp oxygen``: oxygen that a charged cathode gives off."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from davylamp.materials import OxygenRelease

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples("davylamp oxygen NCM811 --x 0.3", "davylamp oxygen LiFePO4 --json")
    )(oxygen)


def oxygen(
    cathode: Annotated[
        str, typer.Argument(metavar="CATHODE", help="A cathode of the library, such as NCM811.")
    ],
    x: Annotated[
        float | None,
        typer.Option("--x", metavar="X", help="Lithium content; charged by default."),
    ] = None,
    temperature: Annotated[
        str, typer.Option("--temperature", metavar="T", help="Temperature with its unit.")
    ] = "25 degC",
    pressure: Annotated[
        str, typer.Option("--pressure", metavar="P", help="Pressure of oxygen, such as '0.2 bar'.")
    ] = "1 bar",
    extrapolate: Annotated[
        bool,
        typer.Option("--extrapolate", help="Hold the last voltage beyond the measured curve."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Oxygen that a charged cathode gives off.

    Driving force, heat, amount and measured onsets.
    """
    from davylamp.cli.options import temperature_from
    from davylamp.core.units import parse_quantity
    from davylamp.materials import release_oxygen
    from davylamp.store.load import load_library

    kelvin = temperature_from(temperature)
    assert kelvin is not None
    answer = release_oxygen(
        load_library().find(cathode),
        x,
        temperature_K=kelvin,
        oxygen_Pa=parse_quantity(pressure, "Pa"),
        extrapolate=extrapolate,
    )
    if as_json:
        from davylamp.cli.output import print_json

        print_json("oxygen/1", _record(answer))
    else:
        _show(answer)


def _record(answer: OxygenRelease) -> dict[str, Any]:
    from davylamp.cli.output import phases_record
    from davylamp.core.evidence import unknown_record

    return {
        "name": answer.name,
        "lithium": answer.lithium,
        "temperature_K": answer.temperature_K,
        "oxygen_Pa": answer.oxygen_Pa,
        "gibbs_J_per_mol_O2": answer.gibbs_J_per_mol_O2,
        "uncertainty_J_per_mol_O2": answer.uncertainty_J_per_mol_O2,
        "enthalpy_J_per_mol_O2": answer.enthalpy_J_per_mol_O2,
        "heat_J_per_g": answer.heat_J_per_g,
        "oxygen_mol_per_mol": answer.oxygen_mol_per_mol,
        "oxygen_cm3_per_g": answer.oxygen_cm3_per_g,
        "products_per_mol": phases_record(answer.products),
        "leaves_at_equilibrium": answer.leaves_at_equilibrium,
        "is_downhill": answer.is_downhill,
        "is_stable": answer.is_stable,
        "limit_K": answer.limit_K,
        "onsets_degC": [
            {"value": d.value, "upper": d.upper, "bound": d.bound, "kind": d.kind.value,
             "source": d.source, "conditions": d.conditions}
            for d in answer.onsets
        ],
        "kind": answer.kind.value,
        "sources": list(answer.sources),
        "unknown": unknown_record(answer.unknown),
    }  # fmt: skip


def _show(answer: OxygenRelease) -> None:
    from davylamp.cli.output import energies_note, print_facts, print_unknown, terms
    from davylamp.core.constants import ZERO_CELSIUS_K
    from davylamp.dossier.evidence import bound_word
    from davylamp.dossier.numbers import number, quantity

    drive, heat = answer.gibbs_J_per_mol_O2, answer.enthalpy_J_per_mol_O2
    spread = answer.uncertainty_J_per_mol_O2
    plus = "" if spread is None else f" ± {number(spread / 1e3)}"

    at = (
        f"{number(answer.temperature_K - ZERO_CELSIUS_K)} °C and "
        f"{quantity(answer.oxygen_Pa / 1e5, 'bar')} of O2"
    )

    def released(value: float | None, more: str) -> str:
        if value is None:
            return "unknown"
        return f"{number(-value / 1e3)}{more} kJ per mole of O2 released"

    content = "unknown" if math.isnan(answer.lithium) else f"x = {answer.lithium:.3g}"
    facts = [
        ("lithium content", content),
        ("conditions", at),
        ("driving force", released(drive, plus)),
        ("heat", released(heat, "")),
        ("heat of cathode", quantity(answer.heat_J_per_g, "J/g")),
        ("oxygen, at most", quantity(answer.oxygen_cm3_per_g, "cm3/g")),
        ("turns into", terms(answer.products) or "unknown"),
    ]  # fmt: skip
    if answer.limit_K is not None:
        facts.append(("stable up to", f"{number(answer.limit_K - ZERO_CELSIUS_K)} °C"))
    for datum in answer.onsets:
        value = f"{bound_word(datum)}{number(datum.value)} °C ({datum.kind.value})"
        where = datum.conditions or "conditions not given"
        facts.append(("onset", f"{value}, {where} [{datum.source}]"))
    facts.append(("known by", answer.kind.value))
    print_facts(answer.name, facts)
    print_unknown(answer.unknown)
    energies_note(
        answer.sources, "A driving force is no onset temperature: what holds it is kinetic."
    )
