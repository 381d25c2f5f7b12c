"""``davylamp limits``: at which concentrations gases poison, burn and smell, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        short_help="Limits of gases for people and fire, and who says so.",
        epilog=examples(
            "davylamp limits",
            "davylamp limits H2S HF",
            "davylamp limits 'hydrogen chloride' --quantity IDLH --replaced",
            "davylamp limits --issuer NIOSH --json",
            "davylamp limits --air HF=245ppm --air CO=0.1% --for '30 min'",
        ),
    )(limits)


def limits(
    species: Annotated[
        list[str] | None,
        typer.Argument(metavar="[GAS]...", help="Formula, name or registry number; all if none."),
    ] = None,
    issuer: Annotated[
        str | None,
        typer.Option("--issuer", metavar="NAME", help="Only limits of this issuer, such as NIOSH."),
    ] = None,
    quantity: Annotated[
        str | None,
        typer.Option("--quantity", metavar="NAME", help="Only this limit, such as IDLH or AEGL-2."),
    ] = None,
    replaced: Annotated[
        bool, typer.Option("--replaced", help="Also values that a later edition has replaced.")
    ] = False,
    air: Annotated[
        list[str] | None,
        typer.Option(
            "--air",
            metavar="GAS=C",
            help="Judge air with this gas in it, such as HF=245ppm; repeat for more.",
        ),
    ] = None,
    duration: Annotated[
        str | None,
        typer.Option("--for", metavar="TIME", help="How long the air of --air is breathed."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Limits of exposure and flammability of gases, with issuer, edition and date of each.

    Without a gas a table of the most asked-for limits, the cautious one of all issuers. A gas
    without a limit is not harmless: nobody has judged it, and --air then says unknown.
    """
    from davylamp.cli.limits_text import answer_air, answer_all, answer_gases
    from davylamp.core.errors import InputError

    if air:
        given = [name for name, value in (("GAS", species), ("--quantity", quantity),
                                          ("--replaced", replaced)) if value]  # fmt: skip
        if given:
            raise InputError(
                f"{' and '.join(given)} cannot be given with --air",
                remedy="ask one question at a time",
            )
        answer_air(_concentrations(air), _seconds(duration), issuer, as_json)
        return
    if duration is not None:
        raise InputError("--for is of no use without --air", remedy="add --air HF=245ppm")
    if species or issuer or quantity or replaced:
        answer_gases(species or [], issuer, quantity, replaced, as_json)
        return
    answer_all(as_json)


def _concentrations(air: list[str]) -> Mapping[str, float]:
    """Return the concentrations in ppm by id."""
    from davylamp.core.errors import InputError
    from davylamp.core.units import parse_quantity
    from davylamp.gas.species import find_species

    found: dict[str, float] = {}
    for item in air:
        name, sign, text = item.replace(":", "=", 1).partition("=")
        if not sign or not name.strip() or not text.strip():
            raise InputError(
                f"--air {item!r} is no gas with its concentration", remedy="write --air HF=245ppm"
            )
        species = find_species(name).id
        if species in found:
            raise InputError(f"--air names {species} twice")
        share = parse_quantity(text, "1")
        if share < 0.0:
            raise InputError(f"--air {item!r} is below zero", remedy="write --air HF=245ppm")
        if share > 1.0:
            raise InputError(
                f"--air {item!r} is more than all of the air",
                remedy="write the unit, such as HF=245ppm or CO=0.1%; a bare number is a share",
            )
        found[species] = 1e6 * share
    if (total := sum(found.values())) > 1e6:
        raise InputError(
            f"the gases of --air come to {1e-4 * total:g} % of the air",
            remedy="give shares that come to 100 % at most",
        )
    return found


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    from davylamp.cli.options import quantity_from

    return quantity_from("--for", text, "s", above_zero=True)
