"""An interrupt that falls into a callback of compiled code is raised again."""

import ctypes
import signal
import subprocess
import sys
import time

import pytest

PROGRAM = """
import ctypes, time
from davylamp.cli.interrupt import keep_interrupts
keep_interrupts()
def back():
    print("in", flush=True)
    end = time.monotonic() + 20.0
    while time.monotonic() < end:
        pass
    return 0
called = ctypes.CFUNCTYPE(ctypes.c_int)(back)
try:
    called()
    end = time.monotonic() + 20.0
    while time.monotonic() < end:
        pass
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupt_in_a_callback_is_not_lost():
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that started the tests in the background has them ignore interrupts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "in\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    shown, errors = process.communicate(timeout=60)
    assert shown == "interrupted\n"
    assert "Exception ignored" not in errors


def test_other_lost_exceptions_are_still_told(capsys, monkeypatch):
    from davylamp.cli.interrupt import keep_interrupts

    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    keep_interrupts()

    def back():
        raise ValueError("lost")

    ctypes.CFUNCTYPE(ctypes.c_int)(back)()
    assert "ValueError: lost" in capsys.readouterr().err
