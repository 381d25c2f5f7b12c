"""What a command line asks of salt depletion: of a cell, a stored material, or plain numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.cli.deplete_options import Numbers, refuse_unused
from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown
from davylamp.dendrites.depletion import (
    SaltDepletion,
    SaltElectrolyte,
    Segment,
    constant_electrolyte,
    constant_program,
    depletion_mechanism,
    limiting_current,
    pulse_program,
    salt_concentration,
    salt_system,
    stepped_program,
    stored_electrolyte,
)
from davylamp.dendrites.mechanism import NotApplicable
from davylamp.dendrites.subject import subject_of
from davylamp.store.load import load_library

if TYPE_CHECKING:
    from davylamp.cell.model import Cell

__all__ = ["DepletionCase", "of_cell", "of_material", "of_numbers", "program_of"]

_ROOM_K: Final = 298.15


@dataclass(frozen=True, slots=True)
class DepletionCase:
    """What is asked.

    Parameters
    ----------
    title : str
        Of the answer.
    electrolyte : SaltElectrolyte or None
        None where nothing can deplete, or what is needed is not known.
    concentration_mol_per_m3, thickness_m : float
        Of the layer [mol/m3], [m].
    current_A_per_m2 : float or None
        [A/m2].
    reason : str
        Why nothing can deplete.
    mechanism : SaltDepletion or None
        The whole cell, where it is one.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What is not known.
    """

    title: str
    electrolyte: SaltElectrolyte | None = None
    concentration_mol_per_m3: float = math.nan
    thickness_m: float = math.nan
    current_A_per_m2: float | None = None
    reason: str = ""
    mechanism: SaltDepletion | None = None
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = field(default=())


def of_numbers(plain: Numbers, method: str | None) -> DepletionCase:
    """Return the case of plain numbers."""
    refuse_unused(
        {"--method": method}, "needs a cell or --material", "leave it out: plain numbers are alone"
    )
    if plain.ratio is not None:
        raise InputError(
            "--ratio needs --material", remedy="give --concentration '1 mol/L' instead"
        )
    needed = {
        "--concentration": plain.concentration_mol_per_m3,
        "--diffusivity": plain.diffusivity_m2_per_s,
        "--transference": plain.transference_number,
        "--thickness": plain.thickness_m,
    }
    missing = [name for name, value in needed.items() if value is None]
    if missing:
        raise InputError(
            f"{missing[0]} is missing",
            remedy="give a cell file, --material with --thickness, or all of " + ", ".join(needed),
        )
    assert plain.concentration_mol_per_m3 is not None
    assert plain.diffusivity_m2_per_s is not None
    assert plain.transference_number is not None
    assert plain.thickness_m is not None
    limiting_current(
        plain.concentration_mol_per_m3, plain.diffusivity_m2_per_s, plain.transference_number,
        plain.thickness_m,
    )  # fmt: skip
    electrolyte = constant_electrolyte(
        plain.diffusivity_m2_per_s,
        plain.transference_number,
        conductivity_S_per_m=plain.conductivity_S_per_m,
        temperature_K=_ROOM_K if plain.temperature_K is None else plain.temperature_K,
        name="properties as given, constant",
    )
    return DepletionCase(
        "Salt depletion",
        electrolyte,
        plain.concentration_mol_per_m3,
        plain.thickness_m,
        _current(plain.current_A_per_m2),
    )


def of_material(name: str, plain: Numbers, method: str | None) -> DepletionCase:
    """Return the case of a stored salt in a polymer."""
    refuse_unused(
        {
            "--diffusivity": plain.diffusivity_m2_per_s,
            "--transference": plain.transference_number,
            "--conductivity": plain.conductivity_S_per_m,
        },
        "cannot be given with --material",
        "leave --material out to use plain numbers, or choose a set with --method",
    )
    library = load_library()
    identifier = library[name].id if name in library else name
    system = salt_system(identifier)
    if plain.thickness_m is None:
        raise InputError("--thickness is missing", remedy="add --thickness 50um")
    c0 = plain.concentration_mol_per_m3
    if c0 is not None and plain.ratio is not None:
        raise InputError("--concentration and --ratio both set the salt", remedy="keep one of them")
    notes: tuple[str, ...] = ()
    if plain.ratio is not None:
        if not plain.ratio > 0.0:
            raise InputError(
                f"--ratio {plain.ratio:g} is not above zero", remedy="write such as --ratio 0.05"
            )
        c0 = float(system.concentration_mol_per_m3(plain.ratio))
        notes = (f"{plain.ratio:g} salt per ether oxygen, volumes taken as additive (assumed)",)
    if c0 is None and identifier in library:
        known = salt_concentration(library[identifier], None)
        if known is not None:
            c0, notes = known.value, (known.note,)
    if c0 is None:
        raise InputError("--concentration is missing", remedy="add --concentration '1 mol/L'")
    electrolyte = stored_electrolyte(identifier, method, plain.temperature_K)
    return DepletionCase(
        f"Salt depletion in {electrolyte.name}",
        electrolyte,
        c0,
        plain.thickness_m,
        _current(plain.current_A_per_m2),
        notes=(*notes, *electrolyte.notes),
    )


def of_cell(cell: Cell, plain: Numbers, method: str | None) -> DepletionCase:
    """Return the case of a cell: its mechanism, and the transient of its layer."""
    given = {
        "--concentration": plain.concentration_mol_per_m3,
        "--ratio": plain.ratio,
        "--diffusivity": plain.diffusivity_m2_per_s,
        "--transference": plain.transference_number,
        "--conductivity": plain.conductivity_S_per_m,
        "--thickness": plain.thickness_m,
        "--temperature": plain.temperature_K,
    }
    refuse_unused(given, "cannot be given with a cell", "change the cell file")
    subject = subject_of(cell)
    title = f"Salt depletion in {cell.name}"
    found = depletion_mechanism(subject, method=method)
    if isinstance(found, NotApplicable):
        return DepletionCase(title, reason=found.reason)
    if not isinstance(found, SaltDepletion):
        return DepletionCase(title, unknown=found.unknown)
    values = {name: item.value for name, item in found.parameters.items()}
    current = plain.current_A_per_m2
    if current is None:
        current = subject.current_A_per_m2
    if subject.material.get("salt_diffusivity") is not None:
        electrolyte = constant_electrolyte(
            values["diffusivity"], values["transference_number"],
            temperature_K=subject.temperature_K, name=f"{subject.material.id}, constant",
        )  # fmt: skip
    else:
        electrolyte = stored_electrolyte(subject.material.id, method, subject.temperature_K)
    return DepletionCase(
        title,
        electrolyte,
        values["salt_concentration"],
        values["layer_thickness"],
        _current(current),
        mechanism=found,
        notes=found.notes,
        unknown=found.unknown,
    )


def program_of(
    case: DepletionCase,
    duration_s: float | None,
    pulse_s: float | None,
    rest_s: float | None,
    rise_A_per_m2: float | None,
    repeat: int,
) -> tuple[Segment, ...]:
    """Return the current program that the options describe."""
    assert case.electrolyte is not None
    assert case.current_A_per_m2 is not None
    if pulse_s is not None:
        if duration_s is not None or rise_A_per_m2 is not None:
            other = "--rise" if duration_s is None else "--duration"
            raise InputError(f"{other} does not go with --pulse", remedy="keep one of them")
        if rest_s is None:
            raise InputError("--rest is missing", remedy="add --rest '60 s'")
        return pulse_program(case.current_A_per_m2, pulse_s, rest_s, repeat)
    if rise_A_per_m2 is not None and pulse_s is None:
        if duration_s is None:
            raise InputError("--rise needs --duration", remedy="add --duration '10 min'")
        return stepped_program(case.current_A_per_m2, rise_A_per_m2, repeat, duration_s)
    if rest_s is not None:
        raise InputError("--rest needs --pulse", remedy="add --pulse '10 s'")
    if duration_s is None:
        spreading = float(
            case.electrolyte.diffusivity(np.array([case.concentration_mol_per_m3]))[0]
        )
        # Twice the time in which salt spreads over the layer: settled, or depleted.
        duration_s = 2.0 * case.thickness_m**2 / spreading
    return constant_program(case.current_A_per_m2, duration_s)


def _current(value: float | None) -> float | None:
    if value is not None and not value > 0.0:
        raise InputError(
            f"--current {value:g} A/m2 is not above zero", remedy="give the plating current"
        )
    return value
