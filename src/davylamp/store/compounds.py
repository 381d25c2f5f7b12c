"""The compound table: formation energies of inorganic compositions in three energy schemes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError

__all__ = ["COMPOUNDS_NAME", "SCHEMES", "CompoundTable", "Scheme", "load_compounds"]

COMPOUNDS_NAME: Final = "compounds.npz"

Scheme = Literal["legacy", "mp2020", "safety"]
SCHEMES: Final[tuple[Scheme, ...]] = ("legacy", "mp2020", "safety")
#: Energies are stored as integers of 1e-6 eV/atom, volumes of 1e-3 cubic angstrom per atom.
ENERGY_STEP_EV: Final = 1e-6
VOLUME_STEP_A3: Final = 1e-3
GAP_STEP_EV: Final = 1e-3
MISSING: Final = -1
VOLUME_SOURCES: Final = ("mp", "oqmd", "est")

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CompoundTable:
    """Compositions (one row each, lowest polymorph) with energies, volumes and band gaps.

    Parameters
    ----------
    elements : tuple of str
        Elements of the table, in column order.
    formulas : tuple of str
        Reduced formula of each row.
    offsets, columns, amounts : arrays
        Compressed rows: row i has elements ``columns[offsets[i]:offsets[i+1]]`` with `amounts`.
    masks : array of uint64, shape (n,)
        Bit k is set where the row contains element k.
    formation_energy_eV : dict of scheme to array, shape (n,)
        Formation energy from the elements [eV/atom].
    volume_A3 : array, shape (n,)
        Volume per atom [cubic angstrom]; NaN where unknown.
    volume_source : array of int, shape (n,)
        Index into `VOLUME_SOURCES`.
    gap_min_eV, gap_max_eV : array, shape (n,)
        Range of PBE band gaps over the polymorphs [eV]; NaN where unknown.
    database_id : array of int, shape (n,)
        Best-guess Materials Project number, -1 where unknown; negative below -1 for ``mvc``.
    experimental : array of int, shape (n,)
        1 where the composition is known from experiment, 0 where not, -1 where unknown.
    on_hull : dict of scheme to bool array, shape (n,)
        Rows on the hull of the table itself, its deny list applied, without temperature.
    """

    elements: tuple[str, ...]
    formulas: tuple[str, ...]
    offsets: IntArray
    columns: npt.NDArray[np.uint8]
    amounts: npt.NDArray[np.uint16]
    masks: npt.NDArray[np.uint64]
    formation_energy_eV: dict[Scheme, FloatArray]
    volume_A3: FloatArray
    volume_source: npt.NDArray[np.int8]
    gap_min_eV: FloatArray
    gap_max_eV: FloatArray
    database_id: IntArray
    experimental: npt.NDArray[np.int8]
    on_hull: dict[Scheme, npt.NDArray[np.bool_]]

    def __len__(self) -> int:
        return len(self.formulas)

    def rows_within(self, elements: Sequence[str]) -> IntArray:
        """Return the rows that contain no element outside `elements`."""
        wanted = np.uint64(0)
        for element in elements:
            if element in self.elements:
                wanted |= np.uint64(1) << np.uint64(self.elements.index(element))
        return np.flatnonzero((self.masks & ~wanted) == 0)

    def find(self, composition: Composition) -> int | None:
        """Return the row of this composition, whatever its multiple; None when not listed."""
        if any(element not in self.elements for element in composition):
            return None
        mask = np.uint64(0)
        for element in composition:
            mask |= np.uint64(1) << np.uint64(self.elements.index(element))
        rows = np.flatnonzero(self.masks == mask)
        amounts = self.matrix(rows, composition.elements)
        fractions = amounts / amounts.sum(axis=1, keepdims=True)
        wanted = np.array(list(composition.per_atom().values()))
        match = rows[np.abs(fractions - wanted).max(axis=1, initial=0.0) < 1e-6]
        return int(match[0]) if match.size else None

    def matrix(self, rows: IntArray, elements: Sequence[str]) -> FloatArray:
        """Return amounts per formula of `rows`, shape (len(rows), len(elements))."""
        place = np.full(len(self.elements), -1)
        for column, element in enumerate(elements):
            if element in self.elements:
                place[self.elements.index(element)] = column
        counts = self.offsets[rows + 1] - self.offsets[rows]
        out_row = np.repeat(np.arange(len(rows)), counts)
        starts = np.repeat(self.offsets[rows], counts)
        within = np.arange(len(out_row)) - np.repeat(np.cumsum(counts) - counts, counts)
        flat = starts + within
        matrix = np.zeros((len(rows), len(elements)))
        matrix[out_row, place[self.columns[flat]]] = self.amounts[flat]
        return matrix

    def label(self, row: int) -> str:
        """Return the database identifier of a row, for provenance."""
        number = int(self.database_id[row])
        if number == MISSING:
            return "no identifier"
        return f"mp-{number}" if number >= 0 else f"mvc-{-number - 2}"


@cache
def load_compounds() -> CompoundTable:
    """Return the shipped compound table; read once in a process.

    Raises
    ------
    InputError
        If the file was written by another version of the compiler.
    """
    from davylamp.store.load import data_directory

    with np.load(data_directory() / COMPOUNDS_NAME) as packed:
        return _unpack({name: packed[name] for name in packed.files})


def _unpack(raw: dict[str, Any]) -> CompoundTable:
    if int(raw["version"]) != 1:
        raise InputError("the compound table has an unknown version; compile it again")
    elements = tuple(bytes(raw["elements"]).decode().split())
    columns = raw["columns"]
    counts = raw["counts"].astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(counts)])
    bits = np.uint64(1) << columns.astype(np.uint64)
    masks = np.bitwise_or.reduceat(bits, offsets[:-1])
    n = len(counts)

    def scaled(name: str, step: float) -> FloatArray:
        values = raw[name].astype(np.float64)
        return np.where(values == MISSING, np.nan, values * step)

    return CompoundTable(
        elements=elements,
        formulas=tuple(bytes(raw["formulas"]).decode().split("\n")),
        offsets=offsets,
        columns=columns,
        amounts=raw["amounts"],
        masks=masks,
        formation_energy_eV={
            scheme: raw[f"energy_{scheme}"].astype(np.float64) * ENERGY_STEP_EV
            for scheme in SCHEMES
        },
        volume_A3=scaled("volume", VOLUME_STEP_A3),
        volume_source=raw["volume_source"],
        gap_min_eV=scaled("gap_min", GAP_STEP_EV),
        gap_max_eV=scaled("gap_max", GAP_STEP_EV),
        database_id=raw["database_id"].astype(np.int64),
        experimental=raw["experimental"],
        on_hull={
            scheme: np.unpackbits(raw[f"hull_{scheme}"], count=n).astype(bool) for scheme in SCHEMES
        },
    )
