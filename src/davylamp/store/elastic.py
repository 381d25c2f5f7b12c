"""The elastic table: computed and predicted moduli of inorganic compounds by composition."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind

__all__ = [
    "ELASTIC_NAME",
    "ElasticEntry",
    "ElasticTable",
    "ScreenedCompounds",
    "find_moduli",
    "load_elastic",
    "whole_formula",
]

ELASTIC_NAME: Final = "elastic.npz"
#: Mark of a modulus that the source lacks, in the packed arrays.
MISSING: Final = -32768
_GPA: Final = 1e9
_LARGEST_MULTIPLE: Final = 48

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ElasticEntry:
    """Moduli of one compound with their evidence.

    Parameters
    ----------
    formula : str
        Composition in smallest whole numbers, elements in alphabetical order.
    label : str
        Identifier of the database, empty where the source gives none.
    shear_modulus_Pa, bulk_modulus_Pa : float
        Voigt-Reuss-Hill averages [Pa].
    volume_ratio : float or None
        Molar volume of its lithium ions over that of lithium metal, from Shannon's radii at their
        coordination number; None where the source gives none.
    kind : Kind
        ``computed`` by density-functional theory, ``estimated`` by a neural network trained on it.
    source : str
        Key of the bibliography.
    locator : str
        Where in the source.
    """

    formula: str
    label: str
    shear_modulus_Pa: float
    bulk_modulus_Pa: float
    volume_ratio: float | None
    kind: Kind
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class ScreenedCompounds:
    """The compounds of the published screening, one row each, in its order.

    Parameters
    ----------
    labels, formulas : tuple of str, length n
        Identifier; formula in smallest whole numbers, empty where none is known.
    computed : bool array, shape (n,)
        Whether the moduli come from density-functional theory; else from a neural network.
    shear_modulus_Pa, bulk_modulus_Pa : array, shape (n,)
        Voigt-Reuss-Hill averages [Pa]; NaN where missing. Values of no stable solid are kept.
    volume_ratio : array, shape (n,)
        Molar volume of the lithium ions over that of lithium metal.
    shear_voigt_Pa, shear_reuss_Pa : array, shape (n,)
        The two bounds that are averaged [Pa]; NaN for predicted moduli, which have none.
    """

    labels: tuple[str, ...]
    formulas: tuple[str, ...]
    computed: BoolArray
    shear_modulus_Pa: FloatArray
    bulk_modulus_Pa: FloatArray
    volume_ratio: FloatArray
    shear_voigt_Pa: FloatArray
    shear_reuss_Pa: FloatArray

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class ElasticTable:
    """Compounds of the screening, and computed moduli by composition.

    Parameters
    ----------
    screened : ScreenedCompounds
        Lithium compounds of the published screening.
    formulas : tuple of str, length m
        Compositions of the second part, in smallest whole numbers.
    shear_modulus_Pa, bulk_modulus_Pa : array, shape (m,)
        Their Voigt-Reuss-Hill averages [Pa].
    rows : mapping of str to tuples of int
        Rows by formula: those of the second part first, then those of the screening, counted on.
    """

    screened: ScreenedCompounds
    formulas: tuple[str, ...]
    shear_modulus_Pa: FloatArray
    bulk_modulus_Pa: FloatArray
    rows: Mapping[str, tuple[int, ...]]

    def entry(self, row: int) -> ElasticEntry | None:
        """Return one row; None where its moduli are missing or of no stable solid."""
        here = row - len(self.formulas)
        if here < 0:
            return ElasticEntry(
                self.formulas[row],
                "",
                float(self.shear_modulus_Pa[row]),
                float(self.bulk_modulus_Pa[row]),
                None,
                Kind.COMPUTED,
                "dejong2015",
                "Voigt-Reuss-Hill averages, whole GPa, by composition",
            )
        part = self.screened
        g, k = float(part.shear_modulus_Pa[here]), float(part.bulk_modulus_Pa[here])
        voigt, reuss = float(part.shear_voigt_Pa[here]), float(part.shear_reuss_Pa[here])
        # A stiffness of a stable lattice has both bounds above 0, and Reuss's below Voigt's.
        if not (g > 0.0 and k > 0.0) or voigt <= 0.0 or reuss <= 0.0 or reuss > voigt:
            return None
        kind = Kind.COMPUTED if part.computed[here] else Kind.ESTIMATED
        how = "density-functional theory" if part.computed[here] else "neural network"
        label = part.labels[here]
        return ElasticEntry(
            part.formulas[here], label, g, k, float(part.volume_ratio[here]), kind, "ahmad2018",
            f"isotropic screening, {label}, {how}",
        )  # fmt: skip


@cache
def load_elastic() -> ElasticTable:
    """Return the shipped elastic table; read once in a process.

    Raises
    ------
    InputError
        If the file was written by another version of the compiler.
    """
    from davylamp.store.load import data_directory

    with np.load(data_directory() / ELASTIC_NAME) as packed:
        return _unpack({name: packed[name] for name in packed.files})


def find_moduli(composition: Composition) -> tuple[ElasticEntry, ...]:
    """Return the moduli stored for a composition, computed ones before predicted ones.

    Several entries are polymorphs, or one compound in two sources: which of them a sample is, is
    not known.

    Parameters
    ----------
    composition : Composition
        Any multiple of it; amounts must be ratios of whole numbers.

    Examples
    --------
    >>> found = find_moduli(Composition.parse("Li2O"))
    >>> found[0].kind.value, round(found[0].shear_modulus_Pa / 1e9) > 40
    ('computed', True)
    """
    formula = whole_formula(composition)
    if formula is None:
        return ()
    table = load_elastic()
    entries = [table.entry(row) for row in table.rows.get(formula, ())]
    known = [entry for entry in entries if entry is not None]
    return tuple(sorted(known, key=lambda entry: entry.kind.rank))


def whole_formula(composition: Composition) -> str | None:
    """Return a formula in smallest whole numbers; None where there are none up to 48.

    Examples
    --------
    >>> whole_formula(Composition.parse("Li0.5CoO2")), whole_formula(Composition.parse("Li2O2"))
    ('Co2LiO4', 'LiO')
    """
    smallest = min(composition.values())
    shares = [
        Fraction(amount / smallest).limit_denominator(_LARGEST_MULTIPLE)
        for amount in composition.values()
    ]
    if any(
        abs(float(share) - amount / smallest) > 1e-4 * amount / smallest
        for share, amount in zip(shares, composition.values(), strict=True)
    ):
        return None
    multiple = math.lcm(*(share.denominator for share in shares))
    if multiple > _LARGEST_MULTIPLE:
        return None
    whole = [int(share * multiple) for share in shares]
    divisor = math.gcd(*whole)
    return "".join(
        element + (str(amount // divisor) if amount != divisor else "")
        for element, amount in zip(composition, whole, strict=True)
    )


def _unpack(raw: Mapping[str, Any]) -> ElasticTable:
    if int(raw["version"]) != 1:
        raise InputError("the elastic table has an unknown version; compile it again")

    def texts(name: str) -> tuple[str, ...]:
        return tuple(bytes(raw[name]).decode().split("\n"))

    def gpa(name: str) -> FloatArray:
        values = raw[name].astype(np.float64)
        return np.where(values == MISSING, np.nan, values * _GPA)

    numbers = raw["screened_id"].tolist()
    screened = ScreenedCompounds(
        labels=tuple(f"mp-{n}" if n >= 0 else f"mvc-{-n}" for n in numbers),
        formulas=texts("screened_formula"),
        computed=raw["screened_computed"].astype(bool),
        shear_modulus_Pa=raw["screened_g"].astype(np.float64) * _GPA,
        bulk_modulus_Pa=raw["screened_k"].astype(np.float64) * _GPA,
        volume_ratio=raw["screened_ratio"].astype(np.float64),
        shear_voigt_Pa=gpa("screened_g_voigt"),
        shear_reuss_Pa=gpa("screened_g_reuss"),
    )
    formulas = texts("formula")
    rows: dict[str, tuple[int, ...]] = {}
    for row, formula in enumerate((*formulas, *screened.formulas)):
        if formula:
            rows[formula] = (*rows.get(formula, ()), row)
    return ElasticTable(screened, formulas, gpa("g"), gpa("k"), rows)
