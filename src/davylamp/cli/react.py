"""``davylamp react``: what forms where two materials touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

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
    from davylamp.cli.names import Named
    from davylamp.thermo.conditions import Conditions
    from davylamp.thermo.reaction import InterfaceReaction, MixingPoint

__all__ = ["register"]

#: Less than this is round-off of the equilibrium, no reaction [eV/atom].
_NOTHING_EV: Final = 1e-6


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp react Li6PS5Cl NCM811",
            "davylamp react Li6PS5Cl NCM811 --x 0.3 --scheme safety",
            "davylamp react Li3PS4 LiCoO2 --voltage '4.3 V' --json",
        )
    )(react)


def react(
    a: Annotated[str, typer.Argument(metavar="A", help="Material or formula.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Material or formula.")],
    voltage: Annotated[
        str | None,
        typer.Option(
            "--voltage",
            metavar="V",
            help="Hold lithium open at this voltage against Li/Li+, such as '4.3 V'.",
        ),
    ] = None,
    x: Annotated[
        float | None,
        typer.Option("--x", metavar="X", help="Lithium content of the cathode among A and B."),
    ] = None,
    scheme: SchemeOption = "legacy",
    temperature: TemperatureOption = None,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    phases: PhasesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Reaction of two materials in contact.

    Energy over the mixing ratio, products, equation and heat.
    """
    from davylamp.cli.gases import refuse_gas
    from davylamp.cli.output import print_json
    from davylamp.core.units import parse_quantity
    from davylamp.thermo import interface_reaction

    conditions = _with_cathode(
        conditions_from(scheme, temperature, include, exclude, phases), (a, b), x
    )
    volts = None if voltage is None else parse_quantity(voltage, "V")
    side_a, side_b = _sides(a, b, x)
    for side in (side_a, side_b):
        refuse_gas(side)
    answer = interface_reaction(side_a.composition, side_b.composition, conditions, voltage_V=volts)
    if as_json:
        print_json("react/1", _record(side_a, side_b, answer, conditions))
    else:
        _show(side_a, side_b, answer, conditions)


def _sides(a: str, b: str, x: float | None) -> tuple[Named, Named]:
    from davylamp.cli.names import composition_of, resolve
    from davylamp.core.errors import InputError

    sides = [resolve(a), resolve(b)]
    if x is None:
        return sides[0], sides[1]
    hosts = [side for side in sides if side.material is not None and side.material.host_formula]
    if len(hosts) != 1:
        count = "neither of the two is" if not hosts else "both are"
        raise InputError(
            f"--x sets the lithium of a cathode of the library, and {count} one",
            remedy="write the lithium into a formula, such as Li0.5CoO2",
        )
    from dataclasses import replace

    return tuple(  # type: ignore[return-value]
        replace(side, composition=composition_of(side.material, x))
        if side is hosts[0] and side.material is not None
        else side
        for side in sides
    )


def _with_cathode(conditions: Conditions, names: tuple[str, str], x: float | None) -> Conditions:
    """Add the measured energy of a charged cathode, where there is one, to the safety scheme."""
    from dataclasses import replace

    from davylamp.core.errors import DavylampError
    from davylamp.materials import charged_cathode
    from davylamp.store.load import load_library

    if conditions.scheme != "safety" or x is None:
        return conditions
    hosts = [found for name in names if (found := load_library().get(name)) and found.host_formula]
    if len(hosts) != 1:
        return conditions
    try:
        energy = charged_cathode(hosts[0], x).user_phase
    except DavylampError:
        # Without it the total energy stays unknown, and the answer says so.
        return conditions
    return replace(conditions, user_phases=(*conditions.user_phases, energy))


def _reacts(answer: InterfaceReaction, point: MixingPoint) -> bool:
    """Whether both materials take part; with lithium open one may react with it alone."""
    if point.mutual_eV > -_NOTHING_EV:
        return False
    return answer.voltage_V is not None or 0.0 < point.fraction_a < 1.0


def _heat_J_per_g(answer: InterfaceReaction, point: MixingPoint) -> float | None:
    """Return the heat released per gram of both materials at 298.15 K, from them as they are.

    Where they do not react there is none: what one gains by decomposing alone is not the contact's.
    """
    from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL

    if point.enthalpy_eV is None or answer.voltage_V is not None or not _reacts(answer, point):
        return None
    moles_a, moles_b = answer.moles(point.fraction_a)
    mass_g = moles_a * answer.a.mass_g_per_mol + moles_b * answer.b.mass_g_per_mol
    return -point.enthalpy_eV * EV_PER_ATOM_IN_J_PER_MOL / mass_g


def _equation(side_a: Named, side_b: Named, answer: InterfaceReaction, point: MixingPoint) -> str:
    from davylamp.cli.names import readable
    from davylamp.dossier.formulas import equation

    if not _reacts(answer, point):
        return "no reaction"
    moles_a, moles_b = answer.moles(point.fraction_a)
    scale = 1.0 / (moles_a or moles_b)
    given = [
        (readable(side_a.composition), moles_a * scale),
        (readable(side_b.composition), moles_b * scale),
    ]
    if answer.voltage_V is not None:
        given.append(("Li", point.lithium_taken_mol * scale))
    return equation(given, [(item.name, item.amount_mol * scale) for item in point.products])


def _record(
    side_a: Named, side_b: Named, answer: InterfaceReaction, conditions: Conditions
) -> dict[str, Any]:
    from davylamp.cli.output import conditions_record, phases_record

    def point(item: MixingPoint) -> dict[str, Any]:
        return {
            "fraction_a": item.fraction_a,
            "mutual_eV_per_atom": item.mutual_eV,
            "total_eV_per_atom": item.total_eV,
            "enthalpy_298K_eV_per_atom": item.enthalpy_eV,
            "heat_J_per_g": _heat_J_per_g(answer, item),
            "lithium_taken_mol_per_mol_atoms": item.lithium_taken_mol,
            "equation": _equation(side_a, side_b, answer, item),
            "products_per_mol_atoms": phases_record(item.products),
        }

    total = answer.strongest_total
    return {
        "conditions": conditions_record(conditions),
        "voltage_V": answer.voltage_V,
        "a": side_a.label,
        "b": side_b.label,
        "kind": answer.kind.value,
        "strongest_mutual": point(answer.strongest),
        "strongest_total": None if total is None else point(total),
        "profile": [point(item) for item in answer.profile],
    }


def _show(side_a: Named, side_b: Named, answer: InterfaceReaction, conditions: Conditions) -> None:
    from davylamp.cli.output import conditions_text, energies_note, print_facts, print_table
    from davylamp.dossier.numbers import number, quantity

    best = answer.strongest
    open_lithium = "" if answer.voltage_V is None else f", lithium open at {answer.voltage_V:g} V"
    unit = "meV/atom" if answer.voltage_V is None else "meV per atom other than Li"

    def milli(value: float | None) -> str:
        return "unknown" if value is None else number(1e3 * value)

    heat = _heat_J_per_g(answer, best)
    facts = [("strongest reaction", "no reaction: mixing gains nothing")]
    if _reacts(answer, best):
        total = "unknown" if best.total_eV is None else f"{milli(best.total_eV)} {unit}"
        facts = [
            ("strongest reaction", f"{milli(best.mutual_eV)} {unit} (mutual)"),
            ("  as they are", f"{total} (total)"),
            ("mixing ratio", f"{number(100.0 * best.fraction_a)} % of atoms from {side_a.name}"),
            ("equation", _equation(side_a, side_b, answer, best)),
        ]
        if answer.voltage_V is None:
            shown = "unknown" if heat is None else f"{quantity(heat, 'J/g')} of both, at 298 K"
            facts.append(("heat released", shown))
    facts += [
        ("energies", conditions_text(conditions) + open_lithium),
        ("known by", answer.kind.value),
    ]
    print_facts(f"{side_a.label} + {side_b.label}", facts)
    rows = [
        (
            number(100.0 * point.fraction_a),
            milli(point.mutual_eV),
            milli(point.total_eV),
            " + ".join(product.name for product in point.products),
        )
        for point in answer.profile
    ]
    headings = (f"% atoms {side_a.name}", "mutual", "total", "products")
    print_table(f"Profile [{unit}]", headings, rows, right=(0, 1, 2))
    energies_note(
        (phase.origin for phase in best.products),
        "Mutual leaves out what a material would gain by decomposing alone; total has it in.",
    )
