"""Read a user's own reaction network, with every problem of the file reported at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from davylamp.cell.problems import CellFileError, Problem
from davylamp.cell.yaml_tree import load_yaml, read_text
from davylamp.core.errors import DavylampError
from davylamp.runaway.network import Network

if TYPE_CHECKING:
    from pydantic import BaseModel

    _Spec = TypeVar("_Spec", bound=BaseModel)

__all__ = ["network_schema", "parse_network", "read_network"]

Loc = tuple[str | int, ...]


def read_network(path: str | Path) -> Network:
    """Read a network file.

    Parameters
    ----------
    path : str or Path
        YAML with the fields ``species`` and ``steps``; amounts, extents and heats are per kilogram
        of the body in which the network runs.

    Raises
    ------
    UnreadableFileError
        If the file is missing, a directory, too large, or not text.
    CellFileError
        If fields are wrong; it lists every problem with file, line, field and remedy.
    """
    path = Path(path)
    return parse_network(read_text(path, str(path)), str(path))


def parse_network(text: str, shown: str = "network.yaml") -> Network:
    """Read the text of a network file.

    Parameters
    ----------
    text : str
        YAML.
    shown : str
        Name of the file for messages.

    Raises
    ------
    CellFileError
        If fields are wrong; it lists every problem with file, line, field and remedy.

    Examples
    --------
    >>> network = parse_network('''
    ... species:
    ...   - {id: A, amount: 1 mol/kg}
    ...   - {id: B}
    ... steps:
    ...   - id: decay
    ...     reaction: A -> B
    ...     heat: 300 J/g
    ...     rate: {frequency: 1e13 1/s, activation_energy: 1.4 eV}
    ... ''')
    >>> network.heat_J_per_kg
    300000.0
    """
    from pydantic import ValidationError

    from davylamp.cell.messages import explain
    from davylamp.runaway.networks import _build, _schema

    tree = load_yaml(text, shown)
    data = tree.data
    if not isinstance(data, dict):
        raise CellFileError(
            [
                Problem(
                    shown, 1, "", "not a network file: it has no fields",
                    "a network file has the fields species and steps",
                )
            ]
        )  # fmt: skip
    problems: list[Problem] = []

    def say(loc: Loc, message: str, remedy: str) -> None:
        field = ".".join(map(str, loc))
        problems.append(Problem(shown, tree.line(loc), field, message, remedy))

    spec: _schema.NetworkSpec | None = None
    try:
        spec = _schema.NetworkSpec.model_validate(data)
    except ValidationError as error:
        problems += explain(error, tree, root=_schema.NetworkSpec)
    # What is right is checked further even where something else is wrong.
    listed = _right(data.get("species"), _schema.SpeciesSpec)
    steps = _right(data.get("steps"), _schema.StepSpec)
    species = _build.build_species(listed, say)
    _build.check_steps(steps, species, _ids(data.get("species")), say)
    if spec is not None:
        _build.check_heat(steps, say)
    if spec is None or problems:
        raise CellFileError(problems)
    try:
        name = spec.name or Path(shown).stem
        return _build.build_network(name, species, spec.steps, spec.notes)
    except DavylampError as error:
        problem = Problem(tree.file, None, "", error.message, error.remedy or "")
        raise CellFileError([problem]) from None


def network_schema() -> dict[str, Any]:
    """Return the JSON schema of the network file, for editors and other programs."""
    from davylamp.runaway.networks import _schema

    return _schema.network_schema()


def _right(entries: Any, model: type[_Spec]) -> dict[int, _Spec]:
    """Return the entries of a list that fit a model, by their place."""
    from pydantic import ValidationError

    found = {}
    for place, entry in enumerate(entries if isinstance(entries, list) else ()):
        try:
            found[place] = model.model_validate(entry)
        except ValidationError:
            # Explained with the whole file.
            continue
    return found


def _ids(entries: Any) -> list[str]:
    if not isinstance(entries, list):
        return []
    return [str(entry.get("id")) for entry in entries if isinstance(entry, dict)]
