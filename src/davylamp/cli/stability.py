"""``davylamp stability``: energy above the hull and what a material falls to."""

from __future__ import annotations

from typing import Annotated

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

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp stability Li6PS5Cl",
            "davylamp stability Li7La3Zr2O12 --temperature '900 degC' --scheme safety",
        )
    )(stability)


def stability(
    formula: Annotated[str, typer.Argument(metavar="F", help="Formula or name of a material.")],
    scheme: SchemeOption = "legacy",
    temperature: TemperatureOption = None,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    phases: PhasesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Stability of a material by itself.

    Energy above the hull, and the mixture it would fall to.
    """
    from davylamp.cli.gases import refuse_gas
    from davylamp.cli.names import resolve
    from davylamp.cli.output import (
        conditions_record,
        conditions_text,
        energies_note,
        phases_record,
        print_facts,
        print_json,
        terms,
    )
    from davylamp.core.evidence import weakest
    from davylamp.dossier.numbers import number
    from davylamp.thermo import phase_stability

    conditions = conditions_from(scheme, temperature, include, exclude, phases)
    named = resolve(formula)
    refuse_gas(named)
    answer = phase_stability(named.composition, conditions)
    kinds = [phase.kind for phase in answer.decomposition]
    kind = weakest([*kinds, answer.phase.kind]) if answer.phase is not None else weakest([])
    if as_json:
        print_json(
            "stability/1",
            {
                "conditions": conditions_record(conditions),
                "name": named.label,
                "is_stable": answer.is_stable,
                "above_hull_eV_per_atom": answer.above_hull_eV,
                "against_competitors_eV_per_atom": answer.competing_eV,
                "hull_eV_per_atom": answer.hull_eV,
                "decomposition_per_mol_atoms": phases_record(answer.decomposition),
                "kind": kind.value,
                "origin": None if answer.phase is None else answer.phase.origin,
            },
        )
        return
    if answer.above_hull_eV is None:
        verdict = "unknown: the store has no energy of this composition"
    elif answer.is_stable:
        verdict = "stable"
    else:
        verdict = "not stable by itself"
    mixture = terms(answer.decomposition)
    facts = [("verdict", verdict)]
    if answer.above_hull_eV is not None and answer.competing_eV is not None:
        facts.append(("above the hull", f"{number(1e3 * answer.above_hull_eV)} meV/atom"))
        facts.append(("against other phases", f"{number(1e3 * answer.competing_eV)} meV/atom"))
    facts += [
        ("best other mixture", f"{mixture} (mol per mol of atoms)"),
        ("energies", conditions_text(conditions)),
        ("known by", kind.value),
    ]
    print_facts(named.label, facts)
    origins = {phase.origin for phase in answer.decomposition}
    if answer.phase is not None:
        origins.add(answer.phase.origin)
    missing = (
        "A calculation or a calorimetric enthalpy of this phase would settle it; add it with "
        "--phases.",
    )
    energies_note(origins, *(missing if answer.phase is None else ()))
