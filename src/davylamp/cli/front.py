"""``davylamp front``: is the front of plated lithium stable on this electrolyte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from davylamp.dendrites.stability import Electrode

__all__ = ["register"]

#: Rows of a screening that are printed.
_TOP = 15


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp front --material LLZO",
            "davylamp front --shear-modulus '60 GPa' --poisson 0.27 --volume-ratio 0.1",
            "davylamp front --material PEO --volume-ratio 4 --html front.html",
            "davylamp front --table moduli.csv --json",
            "davylamp front --stored --top 10",
        )
    )(front)


def front(
    material: Annotated[
        str | None,
        typer.Option("--material", metavar="NAME", help="An electrolyte of the library."),
    ] = None,
    shear_modulus: Annotated[
        str | None,
        typer.Option("--shear-modulus", metavar="G", help="Of the electrolyte, such as '60 GPa'."),
    ] = None,
    poisson: Annotated[
        str | None,
        typer.Option("--poisson", metavar="NU", help="Poisson's ratio of the electrolyte."),
    ] = None,
    bulk_modulus: Annotated[
        str | None,
        typer.Option("--bulk-modulus", metavar="K", help="Instead of Poisson's ratio."),
    ] = None,
    volume_ratio: Annotated[
        str | None,
        typer.Option(
            "--volume-ratio",
            metavar="V",
            help="Molar volume of Li+ in the electrolyte over that of lithium.",
        ),
    ] = None,
    wavelength: Annotated[
        str | None,
        typer.Option(
            "--wavelength",
            metavar="L",
            help="Of the ripple judged; 62.8 nm if left out.",
        ),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE.CSV", help="Screen a table of moduli."),
    ] = None,
    stored: Annotated[
        bool, typer.Option("--stored", help="Screen the 12,950 compounds in the store.")
    ] = False,
    top: Annotated[
        int, typer.Option("--top", metavar="N", min=1, help="Rows of a screening to print.")
    ] = _TOP,
    lithium_shear: Annotated[
        str | None,
        typer.Option(
            "--lithium-shear-modulus", metavar="G", help="3.4 GPa, or with --material as stored."
        ),
    ] = None,
    lithium_poisson: Annotated[
        str | None,
        typer.Option("--lithium-poisson", metavar="NU", help="0.42, or with --material as stored."),
    ] = None,
    surface_energy: Annotated[
        str | None,
        typer.Option(
            "--surface-energy", metavar="E", help="0.556 J/m2, or with --material as stored."
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write the map of stability as a page."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Stability of the plating front: modulus, Poisson's ratio and volume of the ions.

    With --material its stored numbers are used, with their uncertainty, and lithium's as well. With
    --table (columns such as name, shear_modulus_GPa, bulk_modulus_GPa, volume_ratio) or --stored
    each row is judged, and what cannot be judged is listed with its reason.
    """
    from davylamp.cli.front_output import answer_material, answer_numbers
    from davylamp.cli.front_table import answer_table
    from davylamp.core.errors import InputError

    sources = [name for name, given in (("--table", table), ("--stored", stored),
                                        ("--material", material)) if given]  # fmt: skip
    if len(sources) > 1:
        raise InputError(f"{' and '.join(sources)} are given", remedy="ask one question at a time")
    ratio = None if volume_ratio is None else _at_least("--volume-ratio", volume_ratio, "1", 0.0)
    length_m = None if wavelength is None else _above("--wavelength", wavelength, "m")
    own = _lithium(lithium_shear, lithium_poisson, surface_energy)
    if table is not None or stored:
        given = [name for name, value in (("--shear-modulus", shear_modulus),
                                          ("--poisson", poisson),
                                          ("--bulk-modulus", bulk_modulus)) if value]  # fmt: skip
        if given:
            raise InputError(
                f"{', '.join(given)} and a table are given", remedy="put moduli into its columns"
            )
        answer_table(table, ratio, length_m, _electrode(own), top, html, as_json)
        return
    shear = None if shear_modulus is None else _modulus("--shear-modulus", shear_modulus)
    nu = _poisson(shear, poisson, bulk_modulus)
    if material is not None:
        answer_material(material, shear, nu, ratio, length_m, own, html, as_json)
        return
    missing = [name for name, value in (("--shear-modulus", shear), ("--poisson", nu),
                                        ("--volume-ratio", ratio)) if value is None]  # fmt: skip
    if shear is None or nu is None or ratio is None:
        raise InputError(
            f"there is no {' and no '.join(missing)}",
            remedy="give it, or name a --material of the library, a --table, or --stored",
        )
    answer_numbers(shear, nu, ratio, length_m, _electrode(own), html, as_json)


def _lithium(shear: str | None, poisson: str | None, energy: str | None) -> dict[str, float]:
    """Return what was given of lithium, by the name of the parameter."""
    from davylamp.core.errors import InputError

    given = {}
    if shear is not None:
        given["lithium_shear_modulus"] = _modulus("--lithium-shear-modulus", shear)
    if poisson is not None:
        value = _number("--lithium-poisson", poisson, "1")
        if not -1.0 < value < 0.5:
            raise InputError(
                f"--lithium-poisson {value:g} is not above -1 and below 0.5",
                remedy="lithium has 0.36 to 0.42",
            )
        given["lithium_poisson_ratio"] = value
    if energy is not None:
        given["lithium_surface_energy"] = _at_least("--surface-energy", energy, "J/m2", 0.0)
    return given


def _electrode(given: dict[str, float]) -> Electrode:
    from davylamp.dendrites.stability import PUBLISHED_LITHIUM, Electrode

    usual = PUBLISHED_LITHIUM
    return Electrode(
        given.get("lithium_shear_modulus", usual.shear_modulus_Pa),
        given.get("lithium_poisson_ratio", usual.poisson_ratio),
        usual.molar_volume_m3_per_mol,
        given.get("lithium_surface_energy", usual.surface_energy_J_per_m2),
    )


def _poisson(shear: float | None, poisson: str | None, bulk: str | None) -> float | None:
    """Return Poisson's ratio as given, or from the bulk modulus."""
    from davylamp.core.errors import InputError

    if poisson is not None and bulk is not None:
        raise InputError("--poisson and --bulk-modulus are given", remedy="give one of them")
    if bulk is not None:
        if shear is None:
            raise InputError("--bulk-modulus needs --shear-modulus", remedy="give both")
        from davylamp.dendrites.stability import poisson_from_moduli

        return float(poisson_from_moduli(shear, _modulus("--bulk-modulus", bulk)))
    if poisson is None:
        return None
    value = _number("--poisson", poisson, "1")
    if not -1.0 < value <= 0.5:
        raise InputError(
            f"--poisson {value:g} is not above -1 and at most 0.5",
            remedy="no stable solid has another; ceramics have 0.2 to 0.4, polymers 0.33 to 0.49",
        )
    return value


def _number(option: str, text: str, unit: str) -> float:
    """Return a quantity of the command line; the error names its option."""
    from davylamp.core.errors import InputError
    from davylamp.core.units import parse_quantity

    try:
        return parse_quantity(text, unit)
    except InputError as error:
        raise InputError(f"{option}: {error.message}", remedy=error.remedy) from None


def _above(option: str, text: str, unit: str) -> float:
    from davylamp.core.errors import InputError

    value = _number(option, text, unit)
    if not value > 0.0:
        raise InputError(f"{option} {text} is not above 0", remedy="give a positive value")
    return value


def _modulus(option: str, text: str) -> float:
    """Return a modulus that a solid can have: with a wrong unit a ceramic would seem stable."""
    from davylamp.core.errors import InputError
    from davylamp.dendrites.stability import CREDIBLE_BULK_Pa, CREDIBLE_SHEAR_Pa

    value = _above(option, text, "Pa")
    low, high = CREDIBLE_BULK_Pa if "bulk" in option else CREDIBLE_SHEAR_Pa
    if not low <= value <= high:
        raise InputError(
            f"{option} {text} is the modulus of no solid",
            remedy=f"credible are {low:g} to {high:g} Pa; check the unit",
        )
    return value


def _at_least(option: str, text: str, unit: str, least: float) -> float:
    from davylamp.core.errors import InputError

    value = _number(option, text, unit)
    if not value >= least:
        raise InputError(f"{option} {text} is below {least:g}", remedy=f"give at least {least:g}")
    return value
