"""``davylamp coat``: coatings between an electrolyte and a cathode or lithium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from davylamp.cli.options import (
    ExcludeOption,
    IncludeOption,
    JsonOption,
    PhasesOption,
    SchemeOption,
    conditions_from,
    examples,
)

if TYPE_CHECKING:
    from davylamp.interfaces import CoatingRanking, CoatingScore

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp coat Li6PS5Cl NCM811",
            "davylamp coat Li6PS5Cl LiCoO2 --top 5 --require-lithium",
        )
    )(coat)


def coat(
    electrolyte: Annotated[str, typer.Argument(metavar="E", help="The electrolyte.")],
    electrode: Annotated[
        str, typer.Argument(metavar="C", help="The cathode, or Li for lithium metal.")
    ],
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many to show.")] = 10,
    low: Annotated[
        str | None, typer.Option("--from", metavar="V", help="Lower voltage, such as '3 V'.")
    ] = None,
    high: Annotated[
        str | None, typer.Option("--to", metavar="V", help="Upper voltage, such as '4.3 V'.")
    ] = None,
    require_lithium: Annotated[
        bool, typer.Option("--require-lithium", help="Only coatings that hold lithium.")
    ] = False,
    scheme: SchemeOption = "legacy",
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    phases: PhasesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Coatings between an electrolyte and a cathode.

    Ranked by their window and by how little they react with both sides.
    """
    from davylamp.cli.output import print_json
    from davylamp.core.errors import InputError
    from davylamp.core.units import parse_quantity
    from davylamp.interfaces import rank_coatings

    if (low is None) != (high is None):
        raise InputError(
            "give both --from and --to, or neither", remedy="--from '3 V' --to '4.3 V'"
        )
    span = None
    if low is not None and high is not None:
        span = (parse_quantity(low, "V"), parse_quantity(high, "V"))
    answer = rank_coatings(
        electrolyte,
        electrode,
        voltage_range_V=span,
        require_lithium=require_lithium,
        conditions=conditions_from(scheme, None, include, exclude, phases),
    )
    if as_json:
        print_json("coat/1", _record(answer, top))
    else:
        _show(answer, top)


def _record(answer: CoatingRanking, top: int) -> dict[str, Any]:
    from davylamp.core.evidence import unknown_record

    return {
        "electrolyte": answer.electrolyte,
        "electrode": answer.electrode,
        "voltage_range_V": list(answer.voltage_range_V),
        "scheme": answer.scheme,
        "rule": answer.rule,
        "baseline": _score(answer.baseline),
        "ranked": [_score(score) for score in answer.ranked[:top]],
        "excluded": [{"name": item.name, "reason": item.reason} for item in answer.excluded],
        "unknown": unknown_record(answer.unknown),
    }


def _score(score: CoatingScore) -> dict[str, Any]:
    return {
        "rank": score.rank,
        "name": score.name,
        "formula": score.formula,
        "covers_window": score.covers_window,
        "reduction_V": score.reduction_V,
        "oxidation_V": score.oxidation_V,
        "with_electrolyte_meV_per_atom": score.with_electrolyte_meV_per_atom,
        "with_electrode_meV_per_atom": score.with_electrode_meV_per_atom,
        "worst_side_meV_per_atom": score.worst_side_meV_per_atom,
        "improves": score.improves,
        "contains_lithium": score.contains_lithium,
        "remarks": list(score.remarks),
        "kind": score.kind.value,
    }


def _show(answer: CoatingRanking, top: int) -> None:
    from davylamp.cli.output import print_facts, print_notes, print_table, print_unknown
    from davylamp.dossier.numbers import number, span

    low, high = answer.voltage_range_V
    bare = answer.baseline
    print_facts(
        f"Coatings between {answer.electrolyte} and {answer.electrode}",
        (
            ("voltage range", f"{low:.2f} to {high:.2f} V against Li/Li+"),
            ("without coating", f"{number(bare.worst_side_meV_per_atom)} meV/atom"),
            ("energies", f"{answer.scheme}, mutual, most favourable mixing ratio"),
        ),
    )

    def row(score: CoatingScore) -> tuple[str, ...]:
        window = "unknown"
        if score.reduction_V is not None:
            window = " ".join(span(score.reduction_V, score.oxidation_V, "").split())
        return (
            str(score.rank),
            score.name,
            window,
            number(score.with_electrolyte_meV_per_atom),
            number(score.with_electrode_meV_per_atom),
            "; ".join(score.remarks),
            score.kind.value,
        )

    headings = (
        "", "coating", "window [V]", f"with {answer.electrolyte}", f"with {answer.electrode}",
        "remarks", "known by",
    )  # fmt: skip
    rows = [row(score) for score in answer.ranked[:top]]
    print_table("Reaction energies [meV/atom]", headings, rows, right=(0, 3, 4))
    left_out = len(answer.excluded)
    print_notes((f"Order: {answer.rule}.", f"{left_out} candidates were left out; see --json."))
    print_unknown(answer.unknown)
