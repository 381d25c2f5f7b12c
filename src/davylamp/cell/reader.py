"""Read a cell file: YAML, checked in one pass, with every problem reported at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from davylamp.cell.bpx import MAX_BYTES as BPX_MAX_BYTES
from davylamp.cell.bpx import is_bpx, parse_bpx
from davylamp.cell.bpx_fill import bpx_alone, fill_from_bpx
from davylamp.cell.model import Cell
from davylamp.cell.names import check_own_ids, look_up
from davylamp.cell.potentials import cathode_potential_range, lithium_window
from davylamp.cell.problems import CellFileError, Problem, without_fields
from davylamp.cell.yaml_tree import YamlTree, load_yaml, read_text
from davylamp.core.errors import (
    MissingDatumError,
    OutsideValidityError,
)
from davylamp.store.materials import MaterialLibrary

if TYPE_CHECKING:
    from davylamp.cell.schema import CellSpec

__all__ = ["parse_cell", "read_cell"]


def read_cell(path: str | Path, library: MaterialLibrary | None = None) -> Cell:
    """Read a cell file.

    Parameters
    ----------
    path : str or Path
        A ``.yaml`` or ``.yml`` file, or the same fields as ``.json``. A BPX file alone names no
        materials: the error then lists what it holds and how to use it with ``bpx:``.
    library : MaterialLibrary, optional
        Materials to choose from; those of the package by default.

    Raises
    ------
    UnreadableFileError
        If the file is missing, a directory, too large, or not text.
    CellFileError
        If fields are wrong; it lists every problem with file, line, field and remedy.
    """
    path = Path(path)
    shown = str(path)
    json_like = path.suffix.lower() == ".json"
    text = read_text(path, shown, limit=BPX_MAX_BYTES) if json_like else read_text(path, shown)
    if json_like:
        if is_bpx(text):
            raise bpx_alone(parse_bpx(text, shown), shown)
        # Tabs are mere spaces to JSON, and an error to YAML.
        text = text.replace("\t", " ")
    return parse_cell(text, shown, library, path=path)


def parse_cell(
    text: str,
    shown: str = "cell.yaml",
    library: MaterialLibrary | None = None,
    *,
    path: Path | None = None,
) -> Cell:
    """Read the text of a cell file.

    Parameters
    ----------
    text : str
        YAML.
    shown : str
        Name of the file for messages.
    library : MaterialLibrary, optional
        Materials to choose from; those of the package by default.
    path : Path, optional
        The file itself, against which paths in it are resolved.

    Raises
    ------
    CellFileError
        If fields are wrong; it lists every problem with file, line, field and remedy.
    """
    from pydantic import ValidationError

    from davylamp.cell.build import build_cell, own_material
    from davylamp.cell.messages import explain
    from davylamp.cell.schema import CellSpec

    if library is None:
        from davylamp.store.load import load_library

        library = load_library()
    tree = load_yaml(text, shown)
    if not isinstance(tree.data, dict):
        raise without_fields(shown, "cell", "anode, electrolyte, cathode and operation")
    folder = path.parent if path is not None else Path()
    data, filled, notes = fill_from_bpx(tree, folder)
    problems = check_own_ids(tree, library)
    spec: CellSpec | None = None
    try:
        spec = CellSpec.model_validate(data, context={"known": look_up(data, library)})
    except ValidationError as error:
        problems += explain(error, tree, filled)
    if spec is not None and spec.anode.material is None and "Li" not in library:
        field, remedy = "anode.material", "name the material that is plated"
        problems.append(Problem(shown, tree.line(("anode",)), field, "there is no Li", remedy))
    if spec is None or problems:
        raise CellFileError(problems)
    own = {
        entry.id: own_material(entry, f"materials.{number}")
        for number, entry in enumerate(spec.materials)
    }
    cell = build_cell(
        spec,
        MaterialLibrary({**{key: library[key] for key in library}, **own}),
        phases=_phases(spec.phases, folder, tree),
        path=path,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        notes=notes,
    )
    _check_window(cell, tree)
    return cell


def _phases(names: Sequence[str], folder: Path, tree: YamlTree) -> tuple[Path, ...]:
    paths: list[Path] = []
    problems: list[Problem] = []
    for number, name in enumerate(names):
        path = folder / name
        line, field = tree.line(("phases", number)), f"phases.{number}"
        if path.suffix.lower() not in (".csv", ".json"):
            message, remedy = f"{name!r} is neither CSV nor JSON", "name a .csv or .json file"
            problems.append(Problem(tree.file, line, field, message, remedy))
            continue
        try:
            there = path.is_file()
        except (OSError, ValueError):
            there = False
        if not there:
            message = f"there is no file {name!r}"
            remedy = "paths are relative to the folder of this cell file"
            problems.append(Problem(tree.file, line, field, message, remedy))
        paths.append(path)
    if problems:
        raise CellFileError(problems)
    return tuple(paths)


def _check_window(cell: Cell, tree: YamlTree) -> None:
    """Refuse voltage limits between which the cathode cannot work at all."""
    material = cell.cathode.active.material
    voltage, potentials = material.get("average_voltage"), cathode_potential_range(cell)
    problem = ""
    try:
        lithium_window(cell)
    except OutsideValidityError as error:
        problem = error.message
    except MissingDatumError:
        # Without a curve the average voltage is all that can be checked.
        if (
            voltage is not None
            and potentials is not None
            and not potentials.low_V <= voltage.value <= potentials.high_V
        ):
            problem = (
                f"{material.id} works at about {voltage.value:g} V against Li/Li+, which lies "
                f"outside {potentials.low_V:g} to {potentials.high_V:g} V"
            )
    if problem:
        line = tree.line(("operation", "voltage_max"))
        remedy = "check the voltage limits and the materials of the electrodes"
        raise CellFileError([Problem(tree.file, line, "operation.voltage_max", problem, remedy)])
