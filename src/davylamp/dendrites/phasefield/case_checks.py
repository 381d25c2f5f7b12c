"""What no single field of a case file can tell: whether the case can be simulated as a whole."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from davylamp.cell.problems import CellFileError, Problem
from davylamp.cell.yaml_tree import YamlTree
from davylamp.core.units import format_quantity
from davylamp.dendrites.phasefield.case import PhaseFieldCase

if TYPE_CHECKING:
    from davylamp.dendrites.phasefield.case_spec import CaseSpec

__all__ = ["MAX_OUTPUTS", "check_case"]

#: Outputs that a folder, and a reader, can hold.
MAX_OUTPUTS: Final = 2000
#: Cells across the front from a tenth to nine tenths, below which it sticks to the grid.
_FEWEST: Final = 2.0
#: Cells across the front that give published front times within 2 %.
_GOOD: Final = 4.0
#: Cells across the narrowest thing that a case may name.
_ACROSS: Final = 2.0 - 1e-6


def check_case(case: PhaseFieldCase, spec: CaseSpec, tree: YamlTree) -> None:
    """Refuse a case that cannot be simulated, with every reason.

    Raises
    ------
    CellFileError
        If anything is outside the domain, not resolved by the grid, or too large.
    """
    checks = _Checks(case, spec, tree)
    checks.run()
    if checks.problems:
        raise CellFileError(checks.problems)


def um(length_m: float) -> str:
    """Return a length for a reader."""
    return format_quantity(length_m, "um")


class _Checks:
    def __init__(self, case: PhaseFieldCase, spec: CaseSpec, tree: YamlTree) -> None:
        self.case, self.spec, self.tree = case, spec, tree
        self.problems: list[Problem] = []

    def run(self) -> None:
        self.spacing()
        self.lithium()
        self.nuclei()
        self.flaws()
        self.grains()
        self.interlayer()
        self.output()
        self.time_step()

    def wrong(self, at: tuple[str | int, ...], message: str, remedy: str) -> None:
        line = self.tree.line(at)
        if 0 in at and at[: at.index(0) + 1] not in self.tree.lines:
            # One mapping stands in place of a list.
            place = at.index(0)
            line = self.tree.line(at[:place] + at[place + 1 :])
        field = ".".join(map(str, at))
        self.problems.append(Problem(self.tree.file, line, field, message, remedy))

    def spacing(self) -> None:
        from davylamp.dendrites.phasefield.case_setup import interface_width_m

        width = interface_width_m(self.case)
        if self.spec.grid.coarse or self.case.spacing_m * _FEWEST <= width:
            return
        name = "spacing" if self.spec.grid.spacing is not None else "cells"
        good = _round_down(width / _GOOD)
        self.wrong(
            ("grid", name),
            f"a spacing of {um(self.case.spacing_m)} does not resolve the front, which is "
            f"{um(width)} wide: its speed would be wrong by a third or more",
            f'write "spacing: {um(good)}", or "coarse: true" to run it all the same',
        )

    def lithium(self) -> None:
        case = self.case
        if case.thickness_m >= case.length_m:
            self.wrong(
                ("lithium", "thickness"),
                f"lithium of {um(case.thickness_m)} fills the whole length of {um(case.length_m)}",
                "give a thickness below the length of the grid",
            )

    def nuclei(self) -> None:
        case = self.case
        for number, nucleus in enumerate(case.nuclei):
            at = ("lithium", "nuclei", number)
            if not case.is_plane:
                self._no_plane(at, "a nucleus")
                continue
            if nucleus.y_m > case.height_m or nucleus.x_m > case.length_m:
                self.wrong(
                    at,
                    f"the nucleus at ({um(nucleus.x_m)}, {um(nucleus.y_m)}) lies outside the "
                    f"domain of {um(case.length_m)} by {um(case.height_m)}",
                    "place its centre inside",
                )
            elif nucleus.x_m + nucleus.radius_m >= case.length_m:
                self.wrong(
                    (*at, "radius"),
                    f"a nucleus of {um(nucleus.radius_m)} at {um(nucleus.x_m)} reaches through "
                    f"the layer of {um(case.length_m)}",
                    "make it smaller than the layer",
                )
            elif nucleus.radius_m < _ACROSS * case.spacing_m:
                self._too_fine((*at, "radius"), "a radius", nucleus.radius_m)

    def flaws(self) -> None:
        case = self.case
        layer = case.length_m - case.thickness_m
        for number, flaw in enumerate(case.flaws):
            at = ("lithium", "flaws", number)
            if not case.is_plane:
                self._no_plane(at, "a flaw")
                continue
            if flaw.depth_m >= layer:
                self.wrong(
                    (*at, "depth"),
                    f"a flaw of {um(flaw.depth_m)} is deeper than the layer of {um(layer)}",
                    "give a depth below the length of the grid without its lithium",
                )
            if not 0.0 <= flaw.y_m <= case.height_m:
                self.wrong(
                    (*at, "y"),
                    f"a flaw at {um(flaw.y_m)} lies outside the height of {um(case.height_m)}",
                    "place it inside",
                )
            if flaw.width_m > case.height_m:
                self.wrong(
                    (*at, "width"),
                    f"a flaw {um(flaw.width_m)} wide is wider than the domain of "
                    f"{um(case.height_m)}",
                    "give a width below the height of the grid",
                )
            elif flaw.width_m < _ACROSS * case.spacing_m:
                self._too_fine((*at, "width"), "a width", flaw.width_m)

    def grains(self) -> None:
        case, grains = self.case, self.case.grains
        if grains is None:
            return
        if not case.is_plane:
            self._no_plane(("grains",), "a grain boundary")
            return
        if grains.width_m < _ACROSS * case.spacing_m:
            self._too_fine(("grains", "width"), "a width", grains.width_m)
        if grains.size_m is not None and grains.size_m < 4.0 * grains.width_m:
            self.wrong(
                ("grains", "size"),
                f"grains of {um(grains.size_m)} with boundaries of {um(grains.width_m)} leave no "
                "grains",
                "give grains at least four times as large as their boundaries are wide",
            )
        for number, line in enumerate(grains.boundaries):
            at = ("grains", "boundaries", number)
            for name, (x_m, y_m) in (("start", line.start_m), ("end", line.end_m)):
                if x_m > case.length_m * (1 + 1e-9) or y_m > case.height_m * (1 + 1e-9):
                    self.wrong(
                        (*at, name),
                        f"({um(x_m)}, {um(y_m)}) lies outside the domain of "
                        f"{um(case.length_m)} by {um(case.height_m)}",
                        "give a point inside",
                    )
            if math.dist(line.start_m, line.end_m) < case.spacing_m:
                self.wrong(at, "the boundary has no length", "give two different ends")

    def interlayer(self) -> None:
        case, layer = self.case, self.case.interlayer
        if layer is None:
            return
        room = case.length_m - case.thickness_m
        if layer.thickness_m >= room:
            self.wrong(
                ("interlayer", "thickness"),
                f"an interlayer of {um(layer.thickness_m)} leaves no electrolyte of {um(room)}",
                "make it thinner, or the domain longer",
            )
        elif layer.thickness_m < _ACROSS * case.spacing_m:
            self._too_fine(("interlayer", "thickness"), "a thickness", layer.thickness_m)

    def output(self) -> None:
        case, output = self.case, self.spec.output
        if len(case.output_s) > MAX_OUTPUTS:
            longer = format_quantity(1.01 * case.duration_s / MAX_OUTPUTS, "s")
            self.wrong(
                ("output", "interval"),
                f"there would be {len(case.output_s)} outputs, above {MAX_OUTPUTS}",
                f'write "interval: {longer}" or more',
            )
        for number, time in enumerate(output.times or []):
            if time > case.duration_s:
                self.wrong(
                    ("output", "times", number),
                    f"an output at {time:g} s lies after the end at {case.duration_s:g} s",
                    "leave it out, or give a longer duration",
                )

    def time_step(self) -> None:
        from davylamp.dendrites.phasefield.case_setup import longest_step_s

        step, longest = self.case.max_step_s, longest_step_s(self.case)
        if step is not None and step > longest:
            self.wrong(
                ("numerics", "max_time_step"),
                f"in a step of {step:g} s the front could pass its own width, so the step would "
                "not converge",
                f'write "max_time_step: {_down(longest):g} s" or less, or leave it out',
            )

    def _no_plane(self, at: tuple[str | int, ...], what: str) -> None:
        self.wrong(at, f"{what} needs two dimensions", 'give the grid a height, such as "50 um"')

    def _too_fine(self, at: tuple[str | int, ...], what: str, length_m: float) -> None:
        finer, cell = length_m / _ACROSS, um(self.case.spacing_m)
        self.wrong(
            at,
            f"{what} of {um(length_m)} is less than {_ACROSS:.0f} cells of {cell}",
            f"make it larger, or the spacing {um(finer)} or less",
        )


def _round_down(value: float) -> float:
    """Return the next of 1, 2, 2.5 and 5 times a power of ten, which divides common lengths."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(digit * power for digit in (1.0, 2.0, 2.5, 5.0) if digit * power <= value)


def _down(value: float) -> float:
    """Round down to two digits."""
    digit = 10.0 ** (math.floor(math.log10(value)) - 1)
    return math.floor(value / digit + 1e-9) * digit
