"""A run that is killed goes on from its checkpoint to the same last digit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from davylamp.core.errors import InputError, UnreadableFileError
from davylamp.runaway.field import simulate_field
from davylamp.validation.propagation_fields import three_cells

OUTPUTS = [5.0, 15.0, 35.0]
ARGUMENTS = {
    "start_K": 294.15,
    "duration_s": 40.0,
    "thresholds_K": (573.15,),
    "output_times_s": OUTPUTS,
    "tolerance": 1e-5,
}
CHILD = """
import sys
from davylamp.runaway.field import simulate as module
from davylamp.validation.propagation_fields import three_cells
module._STEPS_PER_CALL = 300
def pause(share):
    print(share, flush=True)
module.simulate_field(
    three_cells(), start_K=294.15, duration_s=40.0, thresholds_K=(573.15,),
    output_times_s=[5.0, 15.0, 35.0], tolerance=float(sys.argv[3]), checkpoint=sys.argv[1],
    checkpoint_every_s=0.0, progress=pause, method=sys.argv[2],
)
"""


@pytest.mark.parametrize(("method", "tolerance"), [("monolithic", 1e-5), ("split", 1e-3)])
def test_a_killed_run_resumes_with_the_identical_result(
    tmp_path: Path, method: str, tolerance: float
) -> None:
    arguments = {**ARGUMENTS, "method": method, "tolerance": tolerance}
    file = tmp_path / "run.npz"
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(file), method, str(tolerance)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    for _ in range(5):
        child.stdout.readline()
    while not file.exists():
        time.sleep(0.001)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert file.exists()
    resumed = simulate_field(three_cells(), checkpoint=file, **arguments)
    whole = simulate_field(three_cells(), **arguments)
    for name in ("time_s", "mean_K", "heat_J", "final_K", "snapshot_K", "mean_crossing_s"):
        assert np.array_equal(getattr(resumed, name), getattr(whole, name), equal_nan=True), name
    assert resumed.steps == whole.steps
    assert not file.exists()


def test_a_checkpoint_of_another_run_is_refused(tmp_path: Path) -> None:
    from davylamp.runaway.field import checkpoint

    file = tmp_path / "run.npz"
    checkpoint.save(file, "another", {"a": np.zeros(1)})
    with pytest.raises(InputError, match="other input"):
        simulate_field(three_cells(), checkpoint=file, **ARGUMENTS)
    file.write_bytes(b"broken")
    with pytest.raises(UnreadableFileError, match="not a checkpoint"):
        simulate_field(three_cells(), checkpoint=file, **ARGUMENTS)
