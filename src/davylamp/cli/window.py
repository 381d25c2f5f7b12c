"""``davylamp window``: electrochemical windows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from davylamp.cli.options import (
    ExcludeOption,
    IncludeOption,
    JsonOption,
    PhasesOption,
    SchemeOption,
    TemperatureOption,
    conditions_from,
    examples,
)

if TYPE_CHECKING:
    from davylamp.thermo.conditions import Conditions
    from davylamp.thermo.window import ElectrochemicalWindow

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp window Li6PS5Cl",
            "davylamp window Li3PS4 Li10GeP2S12 --include LiS4",
            "davylamp window LLZO --scheme safety --json",
        )
    )(window)


def window(
    formulas: Annotated[
        list[str], typer.Argument(metavar="F...", help="Formulas or names of materials.")
    ],
    scheme: SchemeOption = "legacy",
    temperature: TemperatureOption = None,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    phases: PhasesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Electrochemical window of materials.

    Edges against Li/Li+ and the products at every voltage.
    """
    from davylamp.cli.names import resolve
    from davylamp.cli.output import conditions_record, print_json
    from davylamp.thermo import electrochemical_window

    conditions = conditions_from(scheme, temperature, include, exclude, phases)
    answers = []
    for text in formulas:
        named = resolve(text)
        answers.append((named.label, electrochemical_window(named.composition, conditions)))
    if as_json:
        print_json(
            "window/1",
            {
                "conditions": conditions_record(conditions),
                "windows": [_record(name, answer) for name, answer in answers],
            },
        )
        return
    for name, answer in answers:
        _show(name, answer, conditions)


def _record(name: str, answer: ElectrochemicalWindow) -> dict[str, Any]:
    from davylamp.cli.output import phases_record

    return {
        "name": name,
        "reduction_V": answer.reduction_V,
        # Without lithium to give there is no upper edge.
        "oxidation_V": answer.oxidation_V if answer.oxidation_products else None,
        "kind": answer.kind.value,
        "reduction_products": phases_record(answer.reduction_products),
        "oxidation_products": phases_record(answer.oxidation_products),
        "steps": [
            {
                "low_V": step.low_V,
                "high_V": step.high_V,
                "lithium_change_mol": step.lithium_change,
                "products": phases_record(step.products),
            }
            for step in answer.steps
        ],
    }


def _show(name: str, answer: ElectrochemicalWindow, conditions: Conditions) -> None:
    from davylamp.cli.output import (
        conditions_text,
        energies_note,
        print_facts,
        print_table,
        terms,
    )
    from davylamp.dossier.numbers import span

    upper = answer.oxidation_V if answer.oxidation_products else None
    edges = f"{span(answer.reduction_V, upper, 'V')} against Li/Li+"
    print_facts(
        name,
        (
            ("window", edges),
            ("reduced to", terms(answer.reduction_products) or "nothing, down to 0 V"),
            ("oxidised to", terms(answer.oxidation_products) or "nothing: no lithium to give"),
            ("energies", conditions_text(conditions)),
            ("known by", answer.kind.value),
        ),
    )
    rows = [
        (
            f"{step.low_V:.2f} to {step.high_V:.2f}",
            "0" if abs(step.lithium_change) < 1e-6 else f"{step.lithium_change:+.3g}",
            terms(step.products),
        )
        for step in answer.steps
    ]
    print_table("", ("V against Li/Li+", "Li taken up", "products per formula"), rows, right=(1,))
    energies_note(
        {phase.origin for step in answer.steps for phase in step.products},
        "Thermodynamic: a passivating product may hold a material beyond its window.",
    )
