"""Salt depletion as one of the ways in which lithium gets through a polymer electrolyte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.evidence import Unknown
from davylamp.core.parameter import Parameter
from davylamp.dendrites.depletion._slab import depletion_fourier
from davylamp.dendrites.depletion.full_cell import CellResponse
from davylamp.dendrites.depletion.inputs import Missing, SaltInputs, salt_inputs
from davylamp.dendrites.depletion.single_ion import is_single_ion, single_ion_estimate
from davylamp.dendrites.mechanism import Draws, NotApplicable, Role, Undecided
from davylamp.dendrites.subject import Subject

__all__ = ["SaltDepletion", "depletion_mechanism"]

FloatArray = npt.NDArray[np.float64]

_ID: Final = "salt-depletion"
_NAME: Final = "salt depletion"
#: Families whose anions belong to a framework that does not move.
_FRAMEWORKS: Final = (
    "oxide", "sulfide", "halide", "hydride", "nitride", "nitride halide", "antiperovskite",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SaltDepletion:
    """Salt depletion at the plating electrode of one cell; satisfies `Mechanism`.

    The critical current is the limiting one, ``2 F c0 D v^1.5 k m / ((1 - t+) L)``, with `v` the
    share of the volume that holds salt, `k` for properties that change with concentration, and `m`
    for salt that collects in the positive electrode. Above it the charge until depletion follows
    from the exact response to a step of the current.

    Parameters
    ----------
    parameters : mapping of str to Parameter
        ``diffusivity``, ``transference_number``, ``salt_concentration``, ``layer_thickness``.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What is not known.
    share : float
        ``v`` [1].
    ratio_at_mol_per_m3, ratio : tuple of float
        Table of `k` over concentration [mol/m3], [1].
    response : CellResponse or None
        Of a cell with a filled electrode; None between two lithium electrodes.
    """

    parameters: Mapping[str, Parameter]
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    share: float = 1.0
    ratio_at_mol_per_m3: tuple[float, ...] = (1.0,)
    ratio: tuple[float, ...] = (1.0,)
    response: CellResponse | None = None

    id: ClassVar[str] = _ID
    name: ClassVar[str] = _NAME
    role: ClassVar[Role] = Role.LIMIT

    def critical_current_A_per_m2(self, draws: Draws) -> FloatArray:
        """Return the limiting current of each draw, (n,) [A/m2].

        Infinity for ``t+`` of 1; NaN where a draw is missing or means nothing, such as ``t+`` above
        1: that is not known, never no limit.
        """
        c0 = np.asarray(draws["salt_concentration"], dtype=np.float64)
        anion = 1.0 - np.asarray(draws["transference_number"], dtype=np.float64)
        known = (c0 > 0.0) & (anion >= 0.0)
        for name in ("diffusivity", "layer_thickness"):
            known = known & (np.asarray(draws[name], dtype=np.float64) > 0.0)
        shape = np.interp(c0, self.ratio_at_mol_per_m3, self.ratio)
        spread = 1.0 if self.response is None else self.response.limit
        with np.errstate(divide="ignore", invalid="ignore"):
            current = (
                2.0 * FARADAY_C_PER_MOL * c0 * draws["diffusivity"]
                * self.share**1.5 * shape * spread
            ) / (anion * draws["layer_thickness"])  # fmt: skip
        return np.asarray(np.where(known, current, np.nan), dtype=np.float64)

    def failure_capacity_C_per_m2(self, draws: Draws, current_A_per_m2: float) -> FloatArray:
        """Return the charge until the plating electrode has run out of salt, (n,) [C/m2]."""
        ratio = current_A_per_m2 / self.critical_current_A_per_m2(draws)
        find = depletion_fourier if self.response is None else self.response.depletion_fourier
        thickness = np.asarray(draws["layer_thickness"], dtype=np.float64)
        time = find(ratio) * thickness**2 / (draws["diffusivity"] * self.share**0.5)
        return np.asarray(current_A_per_m2 * time, dtype=np.float64)


def depletion_mechanism(
    subject: Subject, *, method: str | None = None
) -> SaltDepletion | NotApplicable | Undecided:
    """Return salt depletion as this cell has it.

    Parameters
    ----------
    subject : davylamp.dendrites.Subject
        The cell.
    method : str or None
        Which stored set of transport properties; the first for None, with the others as its
        spread.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.dendrites import subject_of
    >>> found = depletion_mechanism(subject_of(read_cell(example_path("garnet"))))
    >>> type(found).__name__
    'NotApplicable'
    """
    material = subject.material
    if material.family in _FRAMEWORKS:
        return NotApplicable(
            _ID,
            _NAME,
            f"{material.id} is a single-ion conductor: its anions are a framework that does not "
            "move, t+ = 1, so that no salt can deplete; the current is limited by resistance and "
            "contact",
        )
    if is_single_ion(material):
        return Undecided(_ID, _NAME, (single_ion_estimate(material, subject),))
    found = salt_inputs(subject, method)
    if isinstance(found, Missing):
        return Undecided(_ID, _NAME, found.unknown)
    return _mechanism(found)


def _mechanism(found: SaltInputs) -> SaltDepletion:
    return SaltDepletion(
        parameters=found.parameters,
        notes=found.notes,
        unknown=found.unknown,
        share=found.share,
        ratio_at_mol_per_m3=found.ratio_at_mol_per_m3,
        ratio=found.ratio,
        response=found.response,
    )
