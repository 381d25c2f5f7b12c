"""What a module must fulfil before it is solved: cells apart, layers that fit, a sane mesh."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from davylamp.cell.problems import CellFileError, Problem
from davylamp.core.units import format_quantity
from davylamp.runaway.propagation.boxes import Box, Facing, facing_pairs, overlapping
from davylamp.runaway.propagation.module import AXES, Module, Placement

if TYPE_CHECKING:
    from davylamp.cell.yaml_tree import YamlTree

__all__ = ["MAX_VOLUMES", "cell_boxes", "cell_pairs", "check_module", "mesh_notes", "volumes"]

#: More volumes than this are a slip of the resolution, not a module.
MAX_VOLUMES: Final = 400_000
#: Biot number above which one volume for a whole cell misleads.
_BIOT: Final = 0.1


def cell_boxes(module: Module) -> list[Box]:
    """Return the boxes of the cells, in their order."""
    return [_box(module, cell) for cell in module.cells]


def cell_pairs(module: Module) -> list[Facing]:
    """Return the cells that face one another across a gap that is not open."""
    return [pair for pair in facing_pairs(cell_boxes(module)) if not is_open(module, pair)]


def is_open(module: Module, pair: Facing) -> bool:
    """Whether the gap of a pair is open to the air around the module."""
    filled = module.gap.thickness_m if pair.axis == 2 else 0.0
    return pair.gap_m - filled > module.gap.open_m


def check_module(module: Module, tree: YamlTree) -> None:
    """Refuse cells that overlap, layers that do not fit, and meshes without measure.

    Raises
    ------
    CellFileError
        With every problem.
    """
    problems = _overlaps(module, tree)
    if not problems:
        problems = _misfits(module, tree)
    count = volumes(module)
    if count > MAX_VOLUMES:
        at = ("simulation", "resolution")
        problems.append(
            Problem(
                tree.file,
                tree.line(at),
                ".".join(at),
                f"the module would have {count} volumes",
                f"at most {MAX_VOLUMES} are solved: divide the cells less finely",
            )
        )
    if problems:
        raise CellFileError(problems)


def volumes(module: Module) -> int:
    """Return the number of volumes of cells and layers, about."""
    n = math.prod(module.resolution.cell_counts())
    plane = n // module.resolution.cell_counts()[2]
    layers = len(module.gap.layers) * module.resolution.layer * plane
    return len(module.cells) * (n + layers)


def mesh_notes(module: Module) -> tuple[str, ...]:
    """Return what the division into volumes cannot show."""
    if module.resolution.mode != "lumped":
        return ()
    resistance = module.gap.contact_m2K_per_W + sum(
        layer.thickness_m / layer.material.conductivity.z_W_per_m_K for layer in module.gap.layers
    )
    worst = 0.0
    for body in module.kinds.values():
        if body.conductivity is not None:
            own = 0.5 * body.size_m[2] / body.conductivity.z_W_per_m_K
            worst = max(worst, own / max(resistance, 1e-12))
    if worst <= _BIOT:
        return ()
    return (
        f"each cell is one volume, though its own resistance is {min(worst, 1e3):.2g} times that "
        "of what lies between (Biot number): 'mode: layers' shows the front within it",
    )


def _box(module: Module, cell: Placement) -> Box:
    size = module.body(cell).size_m
    low = tuple(cell.centre_m[axis] - 0.5 * size[axis] for axis in range(3))
    high = tuple(cell.centre_m[axis] + 0.5 * size[axis] for axis in range(3))
    return Box(cell.name, (low[0], low[1], low[2]), (high[0], high[1], high[2]))


def _overlaps(module: Module, tree: YamlTree) -> list[Problem]:
    problems = []
    for clash in overlapping(cell_boxes(module)):
        one, two = module.cells[clash.first], module.cells[clash.second]
        axis = min(range(3), key=lambda n: clash.shared_m[n])
        shared = format_quantity(clash.shared_m[axis], "mm")
        lines = f" (lines {one.line} and {two.line})" if one.line and two.line else ""
        problems.append(
            Problem(
                tree.file,
                two.line or tree.line(("arrangement",)),
                f"arrangement.positions.{clash.second}.at" if two.line else "arrangement",
                f"{one.name} and {two.name}{lines} overlap by {shared} along the {AXES[axis]}",
                f"move one of them by at least {shared}, or make the cells smaller",
            )
        )
    return problems


def _misfits(module: Module, tree: YamlTree) -> list[Problem]:
    filled = module.gap.thickness_m
    problems = []
    at: tuple[str, ...] = ("between", "layers")
    for pair in cell_pairs(module):
        if pair.axis == 2 and filled > pair.gap_m + 1e-9:
            one, two = module.cells[pair.first].name, module.cells[pair.second].name
            problems.append(
                Problem(
                    tree.file,
                    tree.line(at),
                    ".".join(at),
                    f"the layers are {format_quantity(filled, 'mm')} thick, the gap between "
                    f"{one} and {two} is {format_quantity(pair.gap_m, 'mm')}",
                    "widen the spacing, or leave it out: it then follows from the layers",
                )
            )
            break
    return problems
