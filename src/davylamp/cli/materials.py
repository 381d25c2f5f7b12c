"""``davylamp materials``: what the library knows, with its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from davylamp.core.evidence import Datum
    from davylamp.store.materials import Material

__all__ = ["register"]

_app = typer.Typer(
    help="Materials of the library, with their sources.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog=examples(
        "davylamp materials list --family sulfide",
        "davylamp materials search garnet",
        "davylamp materials show Li6PS5Cl",
    ),
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_app, name="materials")


@_app.command("list", epilog=examples("davylamp materials list --role cathode"))
def list_materials(
    family: Annotated[
        str | None, typer.Option("--family", help="Only this family, such as sulfide.")
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", help="Only this role, such as electrolyte.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the materials of the library."""
    from davylamp.core.errors import InputError
    from davylamp.store.load import load_library
    from davylamp.store.materials import FAMILIES, ROLES

    for value, allowed, what in ((family, FAMILIES, "family"), (role, ROLES, "role")):
        if value is not None and value not in allowed:
            raise InputError(
                f"there is no {what} {value!r}", remedy=f"write one of {', '.join(allowed)}"
            )
    _print_list(
        (
            material
            for material in load_library().values()
            if (family is None or material.family == family)
            and (role is None or role in material.roles)
        ),
        as_json,
    )


@_app.command("search", epilog=examples("davylamp materials search argyrodite"))
def search_materials(
    text: Annotated[str, typer.Argument(help="Part of a name, alias, family, role or structure.")],
    as_json: JsonOption = False,
) -> None:
    """Find materials by a piece of their name, family, role or structure."""
    from davylamp.store.load import load_library

    _print_list(load_library().search(text), as_json)


@_app.command("show", epilog=examples("davylamp materials show LLZO --json"))
def show_material(
    name: Annotated[str, typer.Argument(help="Name or alias of the material.")],
    as_json: JsonOption = False,
) -> None:
    """Show a material with every stored value, its evidence and source."""
    from davylamp.cli.output import print_json
    from davylamp.store.load import load_library

    material = load_library().find(name)
    if as_json:
        print_json("material/1", _record(material))
    else:
        _show(material)


def _print_list(found: Iterable[Material], as_json: bool) -> None:
    from davylamp.cli.output import print_json, print_notes, print_table

    listed = sorted(found, key=lambda material: (material.family, material.id.casefold()))
    if as_json:
        print_json("materials/1", {"materials": [_head(material) for material in listed]})
        return
    rows = [
        (material.id, material.name, material.family, ", ".join(material.roles),
         str(sum(len(data) for data in material.properties.values())))
        for material in listed
    ]  # fmt: skip
    if rows:
        print_table("", ("id", "name", "family", "roles", "values"), rows, right=(4,))
    print_notes((f"{len(rows)} materials",))


def _head(material: Material) -> dict[str, Any]:
    from davylamp.dossier.formulas import written

    return {
        "id": material.id,
        "name": material.name,
        "formula": None if material.composition is None else written(material.composition),
        "family": material.family,
        "roles": list(material.roles),
        "aliases": list(material.aliases),
    }


def _record(material: Material) -> dict[str, Any]:
    from davylamp.store.load import load_sources

    sources = load_sources()
    return {
        **_head(material),
        "structure": material.structure,
        "host_formula": material.host_formula,
        "lithium_range": material.lithium_range,
        "ocv_V": [[point.x, point.voltage_V] for point in material.ocv],
        "notes": material.notes,
        "properties": {
            name: [
                {
                    "value": datum.value,
                    "upper": datum.upper,
                    "bound": datum.bound,
                    "unit": datum.unit,
                    "uncertainty": datum.uncertainty,
                    "kind": datum.kind.value,
                    "source": datum.source,
                    "identifier": sources[datum.source].identifier,
                    "locator": datum.locator,
                    "temperature_K": datum.temperature_K,
                    "conditions": datum.conditions,
                    "note": datum.note,
                }
                for datum in data
            ]
            for name, data in material.properties.items()
        },
    }


def _show(material: Material) -> None:
    from davylamp.cli.output import print_facts, print_notes, print_table
    from davylamp.dossier.formulas import written
    from davylamp.store.load import load_sources

    facts = [
        ("name", material.name),
        ("formula", "none" if material.composition is None else written(material.composition)),
        ("family", material.family + (f", {material.structure}" if material.structure else "")),
        ("roles", ", ".join(material.roles)),
    ]
    if material.aliases:
        facts.append(("also", ", ".join(material.aliases)))
    if material.lithium_range is not None:
        low, high = material.lithium_range
        facts.append(("lithium", f"{low:g} charged to {high:g} discharged"))
    print_facts(material.id, facts)
    keys: dict[str, None] = {}
    rows = []
    for name, data in material.properties.items():
        for datum in data:
            keys[datum.source] = None
            rows.append(
                (name.replace("_", " "), _value(datum), datum.kind.value,
                 f"{datum.source}, {datum.locator}", datum.conditions)
            )  # fmt: skip
    if material.ocv_datum is not None:
        keys[material.ocv_datum.source] = None
    if rows:
        print_table("", ("property", "value", "kind", "source", "conditions"), rows)
    else:
        print_notes(("No properties are stored: what depends on them will be unknown.",))
    sources = load_sources()
    print_notes(
        f"{key}: {sources[key].short}, {sources[key].identifier}" for key in keys if key in sources
    )
    if material.notes:
        print_notes((material.notes,))


def _value(datum: Datum) -> str:
    from davylamp.dossier.numbers import number, pretty_unit

    bound = "" if datum.bound == "=" else f"{datum.bound} "
    upper = "" if datum.upper is None else f" to {number(datum.upper)}"
    unit = "" if datum.unit == "1" else f" {pretty_unit(datum.unit)}"
    spread = datum.uncertainty
    known = "" if spread == "not reported" else f" ± {spread}"
    return f"{bound}{number(datum.value)}{upper}{known}{unit}"
