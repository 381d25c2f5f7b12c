"""A wait for machine code is told once, where the answer is not."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

KERNELS = """
from davylamp.core.compiled import compiled

@compiled
def once(x):
    return x + 1.0

@compiled
def twice(x):
    return 2.0 * x
"""

SCRIPT = """
from davylamp.cli.main import _tell_of_compiling
_tell_of_compiling()
import kernels
print(kernels.once(1.0), kernels.twice(1.0))
"""


def test_compiling_is_told_once_and_loading_is_not(tmp_path):
    (tmp_path / "kernels.py").write_text(KERNELS, encoding="utf-8")
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "cache")}

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", textwrap.dedent(SCRIPT)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
            check=True,
        )

    first, second = run(), run()
    assert first.stdout == second.stdout == "2.0 2.0\n"
    assert first.stderr.count("Compiling the solvers, once after installing") == 1
    assert second.stderr == ""
