"""Read a phase-field case file: YAML, checked in one pass, every problem reported at once."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Final

from davylamp.cell.problems import CellFileError, Problem, without_fields
from davylamp.cell.yaml_tree import YamlTree, load_yaml, read_text
from davylamp.core.parameter import Parameter, exact
from davylamp.dendrites.phasefield.case import (
    Boundary,
    Factors,
    Flaw,
    Grains,
    Interlayer,
    Nucleus,
    PhaseFieldCase,
)

if TYPE_CHECKING:
    from davylamp.dendrites.phasefield.case_spec import CaseSpec, ElectrolyteSpec, OutputSpec
    from davylamp.store.materials import MaterialLibrary

__all__ = ["parse_case", "read_case"]

#: Outputs of a case that names none.
_OUTPUTS: Final = 40
#: Temperature of the published set [K].
_SET_K: Final = 300.0


def read_case(path: str | Path) -> PhaseFieldCase:
    """Read a case file.

    Raises
    ------
    UnreadableFileError
        If the file is missing, a directory, too large, or not text.
    CellFileError
        If fields are wrong; it lists every problem with file, line, field and remedy.
    """
    path = Path(path)
    return parse_case(read_text(path, str(path)), str(path), path=path)


def parse_case(text: str, shown: str = "case.yaml", *, path: Path | None = None) -> PhaseFieldCase:
    """Read the text of a case file.

    Parameters
    ----------
    text : str
        YAML.
    shown : str
        Name of the file for messages.
    path : Path, optional
        The file itself.

    Raises
    ------
    CellFileError
        If fields are wrong; it lists every problem.
    """
    from pydantic import ValidationError

    from davylamp.cell.messages import explain
    from davylamp.cell.names import look_up
    from davylamp.dendrites.phasefield.case_checks import check_case
    from davylamp.dendrites.phasefield.case_spec import CaseSpec
    from davylamp.store.load import load_library

    tree = load_yaml(text, shown)
    if not isinstance(tree.data, dict):
        raise without_fields(shown, "phase-field case", "grid, duration, voltage and lithium")
    library = load_library()
    try:
        spec = CaseSpec.model_validate(tree.data, context={"known": look_up(tree.data, library)})
    except ValidationError as error:
        raise CellFileError(explain(error, tree, root=CaseSpec)) from None
    problems = _grid_problems(spec, tree)
    electrolyte, notes = _electrolyte(spec.electrolyte, library, tree, problems)
    if problems:
        raise CellFileError(problems)
    case = _build(spec, electrolyte, tuple(notes), text, path)
    check_case(case, spec, tree)
    return case


def _grid_problems(spec: CaseSpec, tree: YamlTree) -> list[Problem]:
    """Find a grid of no whole number of cells, or of too many."""
    from davylamp.core.units import format_quantity
    from davylamp.dendrites.phasefield.case_spec import MAX_CELLS

    def problem(field: str, message: str, remedy: str) -> Problem:
        line = tree.line(tuple(field.split(".")))
        return Problem(tree.file, line, field, message, remedy)

    grid = spec.grid
    spacing = grid.spacing if grid.spacing is not None else grid.length / (grid.cells or 1)
    found = []
    counts = []
    for name, edge in (("length", grid.length), ("height", grid.height)):
        if edge is None:
            continue
        cells = round(edge / spacing)
        counts.append(max(1, cells))
        if cells < (16 if name == "length" else 4) or abs(edge / spacing - cells) > 1e-6 * cells:
            whole = max(16, cells) * spacing
            found.append(
                problem(
                    f"grid.{name}",
                    f"{format_quantity(edge, 'um')} is {edge / spacing:.6g} cells of "
                    f"{format_quantity(spacing, 'um')}",
                    f"give a whole number of cells, such as {format_quantity(whole, 'um')}",
                )
            )
    if math.prod(counts) > MAX_CELLS:
        coarser = spacing * math.sqrt(math.prod(counts) / MAX_CELLS)
        found.append(
            problem(
                "grid.spacing" if grid.spacing is not None else "grid.cells",
                f"the grid would have {math.prod(counts):,} cells, above {MAX_CELLS:,}",
                f"take a smaller domain, or a spacing above {format_quantity(coarser, 'um')}",
            )
        )
    return found


def _electrolyte(
    spec: ElectrolyteSpec, library: MaterialLibrary, tree: YamlTree, problems: list[Problem]
) -> tuple[dict[str, Parameter], list[str]]:
    """Return the values that replace those of the published set, and what to know of them."""
    from davylamp.materials.ionic import ionic_conductivity

    units = {
        "conductivity": "S/m",
        "diffusivity": "m2/s",
        "reaction_rate": "1/s",
        "exchange_current": "A/m2",
        "concentration": "mol/m3",
        "sites": "mol/m3",
    }
    found = {
        name: exact(getattr(spec, name), unit, note="given in the case file")
        for name, unit in units.items()
        if getattr(spec, name) is not None
    }
    notes = []
    if spec.temperature is not None:
        found["temperature"] = exact(spec.temperature, "K", note="given in the case file")
    if spec.material is not None:
        if library[spec.material].family not in ("polymer", "liquid"):
            notes.append(
                f"{spec.material} conducts lithium alone, so its concentration cannot change; the "
                "model treats it as a salt, whose ions run out before the front"
            )
        conductivity = ionic_conductivity(library[spec.material])
        temperature_K = spec.temperature or _SET_K
        if conductivity is None:
            line = tree.line(("electrolyte", "material"))
            problem = Problem(
                tree.file, line, "electrolyte.material",
                f"no ionic conductivity of {spec.material} is stored",
                'give your own, such as "conductivity: 1 mS/cm"',
            )  # fmt: skip
            problems.append(problem)
        else:
            found["conductivity"] = Parameter(
                conductivity.at(temperature_K),
                "S/m",
                conductivity.kind,
                conductivity.sources,
                note=f"{spec.material} at {temperature_K - 273.15:.0f} degC",
            )
            notes += [item.what for item in conductivity.unknown(temperature_K)]
            if spec.exchange_current is None:
                notes.append(
                    f"only the conductivity is that of {spec.material}; everything else is the "
                    "published set of a liquid-like electrolyte"
                )
    return found, notes


def _factors(spec: object) -> Factors:
    return Factors(*(getattr(spec, name) for name, _ in Factors().items()))


def _build(
    spec: CaseSpec,
    electrolyte: dict[str, Parameter],
    notes: tuple[str, ...],
    text: str,
    path: Path | None,
) -> PhaseFieldCase:
    grid, lithium = spec.grid, spec.lithium
    spacing = grid.spacing if grid.spacing is not None else grid.length / (grid.cells or 1)
    across = round(grid.length / spacing)
    # From the length, so that the domain is as long as the file says to the last digit.
    spacing = grid.length / across
    along = 1 if grid.height is None else round(grid.height / spacing)
    grains = spec.grains
    return PhaseFieldCase(
        name=spec.name or (path.stem if path is not None else "Phase field"),
        description=spec.description,
        cells=(across, along),
        spacing_m=spacing,
        duration_s=spec.duration,
        voltage_V=spec.voltage,
        output_s=_outputs(spec.output, spec.duration),
        parameter_set=spec.electrolyte.parameters,
        electrolyte=electrolyte,
        thickness_m=lithium.thickness,
        edge_m=lithium.edge,
        nuclei=tuple(
            Nucleus(lithium.thickness if item.x is None else item.x, item.y, item.radius)
            for item in lithium.nuclei
        ),
        flaws=tuple(Flaw(item.y, item.depth, item.width) for item in lithium.flaws),
        grains=None
        if grains is None
        else Grains(
            tuple(Boundary(line.start, line.end) for line in grains.boundaries),
            grains.size,
            grains.seed,
            grains.width,
            _factors(grains),
        ),
        interlayer=None
        if spec.interlayer is None
        else Interlayer(spec.interlayer.thickness, _factors(spec.interlayer)),
        noise=spec.noise.amplitude,
        seed=spec.noise.seed,
        single=spec.output.precision == "single",
        max_step_s=spec.numerics.max_time_step,
        tolerance=spec.numerics.tolerance,
        path=path,
        text=text,
        notes=notes,
    )


def _outputs(spec: OutputSpec, duration_s: float) -> tuple[float, ...]:
    """Return the times of the outputs, the start and the end among them."""
    if spec.times is not None:
        inner = sorted({time for time in spec.times if time < duration_s})
    else:
        interval = spec.interval or duration_s / _OUTPUTS
        # Close to the end a further output would differ from the last in nothing.
        count = min(math.ceil(duration_s / interval - 1e-6), 100_000)
        inner = [number * interval for number in range(1, count)]
    return (0.0, *inner, duration_s)
