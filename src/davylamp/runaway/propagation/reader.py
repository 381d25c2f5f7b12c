"""Read a module file: YAML, checked in one pass, with every problem reported at once."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from davylamp.cell.problems import CellFileError, Problem, without_fields
from davylamp.cell.yaml_tree import YamlTree, load_yaml, read_text
from davylamp.core.errors import DavylampError, MissingDatumError
from davylamp.core.units import format_quantity
from davylamp.runaway.propagation.module import LayerMaterial, Module

if TYPE_CHECKING:
    from davylamp.runaway.body import Body
    from davylamp.runaway.network import Network
    from davylamp.runaway.propagation.schema import ModuleSpec
    from davylamp.runaway.propagation.schema_parts import CellKindSpec
    from davylamp.store.materials import MaterialLibrary

__all__ = ["parse_module", "read_module"]

#: Density of a whole cell that is credible [kg/m3].
_DENSITY: Final = (300.0, 10000.0)


def read_module(path: str | Path) -> Module:
    """Read a module file.

    Raises
    ------
    UnreadableFileError
        If the file is missing, a directory, too large, or not text.
    CellFileError
        If fields are wrong or cells overlap; it lists every problem with file, line, field and
        remedy.
    """
    path = Path(path)
    return parse_module(read_text(path, str(path)), str(path), folder=path.parent, path=path)


def parse_module(
    text: str,
    shown: str = "module.yaml",
    *,
    folder: Path | None = None,
    path: Path | None = None,
) -> Module:
    """Read the text of a module file.

    Parameters
    ----------
    text : str
        YAML.
    shown : str
        Name of the file for messages.
    folder : Path, optional
        Where the files lie that it names.
    path : Path, optional
        The file itself.

    Raises
    ------
    CellFileError
        If fields are wrong or cells overlap; it lists every problem.
    """
    from dataclasses import replace

    from pydantic import ValidationError

    from davylamp.cell.messages import explain
    from davylamp.cell.names import check_own_ids, look_up
    from davylamp.runaway.propagation.build import build_module
    from davylamp.runaway.propagation.checks import check_module
    from davylamp.runaway.propagation.schema import ModuleSpec
    from davylamp.store.load import load_library

    tree = load_yaml(text, shown)
    if not isinstance(tree.data, dict):
        raise without_fields(shown, "module", "cells, arrangement and trigger")
    library = load_library()
    problems = check_own_ids(tree, library)
    spec: ModuleSpec | None = None
    try:
        spec = ModuleSpec.model_validate(tree.data, context={"known": look_up(tree.data, library)})
    except ValidationError as error:
        problems += explain(error, tree, root=ModuleSpec)
    if spec is None or problems:
        raise CellFileError(problems)
    problems += _names(spec, tree)
    materials = _materials(spec, library, tree, problems)
    digest = hashlib.sha256(text.encode())
    bodies = _bodies(spec, folder or Path(), tree, problems, digest)
    if problems:
        raise CellFileError(problems)
    lines = {
        number: tree.line(("arrangement", "positions", number))
        for number in range(len(spec.arrangement.positions or []))
    }
    module = build_module(spec, bodies, materials, lines)
    module = replace(module, path=path, sha256=digest.hexdigest())
    check_module(module, tree)
    return module


def _names(spec: ModuleSpec, tree: YamlTree) -> list[Problem]:
    """Find names given twice, and names that nothing has."""
    from difflib import get_close_matches

    found: list[Problem] = []
    kinds = [kind.id for kind in spec.cells]
    positions = spec.arrangement.positions
    if positions is not None:
        cells = [entry.name for entry in positions]
    else:
        grid = spec.arrangement.grid
        count = spec.arrangement.row or 1
        if grid is not None:
            count = grid.width * grid.height * grid.thickness
        cells = [f"cell {number + 1}" for number in range(count)]

    def twice(names: list[str], place: tuple[str, ...], key: str) -> None:
        for number, name in enumerate(names):
            if name in names[:number]:
                at: tuple[str | int, ...] = (*place, number, key)
                first = tree.line((*place, names.index(name), key))
                message = f"{name!r} is given twice, first in line {first}"
                field = ".".join(map(str, at))
                found.append(
                    Problem(tree.file, tree.line(at), field, message, "rename one of them")
                )

    def known(name: str, names: list[str], at: tuple[str | int, ...], what: str) -> None:
        if name not in names:
            close = get_close_matches(name, names, n=1, cutoff=0.5)
            remedy = f"did you mean {close[0]}?" if close else f"known: {', '.join(names[:8])}"
            field = ".".join(map(str, at))
            message = f"there is no {what} {name!r}"
            found.append(Problem(tree.file, tree.line(at), field, message, remedy))

    twice(kinds, ("cells",), "id")
    if positions is not None:
        twice(cells, ("arrangement", "positions"), "name")
        for number, entry in enumerate(positions):
            if entry.kind is not None:
                where: tuple[str | int, ...] = ("arrangement", "positions", number, "kind")
                known(entry.kind, kinds, where, "kind of cell")
    if spec.trigger.cell is not None:
        known(spec.trigger.cell, cells, ("trigger", "cell"), "cell")
    for number, bar in enumerate(spec.busbars):
        if bar.between != "neighbours":
            for name in bar.between:
                known(name, cells, ("busbars", number, "between"), "cell")
    return found


def _materials(
    spec: ModuleSpec, library: MaterialLibrary, tree: YamlTree, problems: list[Problem]
) -> dict[str, LayerMaterial]:
    from davylamp.runaway.propagation.materials import own_layer_material, stored_layer_material

    own = {entry.id: own_layer_material(entry) for entry in spec.materials}
    uses: list[tuple[str, tuple[str | int, ...]]] = [
        (layer.material, ("between", "layers", number, "material"))
        for number, layer in enumerate(spec.between.layers)
    ]
    for number, plate in enumerate(spec.cooling.plates):
        uses.append((plate.material, ("cooling", "plates", number, "material")))
        if plate.pad is not None:
            uses.append((plate.pad.material, ("cooling", "plates", number, "pad", "material")))
    uses += [
        (bar.material, ("busbars", number, "material")) for number, bar in enumerate(spec.busbars)
    ]
    if spec.trigger.block is not None:
        uses.append((spec.trigger.block.material, ("trigger", "block", "material")))
    for name, at in uses:
        if name in own:
            continue
        try:
            own[name] = stored_layer_material(library[name])
        except MissingDatumError as error:
            field = ".".join(map(str, at))
            remedy = error.remedy or ""
            problems.append(Problem(tree.file, tree.line(at), field, error.message, remedy))
    return own


def _bodies(
    spec: ModuleSpec, folder: Path, tree: YamlTree, problems: list[Problem], digest: hashlib._Hash
) -> dict[str, Body]:
    from davylamp.runaway.propagation.build import sized

    found: dict[str, Body] = {}
    for number, kind in enumerate(spec.cells):
        field, line = f"cells.{number}", tree.line(("cells", number))
        try:
            body = sized(_body(kind, folder, digest), kind)
        except CellFileError as error:
            problems += error.problems
            continue
        except DavylampError as error:
            problems.append(Problem(tree.file, line, field, error.message, error.remedy or ""))
            continue
        low, high = _DENSITY
        if not low <= body.density_kg_per_m3 <= high:
            density = format_quantity(body.density_kg_per_m3, "kg/m3")
            problem = Problem(
                tree.file,
                tree.line(("cells", number, "size")),
                f"{field}.size",
                f"{kind.id} would have a mean density of {density}",
                f"credible are {low:g} to {high:g} kg/m3; check size and cell",
            )
            problems.append(problem)
        found[kind.id] = body
    return found


def _body(kind: CellKindSpec, folder: Path, digest: hashlib._Hash) -> Body:
    from dataclasses import replace

    from davylamp.runaway.propagation.build import own_body
    from davylamp.runaway.safeguards import apply_safeguards, build_safeguards

    def network(name: str) -> Network:
        from davylamp.runaway.networks import read_network

        place = folder / name
        digest.update(read_text(place, str(place)).encode())
        return read_network(place)

    given = None if kind.network is None else network(kind.network)
    if kind.own is not None and kind.size is not None:
        body = own_body(kind.own, kind.size, given or network(kind.own.network), kind.id)
        return apply_safeguards(body, build_safeguards(kind.safeguards))
    if kind.baseline is not None:
        from davylamp.runaway.networks import liquid_body

        body = liquid_body()
    else:
        from davylamp.cell import example_path, read_cell
        from davylamp.runaway.cell_body import cell_body

        path = example_path(kind.example) if kind.example else folder / str(kind.cell)
        cell = read_cell(path)
        digest.update(cell.sha256.encode())
        body = cell_body(cell, state_of_charge=kind.state_of_charge, network=given)
    if given is not None:
        body = replace(body, network=given)
    return apply_safeguards(body, build_safeguards(kind.safeguards))
