"""Stability of the front for a whole table of electrolytes; what cannot be judged is reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites.stability.critical import growth_edge
from davylamp.dendrites.stability.electrode import PUBLISHED_LITHIUM, Electrode
from davylamp.dendrites.stability.isotropic import (
    CREDIBLE_BULK_Pa,
    CREDIBLE_SHEAR_Pa,
    chi_deviatoric_J_per_mol_m,
    chi_hydrostatic_J_per_mol_m,
    chi_surface_J_per_mol_m,
    poisson_from_moduli,
    surface_curvature_J_m_per_mol,
)
from davylamp.dendrites.stability.moduli_table import (
    ModuliTable,
    read_moduli_csv,
    table_of_rows,
    table_of_store,
)
from davylamp.store.elastic import ScreenedCompounds

__all__ = ["PUBLISHED_WAVE_NUMBER_PER_M", "Dropped", "Screening", "screen_stability"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Wave number at which the published screening compares compounds.
PUBLISHED_WAVE_NUMBER_PER_M: Final = 1e8


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row that was not judged, and why.

    Parameters
    ----------
    place : int
        Line of the file, or number of the row from 1.
    label : str
        Its name.
    reason : str
        What is missing or impossible.
    """

    place: int
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Screening:
    """Stability of the front by electrolyte, in the order of the table.

    Parameters
    ----------
    origin : str
        Where the table comes from.
    wave_number_per_m : float
        Wave number of the `chi` arrays [1/m].
    electrode : Electrode
        The metal.
    place : int array, shape (n,)
        Line of the file, or number of the row from 1.
    labels, formulas : tuple of str, length n
        Names.
    shear_modulus_Pa, poisson_ratio, volume_ratio : array, shape (n,)
        What was judged.
    chi_hydrostatic_J_per_mol_m, chi_deviatoric_J_per_mol_m, chi_surface_J_per_mol_m : array
        Parts of chi, shape (n,) [J/mol/m].
    critical_wave_number_per_m, critical_wavelength_m : array, shape (n,)
        Edge of growth: 0 and infinite where no ripple grows.
    dropped : tuple of Dropped
        Rows that were not judged.
    """

    origin: str
    wave_number_per_m: float
    electrode: Electrode
    place: IntArray
    labels: tuple[str, ...]
    formulas: tuple[str, ...]
    shear_modulus_Pa: FloatArray
    poisson_ratio: FloatArray
    volume_ratio: FloatArray
    chi_hydrostatic_J_per_mol_m: FloatArray
    chi_deviatoric_J_per_mol_m: FloatArray
    chi_surface_J_per_mol_m: FloatArray
    critical_wave_number_per_m: FloatArray
    critical_wavelength_m: FloatArray
    dropped: tuple[Dropped, ...]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def chi_J_per_mol_m(self) -> FloatArray:
        """Sum of the three parts, shape (n,) [J/mol/m]: below 0 the ripple dies."""
        return np.asarray(
            self.chi_hydrostatic_J_per_mol_m
            + self.chi_deviatoric_J_per_mol_m
            + self.chi_surface_J_per_mol_m
        )

    @property
    def stable(self) -> IntArray:
        """Rows whose ripples of `wave_number_per_m` die."""
        return np.flatnonzero(self.chi_J_per_mol_m < 0.0)

    def longer_than(self, wavelength_m: float) -> IntArray:
        """Return rows whose critical wavelength is longer, the longest first."""
        rows = np.flatnonzero(self.critical_wavelength_m > wavelength_m)
        return rows[np.argsort(-self.critical_wavelength_m[rows], kind="stable")]

    @property
    def reasons(self) -> Mapping[str, int]:
        """How many rows were dropped for each reason."""
        return dict(Counter(item.reason for item in self.dropped).most_common())

    def record(self, limit: int | None = None) -> dict[str, Any]:
        """Return the screening as JSON types, rows by critical wavelength, at most `limit`.

        An infinite wavelength is None: no ripple grows.
        """
        order = np.argsort(-self.critical_wavelength_m, kind="stable")
        chi = self.chi_J_per_mol_m
        e = self.electrode
        return {
            "origin": self.origin,
            "wave_number_per_m": self.wave_number_per_m,
            "electrode": {
                "shear_modulus_Pa": e.shear_modulus_Pa,
                "poisson_ratio": e.poisson_ratio,
                "molar_volume_m3_per_mol": e.molar_volume_m3_per_mol,
                "surface_energy_J_per_m2": e.surface_energy_J_per_m2,
                "charge_number": e.charge_number,
            },
            "judged": len(self),
            "stable_at_wave_number": int(self.stable.size),
            "stable_at_every_wavelength": int(np.isinf(self.critical_wavelength_m).sum()),
            "longer_than_1_nm": int(self.longer_than(1e-9).size),
            "rows": [self._row(int(row), float(chi[row])) for row in order[:limit]],
            "dropped": [
                {"place": item.place, "label": item.label, "reason": item.reason}
                for item in self.dropped
            ],
            "dropped_by_reason": dict(self.reasons),
        }

    def _row(self, row: int, chi: float) -> dict[str, Any]:
        length = float(self.critical_wavelength_m[row])
        return {
            "place": int(self.place[row]),
            "label": self.labels[row],
            "formula": self.formulas[row],
            "shear_modulus_Pa": float(self.shear_modulus_Pa[row]),
            "poisson_ratio": float(self.poisson_ratio[row]),
            "volume_ratio": float(self.volume_ratio[row]),
            "chi_J_per_mol_m": chi,
            "chi_hydrostatic_J_per_mol_m": float(self.chi_hydrostatic_J_per_mol_m[row]),
            "chi_deviatoric_J_per_mol_m": float(self.chi_deviatoric_J_per_mol_m[row]),
            "chi_surface_J_per_mol_m": float(self.chi_surface_J_per_mol_m[row]),
            "critical_wavelength_m": length if np.isfinite(length) else None,
            "stable": chi < 0.0,
        }


def screen_stability(
    table: str | Path | ScreenedCompounds | Iterable[Mapping[str, object]],
    *,
    volume_ratio: float | None = None,
    wave_number_per_m: float = PUBLISHED_WAVE_NUMBER_PER_M,
    electrode: Electrode = PUBLISHED_LITHIUM,
) -> Screening:
    """Return the stability of the front for every row of a table that can be judged.

    Rows without a modulus, with G <= 0 or K <= 0, with a number that is not finite, with moduli of
    no solid, with a bound of the shear modulus that is not positive or bounds in the wrong order
    (such a lattice is unstable by itself) or with a Poisson's ratio outside (-1, 0.5] are dropped
    and reported, never judged.

    Parameters
    ----------
    table : path, ScreenedCompounds, or mappings
        CSV with a heading (see `COLUMNS`), the screening in the store, or rows by column name.
    volume_ratio : float, optional
        For rows that give none.
    wave_number_per_m : float
        Wave number of chi [1/m].
    electrode : Electrode
        The metal.

    Raises
    ------
    UnreadableFileError, CaseFileError, InputError
        If the table cannot be read or lacks a column.

    Examples
    --------
    >>> found = screen_stability([
    ...     {"name": "soft", "shear_modulus_GPa": 3, "bulk_modulus_GPa": 6, "volume_ratio": 0.0553},
    ...     {"name": "none", "shear_modulus_GPa": None, "bulk_modulus_GPa": 6, "volume_ratio": 0.1},
    ... ])
    >>> len(found), round(float(found.critical_wavelength_m[0]) * 1e9, 1)
    (1, 3.6)
    >>> found.dropped[0].reason
    'no shear modulus'
    """
    if isinstance(table, str | Path):
        moduli = read_moduli_csv(Path(table))
    elif isinstance(table, ScreenedCompounds):
        moduli = table_of_store(table)
    else:
        moduli = table_of_rows(table)
    if not (np.isfinite(wave_number_per_m) and wave_number_per_m >= 0.0):
        raise InputError(f"wave_number_per_m is {wave_number_per_m!r}, must be at least 0")
    if volume_ratio is not None and not (np.isfinite(volume_ratio) and volume_ratio >= 0.0):
        raise InputError(f"volume_ratio is {volume_ratio!r}, must be at least 0")
    shear, poisson, ratio, reasons = _judge(moduli, volume_ratio)
    kept = np.array([row for row in range(len(moduli)) if row not in reasons], dtype=np.int64)
    shear, poisson, ratio = shear[kept], poisson[kept], ratio[kept]
    given = (shear, poisson, ratio)
    slope = chi_hydrostatic_J_per_mol_m(*given, 1.0, electrode) + chi_deviatoric_J_per_mol_m(
        *given, 1.0, electrode
    )
    wave, length = growth_edge(slope, surface_curvature_J_m_per_mol(ratio, electrode))
    return Screening(
        origin=moduli.origin,
        wave_number_per_m=float(wave_number_per_m),
        electrode=electrode,
        place=np.array(moduli.places, dtype=np.int64)[kept],
        labels=tuple(moduli.labels[row] for row in kept.tolist()),
        formulas=tuple(moduli.formulas[row] for row in kept.tolist()),
        shear_modulus_Pa=shear,
        poisson_ratio=poisson,
        volume_ratio=ratio,
        chi_hydrostatic_J_per_mol_m=chi_hydrostatic_J_per_mol_m(
            *given, wave_number_per_m, electrode
        ),
        chi_deviatoric_J_per_mol_m=chi_deviatoric_J_per_mol_m(*given, wave_number_per_m, electrode),
        chi_surface_J_per_mol_m=chi_surface_J_per_mol_m(ratio, wave_number_per_m, electrode),
        critical_wave_number_per_m=wave,
        critical_wavelength_m=length,
        dropped=tuple(
            Dropped(moduli.places[row], moduli.labels[row] or moduli.formulas[row], reasons[row])
            for row in sorted(reasons)
        ),
    )


def _judge(
    table: ModuliTable, volume_ratio: float | None
) -> tuple[FloatArray, FloatArray, FloatArray, dict[int, str]]:
    """Return modulus, Poisson's and volume ratio of all rows, and why some are not judged."""
    missing = np.full(len(table), np.nan)
    numbers = table.numbers
    shear = numbers["shear"]
    bulk = numbers.get("bulk", missing)
    voigt, reuss = numbers.get("voigt", missing), numbers.get("reuss", missing)
    ratio = numbers.get("volume_ratio", missing)
    if volume_ratio is not None:
        ratio = np.where(np.isnan(ratio), volume_ratio, ratio)
    poisson = np.where(
        np.isnan(bulk), numbers.get("poisson", missing), poisson_from_moduli(shear, bulk)
    )
    reasons = dict(table.faults)
    with np.errstate(invalid="ignore"):
        checks = (
            (np.isnan(shear), "no shear modulus"),
            (shear <= 0.0, "shear modulus not above 0"),
            (bulk <= 0.0, "bulk modulus not above 0"),
            (_incredible(shear, CREDIBLE_SHEAR_Pa), "shear modulus of no solid: check its unit"),
            (_incredible(bulk, CREDIBLE_BULK_Pa), "bulk modulus of no solid: check its unit"),
            (np.isnan(poisson), "no bulk modulus or Poisson's ratio"),
            ((poisson <= -1.0) | (poisson > 0.5), "Poisson's ratio outside (-1, 0.5]"),
            (voigt <= 0.0, "Voigt bound of the shear modulus not above 0"),
            (reuss <= 0.0, "Reuss bound of the shear modulus not above 0"),
            (reuss > voigt, "Reuss bound of the shear modulus above the Voigt bound"),
            (np.isnan(ratio), "no molar-volume ratio"),
            (ratio < 0.0, "molar-volume ratio below 0"),
        )
    for wrong, reason in checks:
        for row in np.flatnonzero(wrong).tolist():
            reasons.setdefault(row, reason)
    return shear, poisson, ratio, reasons


def _incredible(values: FloatArray, credible: tuple[float, float]) -> npt.NDArray[np.bool_]:
    return np.asarray((values < credible[0]) | (values > credible[1]))
