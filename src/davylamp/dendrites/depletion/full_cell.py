r"""A salt that also fills the positive electrode: the plating side depletes at a lower current.

Between two lithium electrodes half of the salt that leaves one side collects in the other half of
the layer. A composite electrode filled with the same electrolyte takes salt up as well: the current
falls evenly to zero over its depth, and with it the gradient. With constant properties the limiting
current over that of the layer alone is

.. math:: \frac{J^*_{cell}}{J^*} = \frac{v + \epsilon l}
   {v + 2 v^{3/2} \left(\epsilon l / v^{3/2} + l^2/(3 \epsilon^{1/2})\right)},
   \qquad l = L_c / L ,

with the share of the volume that conducts `v` in the layer and :math:`\epsilon` in the electrode,
and Bruggeman's 1.5 for both. In time the problem is linear, so that one response to a step of the
current holds for all currents.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError

__all__ = ["CellResponse", "cell_response", "limit_with_electrode"]

FloatArray = npt.NDArray[np.float64]

_CELLS: Final = 120
_ELECTRODE_CELLS: Final = 60
#: Times of the table, in units of L2 / D of the layer.
_EARLIEST: Final = 1e-4
_TIMES: Final = 400


@dataclass(frozen=True, slots=True)
class CellResponse:
    """Depletion at the plating electrode of a layer with a filled electrode behind it.

    Parameters
    ----------
    limit : float
        Limiting current over that of the layer between two lithium electrodes [1].
    fourier : array, shape (n,)
        Times in units of ``L2 / (D v^0.5)``, ascending [1].
    response : array, shape (n,)
        Depletion as a share of the steady one, ascending to 1 [1].
    """

    limit: float
    fourier: FloatArray
    response: FloatArray

    def depletion_fourier(self, ratio: npt.ArrayLike) -> FloatArray:
        """Return when it has run out of salt, in units of ``L2 / (D v^0.5)`` [1].

        Parameters
        ----------
        ratio : array
            Current over the limiting current of this cell; infinity follows for 1 or less.
        """
        current = np.asarray(ratio, dtype=np.float64)
        above = current > 1.0
        wanted = 1.0 / np.where(above, current, 2.0)
        # Towards the steady state the rest decays exponentially: its logarithm is a line in time.
        inside = np.interp(-np.log1p(-wanted), -np.log1p(-self.response), self.fourier)
        rate = (self.fourier[-1] - self.fourier[-2]) / np.log(
            (1.0 - self.response[-2]) / (1.0 - self.response[-1])
        )
        rest = np.log((1.0 - self.response[-1]) / np.maximum(1.0 - wanted, 1e-300))
        late = self.fourier[-1] + rate * np.maximum(rest, 0.0)
        early = self.fourier[0] * (wanted / self.response[0]) ** 2
        time = np.where(wanted > self.response[-1], late, inside)
        time = np.where(wanted < self.response[0], early, time)
        return np.asarray(
            np.where(np.isnan(current), np.nan, np.where(above, time, np.inf)), dtype=np.float64
        )


def limit_with_electrode(
    electrode_over_layer: float, electrode_share: float, layer_share: float = 1.0
) -> float:
    """Return the limiting current over that of the layer between two lithium electrodes [1].

    Parameters
    ----------
    electrode_over_layer : float
        Thickness of the filled electrode over that of the layer, 0 or more [1].
    electrode_share, layer_share : float
        Shares of their volumes that the electrolyte fills [1].

    Examples
    --------
    >>> limit_with_electrode(0.0, 0.3), round(limit_with_electrode(2.0, 0.35), 3)
    (1.0, 0.246)
    """
    depth, share, layer = electrode_over_layer, electrode_share, layer_share
    if not (math.isfinite(depth) and depth >= 0.0 and 0.0 < share <= 1.0 and 0.0 < layer <= 1.0):
        raise InputError("an electrode needs a thickness of at least 0 and shares within 0 and 1")
    own = layer**1.5
    held = layer + 2.0 * own * (share * depth / own + depth**2 / (3.0 * math.sqrt(share)))
    return float((layer + share * depth) / held)


def cell_response(
    electrode_over_layer: float, electrode_share: float, layer_share: float = 1.0
) -> CellResponse:
    """Return the response of a cell to a step of the current.

    Examples
    --------
    >>> response = cell_response(0.0, 0.3)
    >>> response.depletion_fourier([1.0, 2.0]).round(3).tolist()
    [inf, 0.049]
    """
    limit = limit_with_electrode(electrode_over_layer, electrode_share, layer_share)
    part = np.linspace(0.0, 1.0, _CELLS + 1)
    edges = part**2 if electrode_over_layer > 0.0 else 0.5 * (1.0 - np.cos(math.pi * part))
    count = len(edges) - 1
    if electrode_over_layer > 0.0:
        behind = 1.0 + electrode_over_layer * np.linspace(0.0, 1.0, _ELECTRODE_CELLS + 1)[1:]
        edges = np.concatenate((edges, behind))
    width = np.diff(edges)
    in_layer = np.arange(len(width)) < count
    # In units in which salt spreads in the layer with D v^0.5 = 1.
    room = np.where(in_layer, 1.0, electrode_share / layer_share)
    path = np.where(in_layer, 1.0, (electrode_share / layer_share) ** 1.5)
    conductance = 2.0 / (width[1:] / path[1:] + width[:-1] / path[:-1])
    current = np.where(
        edges[1:-1] <= 1.0 + 1e-12,
        1.0,
        1.0 - (edges[1:-1] - 1.0) / max(electrode_over_layer, 1e-300),
    )
    heat = room * width
    matrix = np.diag(
        np.concatenate((conductance, [0.0])) + np.concatenate(([0.0], conductance))
    ) - np.diag(conductance, 1) - np.diag(conductance, -1)  # fmt: skip
    source = np.concatenate(([0.0], current)) - np.concatenate((current, [0.0]))
    root = np.sqrt(heat)
    rates, modes = np.linalg.eigh(matrix / root[:, None] / root[None, :])
    drive = modes.T @ (source / root)
    # The first mode is the whole salt, which the current does not change.
    depth = -(modes[0, 1:] / root[0]) * drive[1:] / rates[1:]
    times = np.geomspace(_EARLIEST, 12.0 / rates[1], _TIMES)
    grown = -np.expm1(-rates[1:, None] * times[None, :])
    # Half a volume from its centre to the wall, at the slope that is there at once.
    at_wall = depth @ grown + 0.5 * width[0]
    response = at_wall / (float(depth.sum()) + 0.5 * width[0])
    ascending = np.maximum.accumulate(response)
    keep = np.concatenate(([True], np.diff(ascending) > 0.0)) & (ascending < 1.0 - 1e-9)
    return CellResponse(limit, times[keep], ascending[keep])
