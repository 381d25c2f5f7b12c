"""Tables of moduli to be screened: read from a CSV, from mappings, or from the store."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import CaseFileError, InputError, UnreadableFileError
from davylamp.store.elastic import ScreenedCompounds

__all__ = ["COLUMNS", "ModuliTable", "read_moduli_csv", "table_of_rows", "table_of_store"]

FloatArray = npt.NDArray[np.float64]

#: Names a column may have, and the factor from its unit to the SI.
COLUMNS: Final[Mapping[str, Mapping[str, float]]] = {
    "label": {"material_id": 1.0, "id": 1.0, "name": 1.0, "material": 1.0},
    "formula": {"formula": 1.0, "composition": 1.0},
    "shear": {"shear_modulus_GPa": 1e9, "shear_modulus_Pa": 1.0, "G_vrh_GPa": 1e9, "G_GPa": 1e9},
    "bulk": {"bulk_modulus_GPa": 1e9, "bulk_modulus_Pa": 1.0, "K_vrh_GPa": 1e9, "K_GPa": 1e9},
    "poisson": {"poisson_ratio": 1.0, "nu": 1.0},
    "volume_ratio": {"vol_ratio": 1.0, "volume_ratio": 1.0},
    "voigt": {"G_v_GPa": 1e9, "shear_voigt_GPa": 1e9},
    "reuss": {"G_r_GPa": 1e9, "shear_reuss_GPa": 1e9},
}
_NUMBERS: Final = ("shear", "bulk", "poisson", "volume_ratio", "voigt", "reuss")
_WORDS: Final = {
    "shear": "shear modulus",
    "bulk": "bulk modulus",
    "poisson": "Poisson's ratio",
    "volume_ratio": "molar-volume ratio",
    "voigt": "Voigt bound of the shear modulus",
    "reuss": "Reuss bound of the shear modulus",
}


@dataclass(frozen=True, slots=True)
class ModuliTable:
    """Moduli as they were given, nothing judged yet.

    Parameters
    ----------
    origin : str
        File, or words for where they come from.
    labels, formulas : tuple of str, length n
        Names of the rows; empty where none is given.
    places : tuple of int, length n
        Line of the file, or number of the row from 1.
    numbers : mapping of str to array, shape (n,)
        By quantity, SI units; NaN where missing. A column that is not there is not in it.
    faults : mapping of int to str
        By row, what cannot be read or is not finite.
    """

    origin: str
    labels: tuple[str, ...]
    formulas: tuple[str, ...]
    places: tuple[int, ...]
    numbers: Mapping[str, FloatArray]
    faults: Mapping[int, str]

    def __len__(self) -> int:
        return len(self.labels)


def read_moduli_csv(path: Path) -> ModuliTable:
    """Return the table of a CSV with a heading.

    Raises
    ------
    UnreadableFileError
        If it is missing or no text.
    CaseFileError
        If a needed column is not there.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            heading = [name.strip() for name in next(reader, [])]
            cells, places = [], []
            for cell in reader:
                if cell:
                    cells.append(cell)
                    places.append(reader.line_num)
    except OSError as error:
        raise UnreadableFileError(
            f"cannot read {path}: {error.strerror}", remedy="check the path"
        ) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFileError(
            f"{path} is not a CSV in UTF-8: {error}", remedy="save it as CSV, UTF-8"
        ) from None
    if not heading:
        raise CaseFileError("the file is empty", file=str(path), remedy=_heading_remedy())
    columns = _columns(heading, file=str(path))
    if not cells:
        raise CaseFileError(
            "the table has no rows below its heading", file=str(path), line=1,
            remedy="write one row for each electrolyte",
        )  # fmt: skip
    wrong = {
        row: f"has {len(cell)} cells where the heading has {len(heading)}"
        for row, cell in enumerate(cells)
        if len(cell) != len(heading)
    }
    blank = [""] * len(heading)
    cells = [blank if row in wrong else cell for row, cell in enumerate(cells)]
    return _table(str(path), columns, cells, places, wrong)


def table_of_rows(rows: Iterable[Mapping[str, object]]) -> ModuliTable:
    """Return the table of mappings with the same names as the columns of a CSV.

    Raises
    ------
    InputError
        If a needed quantity is in none of the rows.
    """
    listed = list(rows)
    heading = list(dict.fromkeys(name for row in listed for name in row))
    columns = _columns(heading, file=None)
    cells = [
        ["" if row.get(name) is None else str(row.get(name)) for name in heading] for row in listed
    ]
    return _table("rows", columns, cells, list(range(1, len(listed) + 1)), {})


def table_of_store(compounds: ScreenedCompounds) -> ModuliTable:
    """Return the compounds of the published screening as a table."""
    return ModuliTable(
        "the published screening, 10.1021/acscentsci.8b00229",
        compounds.labels,
        compounds.formulas,
        tuple(range(1, len(compounds) + 1)),
        {
            "shear": compounds.shear_modulus_Pa,
            "bulk": compounds.bulk_modulus_Pa,
            "volume_ratio": compounds.volume_ratio,
            "voigt": compounds.shear_voigt_Pa,
            "reuss": compounds.shear_reuss_Pa,
        },
        {},
    )


def _columns(heading: Sequence[str], file: str | None) -> dict[str, tuple[int, float]]:
    """Return place and factor of each quantity that the heading names."""
    found = {}
    for quantity, names in COLUMNS.items():
        for name, factor in names.items():
            if name in heading:
                found[quantity] = (heading.index(name), factor)
                break
        given = [name for name in heading if name in names]
        if quantity in _NUMBERS and len(given) > 1:
            message = f"{' and '.join(given)} both give the {_WORDS[quantity]}"
            if file is None:
                raise InputError(message, remedy="keep one of them")
            raise CaseFileError(
                message, file=file, line=1, field=given[1], remedy="keep one of them"
            )
    if "shear" not in found:
        raise _no_column("shear", file)
    if "bulk" not in found and "poisson" not in found:
        raise _no_column("bulk", file)
    return found


def _no_column(quantity: str, file: str | None) -> InputError | CaseFileError:
    message = f"there is no column with the {_WORDS[quantity]}"
    if quantity == "bulk":
        message += " or Poisson's ratio"
    name = next(iter(COLUMNS[quantity]))
    if file is None:
        return InputError(message, remedy=_heading_remedy())
    remedy = f"{_heading_remedy()} (known are {', '.join(COLUMNS[quantity])})"
    return CaseFileError(message, file=file, line=1, field=name, remedy=remedy)


def _heading_remedy() -> str:
    return (
        "write a heading, separated by commas, such as: "
        "name,shear_modulus_GPa,bulk_modulus_GPa,volume_ratio"
    )


def _table(
    origin: str,
    columns: Mapping[str, tuple[int, float]],
    cells: Sequence[Sequence[str]],
    places: Sequence[int],
    faults: dict[int, str],
) -> ModuliTable:
    def words(quantity: str) -> tuple[str, ...]:
        if quantity not in columns:
            return ("",) * len(cells)
        at = columns[quantity][0]
        return tuple(cell[at].strip() for cell in cells)

    numbers = {}
    for quantity in _NUMBERS:
        if quantity not in columns:
            continue
        at, factor = columns[quantity]
        texts = [cell[at] for cell in cells]
        try:
            values = np.array([float(text) if text else math.nan for text in texts])
        except ValueError:
            values = np.array([_number(text) for text in texts])
        for row in np.flatnonzero(~np.isfinite(values)).tolist():
            text = texts[row].strip()
            if text:
                faults.setdefault(row, f"{_WORDS[quantity]} {text[:40]!r} is not a finite number")
        numbers[quantity] = values if factor == 1.0 else values * factor
    return ModuliTable(
        origin, words("label"), words("formula"), tuple(places), numbers, dict(faults)
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
