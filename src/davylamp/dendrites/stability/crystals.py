"""Crystals whose stiffness is known, to be put on lithium in any orientation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.dendrites.stability.anisotropic import Plating
from davylamp.dendrites.stability.stiffness import checked_stiffness, surface_frame
from davylamp.store.packaged import packaged_yaml

__all__ = ["Crystal", "LithiumCrystal", "known_crystals", "lithium_crystal"]

FloatArray = npt.NDArray[np.float64]

_SAME: Mapping[str, tuple[str, ...]] = {
    "c22": ("c11",), "c33": ("c11",), "c13": ("c12",), "c23": ("c13", "c12"), "c55": ("c44",),
    "c66": ("c44",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Crystal:
    """An electrolyte as a single crystal.

    Parameters
    ----------
    id, formula : str
        Identifier of the Materials Project, and formula.
    stiffness_Pa : array, shape (6, 6)
        In axes along the edges of its cell [Pa].
    axes : (float, float, float)
        Lengths of the edges, relative.
    volume_ratio : float
        Molar volume of its lithium ions over that of lithium metal.
    kind : Kind
        How the constants are known.
    source, locator : str
        Key of the bibliography, and where in it.
    """

    id: str
    formula: str
    stiffness_Pa: FloatArray
    axes: tuple[float, float, float]
    volume_ratio: float
    kind: Kind
    source: str
    locator: str

    def face(self, indices: str) -> FloatArray:
        """Return the axes of the face called uvw, normal to the lattice vector of these numbers.

        Examples
        --------
        >>> known_crystals()["mp-867695"].face("001")[2].round(6).tolist()
        [0.0, 0.0, 1.0]
        """
        return surface_frame(np.array(_indices(indices)) * np.array(self.axes))


@dataclass(frozen=True, slots=True)
class LithiumCrystal:
    """Lithium metal as a single crystal, with the energies of its faces.

    Parameters
    ----------
    stiffness_Pa : array, shape (6, 6)
        In its cubic axes [Pa].
    molar_volume_m3_per_mol : float
        Molar volume [m3/mol].
    surface_energy_J_per_m2 : mapping of str to float
        By face [J/m2].
    """

    stiffness_Pa: FloatArray
    molar_volume_m3_per_mol: float
    surface_energy_J_per_m2: Mapping[str, float]

    def face(self, indices: str) -> FloatArray:
        """Return the axes of a face; see `Crystal.face`."""
        return surface_frame(_indices(indices))

    def plating(self, face: str, volume_ratio: float) -> Plating:
        """Return what plating on a face brings.

        Raises
        ------
        InputError
            If the energy of the face is not known.
        """
        if face not in self.surface_energy_J_per_m2:
            known = ", ".join(self.surface_energy_J_per_m2)
            raise InputError(
                f"the energy of lithium's face {face!r} is not known", remedy=f"known are {known}"
            )
        return Plating(
            volume_ratio, self.molar_volume_m3_per_mol, self.surface_energy_J_per_m2[face]
        )


@cache
def known_crystals() -> Mapping[str, Crystal]:
    """Return the crystals of the store by identifier.

    Examples
    --------
    >>> [crystal.formula for crystal in known_crystals().values()]
    ['Li', 'LiF', 'Li2WS4', 'Li2WS4', 'LiOH']
    """
    raw = _raw()
    common = raw["lithium"]
    return {
        str(entry["id"]): Crystal(
            str(entry["id"]),
            str(entry["formula"]),
            _stiffness(entry["constants"]),
            (float(entry["axes"][0]), float(entry["axes"][1]), float(entry["axes"][2])),
            float(entry["volume_ratio"]),
            Kind(common["kind"]),
            str(common["source"]),
            str(common["locator"]),
        )
        for entry in raw["crystals"]
    }


@cache
def lithium_crystal() -> LithiumCrystal:
    """Return lithium as the published anisotropic screening took it."""
    raw = _raw()["lithium"]
    constants = {name: float(raw[name]["value"]) for name in ("c11", "c12", "c44")}
    return LithiumCrystal(
        _stiffness(constants),
        float(raw["molar_volume"]["value"]),
        {str(face): float(value) for face, value in raw["surface_energy"].items()},
    )


def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = packaged_yaml("davylamp.dendrites.stability", "data", "crystals.yaml")
    return raw


def _stiffness(constants: Mapping[str, float]) -> FloatArray:
    """Return the stiffness of a cubic or tetragonal crystal from its constants [GPa]."""
    c = np.zeros((6, 6))
    for i, j in ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2), (3, 3), (4, 4), (5, 5)):
        name = f"c{i + 1}{j + 1}"
        options = (name, *_SAME.get(name, ()))
        c[i, j] = c[j, i] = next(float(constants[o]) for o in options if o in constants)
    return checked_stiffness(c * 1e9)


def _indices(text: str) -> list[float]:
    if len(text) != 3 or not text.isascii() or not text.isdigit() or text == "000":
        raise InputError(f"{text!r} is no face", remedy="write three digits such as 110")
    return [float(digit) for digit in text]
