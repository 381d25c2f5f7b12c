"""The march of a run through time: outputs, time series and checkpoints on its way."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import InputError
from davylamp.dendrites.phasefield.case import PhaseFieldCase
from davylamp.dendrites.phasefield.run_files import (
    CHECKPOINT,
    MANIFEST,
    SERIES,
    field_path,
    load_arrays,
    save_arrays,
    write_json,
)
from davylamp.dendrites.phasefield.series import SeriesFile

if TYPE_CHECKING:
    from davylamp.dendrites.phasefield.evolve import Balance
    from davylamp.dendrites.phasefield.setup import Setup, State

__all__ = ["March"]

#: Lines of the time series over the duration, besides those of the outputs.
_LINES: Final = 400
#: Widths of the front from the far wall at which lithium counts as through.
_NEAR: Final = 2.0
#: Volume of lithium metal [m3/mol].
_LITHIUM_M3_PER_MOL: Final = 1.3e-5
#: Charge that a volume of lithium takes to plate [C/m3].
CHARGE_C_PER_M3: Final = FARADAY_C_PER_MOL / _LITHIUM_M3_PER_MOL


class _ThroughError(Exception):
    """Lithium has reached the other side."""


class March:
    """A run under way.

    Parameters
    ----------
    case : PhaseFieldCase
        What is run.
    folder : Path
        Where it is kept.
    manifest : dict
        Of the run; its outputs and result are filled in here.
    progress : callable or None
        Told the share done and what is being done.
    every_s : float
        Seconds of computing between two checkpoints [s].
    """

    def __init__(
        self,
        case: PhaseFieldCase,
        folder: Path,
        manifest: dict[str, Any],
        progress: Callable[[float, str], None] | None,
        every_s: float,
    ) -> None:
        from davylamp.dendrites.phasefield.case_setup import interface_width_m, setup_of
        from davylamp.dendrites.phasefield.evolve import Balance, initial_state

        self.case, self.folder, self.manifest = case, folder, manifest
        self.tell = progress or (lambda share, doing: None)
        self.every_s = every_s
        self.setup = setup_of(case)
        self.near_um = 1e6 * (case.length_m - _NEAR * interface_width_m(case))
        self.balance = self.made = Balance()
        kept = self._load()
        if kept is None:
            manifest["outputs"] = []
            self.state = initial_state(self.setup)
            self.series = SeriesFile(folder / SERIES, None)
        else:
            self.state = kept
            manifest["outputs"] = [
                entry for entry in manifest["outputs"] if entry["step"] <= kept.step
            ]
            self.series = SeriesFile(folder / SERIES, kept.step)
        self.kept_at = time.monotonic()

    def run(self) -> None:
        """March to the end, or until lithium is through."""
        try:
            for number, until_s in enumerate(self.case.output_s):
                if number < len(self.manifest["outputs"]):
                    continue
                self._advance(until_s)
                self._output(number)
        except _ThroughError:
            self.manifest["reached_s"] = self.state.time_s
            self._output(len(self.manifest["outputs"]))
        self._finish()

    def keep(self) -> None:
        """Write the state to go on from, after all that is told of it."""
        self.series.keep()
        state = self.state
        save_arrays(
            self.folder / CHECKPOINT,
            {
                "sha256": np.array(self.manifest["sha256"]),
                "time_s": np.array(state.time_s),
                "step": np.array(state.step),
                "step_s": np.array(state.step_s),
                "eta": state.eta,
                "w": state.w,
                "phi": state.phi,
                "balance": np.array(list(asdict(self.balance).values()), dtype=np.float64),
            },
        )
        self.kept_at = time.monotonic()

    def close(self) -> None:
        """Close the files."""
        self.series.close()

    def _load(self) -> State | None:
        """Return the state to go on from; None where nothing is kept yet."""
        from davylamp.dendrites.phasefield.evolve import Balance
        from davylamp.dendrites.phasefield.setup import State

        path = self.folder / CHECKPOINT
        if not path.exists():
            return None
        arrays = load_arrays(path)
        shape = self.setup.shape
        if str(arrays.get("sha256")) != self.manifest["sha256"] or any(
            arrays[name].shape != shape for name in ("eta", "w", "phi")
        ):
            raise InputError(f"{path} belongs to another run", remedy="begin anew with --force")
        self.balance = Balance(*arrays["balance"].tolist())
        return State(
            float(arrays["time_s"]),
            int(arrays["step"]),
            float(arrays["step_s"]),
            *(np.ascontiguousarray(arrays[name]) for name in ("eta", "w", "phi")),
        )

    def _advance(self, until_s: float) -> None:
        from davylamp.dendrites.phasefield.evolve import advance

        if self.state.time_s < until_s:
            self.state, _ = advance(
                self.setup, self.state, until_s, on_step=self._step, tally=self._tally
            )

    def _tally(self, made: Balance) -> None:
        """Keep what a step moved until its state is taken note of."""
        self.made = made

    def _step(self, state: State) -> None:
        """Take note of a time step."""
        self.state, self.balance = state, self.balance.joined(self.made)
        width_s = self.case.duration_s / _LINES
        tip_um = self._tip_um()
        if math.floor(state.time_s / width_s) > math.floor(self.series.last["time_s"] / width_s):
            self._line(tip_um)
        if tip_um >= self.near_um:
            raise _ThroughError
        if time.monotonic() - self.kept_at >= self.every_s:
            self.keep()
        end_s = self.case.duration_s
        self.tell(
            state.time_s / end_s,
            f"{state.time_s:.4g} of {end_s:.4g} s, lithium at {tip_um:.4g} µm",
        )

    def _tip_um(self) -> float:
        from davylamp.dendrites.phasefield.evolve import tip_position_um

        return float(tip_position_um(self.setup, self.state))

    def _line(self, tip_um: float, *, balance: Balance | None = None) -> None:
        """Write a line of the time series; with the balance at an output."""
        from davylamp.dendrites.phasefield.evolve import front_position_um
        from davylamp.dendrites.phasefield.model import metal_share

        state, last = self.state, self.series.last
        lithium_um = float(metal_share(state.eta).mean()) * 1e6 * self.case.length_m
        row: dict[str, float] = {
            "step": state.step,
            "time_s": state.time_s,
            "time_step_s": state.step_s,
            "tip_um": tip_um,
            "front_um": float(np.mean(front_position_um(self.setup, state))),
            "lithium_um": lithium_um,
        }
        if last:
            moved_m = 1e-6 * (lithium_um - last["lithium_um"])
            charge = CHARGE_C_PER_M3 * moved_m
            row["charge_C_per_m2"] = last["charge_C_per_m2"] + charge
            if state.time_s > last["time_s"]:
                row["current_A_per_m2"] = charge / (state.time_s - last["time_s"])
            elif "current_A_per_m2" in last:
                row["current_A_per_m2"] = last["current_A_per_m2"]
        else:
            row["charge_C_per_m2"] = 0.0
        if balance is not None:
            row["lithium_error"] = balance.lithium_error
            row["charge_error"] = balance.charge_error
            row["iterations"] = balance.iterations / max(1.0, balance.steps)
        self.series.add(row)

    def _output(self, number: int) -> None:
        """Keep the fields, then tell of them, then the state behind both."""
        state = self.state
        path = field_path(self.folder, number)
        save_arrays(path, output_fields(self.setup, state, single=self.case.single), packed=True)
        if self.series.last.get("step") != state.step:
            self._line(self._tip_um(), balance=self.balance)
        self.manifest["outputs"].append(
            {"number": number, "time_s": state.time_s, "step": state.step, "file": path.name}
        )
        write_json(self.folder / MANIFEST, self.manifest)
        self.keep()

    def _finish(self) -> None:
        state, first, last = self.state, self.series.first, self.series.last
        charge = last["charge_C_per_m2"]
        self.manifest["result"] = {
            "time_s": state.time_s,
            "steps": state.step,
            "tip_um": last["tip_um"],
            "front_um": last["front_um"],
            "grown_um": last["tip_um"] - first["tip_um"],
            "charge_mAh_per_cm2": charge / 36000.0,
            "current_mA_per_cm2": 0.1 * charge / state.time_s,
            "lithium_error": self.balance.lithium_error,
            "charge_error": self.balance.charge_error,
            "iterations": self.balance.iterations / max(1.0, self.balance.steps),
            "steps_made_again": int(self.balance.rejected),
        }


def output_fields(setup: Setup, state: State, *, single: bool) -> dict[str, npt.NDArray[Any]]:
    """Return the fields that are kept of a state, shape (ny, nx) each."""
    from davylamp.dendrites.phasefield.model import concentrations, metal_share

    liquid, _ = concentrations(setup.parameters, state.w)
    # At first w is zero everywhere, and the concentration what belongs to it.
    first, _ = concentrations(setup.parameters, np.zeros(1))
    ions = liquid * (1.0 - metal_share(state.eta)) / first
    kind = np.float32 if single else np.float64
    fields = {"eta": state.eta, "concentration": ions, "potential": state.phi}
    return {name: np.ascontiguousarray(field, dtype=kind) for name, field in fields.items()}
