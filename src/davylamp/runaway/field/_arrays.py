"""Arrays of a field that its compiled kernels read and write."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = [
    "DT",
    "STAGE",
    "TOLERANCE",
    "FieldArrays",
    "State",
    "Work",
    "make_work",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


class FieldArrays(NamedTuple):
    """n volumes in the order of elimination, with what connects and heats them."""

    mass: FloatArray  #: [kg], shape (n,)
    scale: FloatArray  #: heat capacity that turns an error of enthalpy into one of temperature
    network: IntArray  #: which network, -1 for none, shape (n,)
    material: IntArray  #: which material, shape (n,)
    table_first: FloatArray  #: first enthalpy of each material's table [J/kg]
    table_step: FloatArray  #: step of the table [J/kg]
    table_start: IntArray  #: where it begins in `table_K`
    table_size: IntArray  #: its length
    table_K: FloatArray  #: temperatures of all tables [K]
    knot_start: IntArray  #: where the knots of a material's conductivity begin, shape (m + 1,)
    knot_K: FloatArray  #: temperatures [K]
    knot_factor: FloatArray  #: factors of the conductivity there [1]
    row_start: IntArray  #: neighbours of volume i: from row_start[i] to row_start[i + 1]
    neighbour: IntArray  #: shape (edges,)
    conductance: FloatArray  #: [W/K], where nothing depends on temperature
    own: FloatArray  #: resistance of this half volume [K/W]
    between: FloatArray  #: of the contact [K/W]
    other: FloatArray  #: of the neighbour's half volume [K/W]
    radiating: FloatArray  #: sigma e A of a gap [W/K4]
    edge_account: IntArray  #: where heat from this volume is counted, -1 for nowhere
    patch_start: IntArray  #: patches of volume i
    patch_kind: IntArray  #: 0 power, 1 exchange, 2 fixed temperature
    patch_area: FloatArray  #: [m2], or the share of a power
    patch_coefficient: FloatArray  #: [W/m2/K]
    patch_radiating: FloatArray  #: sigma e [W/m2/K4]
    patch_resistance: FloatArray  #: half volume [m2 K/W]
    patch_signal: IntArray  #: which program drives it
    patch_account: IntArray  #: where its heat is counted
    group_start: IntArray  #: volumes of each group
    group_volume: IntArray
    group_weight: FloatArray  #: share of the group's volume
    factor_start: IntArray  #: rows of the factors, shape (n + 1,)
    factor_column: IntArray  #: ascending within a row, shape (entries,)
    factor_diagonal: IntArray  #: where the diagonal is
    flags: IntArray  #: [direct solve, conductances depend on temperature]


class State(NamedTuple):
    """State of a run: whoever keeps it can go on from it."""

    energy: FloatArray  #: h - heat of reaction [J/kg], shape (n,)
    conversion: FloatArray  #: shape (n, R)
    heat: FloatArray  #: through each account [J], shape (A,)
    clock: FloatArray  #: [time, next step, last error, last step, rejected before], times in s
    counts: IntArray  #: [steps, rejected, iterations, snapshots taken]
    mean_time: FloatArray  #: first crossing of a group's mean, shape (G, thresholds)
    peak_time: FloatArray  #: first crossing of its maximum


class Work(NamedTuple):
    """Memory that the kernels use within a step: nothing in it outlives the step."""

    temperature: FloatArray
    slope: FloatArray  #: dT/dh at the start of the step
    factor: FloatArray  #: of conductivity
    factor_slope: FloatArray
    local: FloatArray  #: factors of the steps' matrix, shape (n, R, R)
    by_conversion: FloatArray  #: of the volume at hand, shape (R, R)
    adjoint: FloatArray  #: shape (n, R)
    by_temperature: FloatArray  #: shape (n, R)
    rate: FloatArray  #: shape (n, R)
    inertia: FloatArray  #: diagonal without conduction
    diagonal: FloatArray
    towards: FloatArray  #: derivative of an edge's flow by the neighbour's temperature
    away: FloatArray  #: and by the own one, negative
    loss: FloatArray  #: boundary flow's derivative by temperature, negative
    drive: FloatArray  #: boundary flow's derivative by time
    patch_by_temperature: FloatArray
    patch_by_time: FloatArray
    values: FloatArray  #: factors of the matrix
    stage_e: FloatArray  #: shape (n, s)
    stage_x: FloatArray  #: shape (n, s, R)
    stage_q: FloatArray  #: shape (A, s)
    energy: FloatArray  #: at a stage
    conversion: FloatArray
    right_e: FloatArray
    right_x: FloatArray
    right: FloatArray
    tau: FloatArray
    residual: FloatArray  #: vectors of the iteration
    shadow: FloatArray
    direction: FloatArray
    image: FloatArray
    smooth: FloatArray
    other_image: FloatArray
    smoother: FloatArray
    marks: IntArray
    row: FloatArray
    flows: FloatArray  #: by account, shape (3, A)
    numbers: FloatArray  #: see the names below
    signal: FloatArray  #: of the programs, now
    signal_slope: FloatArray
    source: FloatArray  #: heat set free beside the networks' [W/kg], shape (n,)


#: Places in `Work.numbers`.
DT: Final = 0
TOLERANCE: Final = 1
STAGE: Final = 2


def make_work(field: FieldArrays, steps: int, stages: int, accounts: int, signals: int) -> Work:
    """Return memory for a field with at most `steps` steps in a volume."""
    n, edges, patches = len(field.mass), len(field.neighbour), len(field.patch_area)
    r = max(steps, 1)
    real = np.zeros
    return Work(
        temperature=real(n),
        slope=real(n),
        factor=np.ones(n),
        factor_slope=real(n),
        local=real((n, r, r)),
        by_conversion=real((r, r)),
        adjoint=real((n, r)),
        by_temperature=real((n, r)),
        rate=real((n, r)),
        inertia=real(n),
        diagonal=real(n),
        towards=real(edges),
        away=real(edges),
        loss=real(n),
        drive=real(n),
        patch_by_temperature=real(patches),
        patch_by_time=real(patches),
        values=real(len(field.factor_column)),
        stage_e=real((n, stages)),
        stage_x=real((n, stages, r)),
        stage_q=real((accounts, stages)),
        energy=real(n),
        conversion=real((n, r)),
        right_e=real(n),
        right_x=real((n, r)),
        right=real(n),
        tau=real(n),
        residual=real(n),
        shadow=real(n),
        direction=real(n),
        image=real(n),
        smooth=real(n),
        other_image=real(n),
        smoother=real(n),
        marks=np.full(n, -1, dtype=np.int64),
        row=real(n),
        flows=real((3, max(accounts, 1))),
        numbers=real(3),
        signal=real(signals),
        signal_slope=real(signals),
        source=real(n),
    )
