"""Read a ranking file, with every problem of the file reported at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from davylamp.cell.problems import CellFileError, Problem, without_fields
from davylamp.cell.yaml_tree import load_yaml, read_text
from davylamp.gas.ranking.ranking import Criterion, Ranking, rank_alternatives

if TYPE_CHECKING:
    from davylamp.gas.ranking._schema import RankingSpec

__all__ = ["example_ranking_path", "parse_ranking", "rank_file"]

Loc = tuple[str | int, ...]
_Say = Callable[[Loc, str, str], None]


def example_ranking_path() -> Path:
    """Return the path of the shipped example, three valves of a cell."""
    from importlib.resources import files

    return Path(str(files("davylamp.gas.ranking") / "examples" / "valves.yaml"))


def rank_file(path: str | Path) -> Ranking:
    """Rank the alternatives of a file.

    Parameters
    ----------
    path : str or Path
        YAML with the fields ``criteria``, ``alternatives`` and ``judgements``.

    Raises
    ------
    UnreadableFileError
        If the file is missing, a directory, too large, or not text.
    CellFileError
        If fields are wrong; it lists every problem with file, line, field and remedy.

    Examples
    --------
    >>> ranking = rank_file(example_ranking_path())
    >>> [item.name for item in ranking.alternatives]
    ['oval', 'cavity', 'round']
    """
    path = Path(path)
    return parse_ranking(read_text(path, str(path)), str(path))


def parse_ranking(text: str, shown: str = "ranking.yaml") -> Ranking:
    """Rank the alternatives of a text; see `rank_file`.

    Raises
    ------
    CellFileError
        If fields are wrong; it lists every problem with file, line, field and remedy.
    """
    from pydantic import ValidationError

    from davylamp.cell.messages import explain
    from davylamp.gas.ranking._schema import RankingSpec

    tree = load_yaml(text, shown)
    if not isinstance(tree.data, dict):
        raise without_fields(shown, "ranking", "criteria, judgements and alternatives")
    try:
        spec = RankingSpec.model_validate(tree.data)
    except ValidationError as error:
        raise CellFileError(explain(error, tree, root=RankingSpec)) from None
    problems: list[Problem] = []

    def say(loc: Loc, message: str, remedy: str) -> None:
        field = ".".join(map(str, loc))
        problems.append(Problem(shown, tree.line(loc), field, message, remedy))

    names = [item.name for item in spec.criteria]
    _check_names(spec, names, say)
    judgements = _judgements(spec, names, say)
    weights = _weights(spec, say)
    if problems:
        raise CellFileError(problems)
    criteria = [Criterion(c.name, c.better == "higher", c.unit) for c in spec.criteria]
    return rank_alternatives(
        [(a.name, [a.values[name] for name in names]) for a in spec.alternatives],
        criteria,
        judgements=judgements,
        weights=weights,
        distinguishing=spec.distinguishing,
        title=spec.title,
    )


def _check_names(spec: RankingSpec, names: list[str], say: _Say) -> None:
    if not names:
        say(("criteria",), "there is no criterion", "give one or more")
    for place, name in enumerate(names):
        if name in names[:place]:
            say(("criteria", place, "name"), f"criterion {name!r} is given twice", "keep one")
    others = [item.name for item in spec.alternatives]
    if len(others) < 2:
        say(("alternatives",), "a ranking needs two alternatives or more", "add another")
    for place, item in enumerate(spec.alternatives):
        if item.name in others[:place]:
            say(("alternatives", place, "name"), f"{item.name!r} is given twice", "keep one")
        where: Loc = ("alternatives", place, "values")
        for name in names:
            if name not in item.values:
                say(where, f"no value of {name!r}", f'add "{name}: unknown" if nobody knows it')
        for name in item.values:
            if name not in names:
                say((*where, name), f"{name!r} is no criterion", f"known: {', '.join(names)}")


def _judgements(spec: RankingSpec, names: list[str], say: _Say) -> npt.NDArray[np.float64] | None:
    if spec.judgements is None:
        return None
    found: dict[tuple[str, str], tuple[float, float, float]] = {}
    right = True
    for place, item in enumerate(spec.judgements):
        loc: Loc = ("judgements", place)
        for part, name in (("of", item.of), ("over", item.over)):
            if name not in names:
                say((*loc, part), f"{name!r} is no criterion", f"known: {', '.join(names)}")
                right = False
        pair, other = (item.of, item.over), (item.over, item.of)
        back = (1.0 / item.by[2], 1.0 / item.by[1], 1.0 / item.by[0])
        if item.of == item.over:
            say(loc, "a criterion is judged against itself", "name two criteria")
            right = False
        elif pair in found and not np.allclose(found[pair], item.by, rtol=1e-3):
            listed = ", ".join(f"{part:.3g}" for part in found[pair])
            say(
                (*loc, "by"),
                f"this pair was judged before as ({listed}), or by its reciprocal",
                "judge every pair once",
            )
        found[pair], found[other] = item.by, back
    if not right:
        return None
    for place, name in enumerate(names):
        for other_name in names[place + 1 :]:
            if (name, other_name) not in found:
                say(
                    ("judgements",),
                    f"no judgement of {name!r} over {other_name!r}",
                    f'add "- {{of: {name}, over: {other_name}, by: 1}}"',
                )
                right = False
    if not right:
        return None
    same = (1.0, 1.0, 1.0)
    return np.array([[found.get((row, col), same) for col in names] for row in names])


def _weights(spec: RankingSpec, say: _Say) -> list[float] | None:
    given = [item.weight for item in spec.criteria]
    if all(weight is None for weight in given):
        return None
    for place, weight in enumerate(given):
        loc: Loc = ("criteria", place, "weight")
        if spec.judgements is not None and weight is not None:
            say(loc, "there are judgements and weights", "keep one of the two")
        elif weight is None:
            say(loc, "no weight, though other criteria have one", "give it a weight")
        elif not weight >= 0.0:
            say(loc, f"a weight of {weight:g} is negative", "give 0 or more")
    known = [weight for weight in given if weight is not None]
    if len(known) == len(given) and not sum(known) > 0.0:
        say(("criteria",), "all weights are 0", "give one of them a weight above 0")
    return known if spec.judgements is None and len(known) == len(given) else None
