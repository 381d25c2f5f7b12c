"""psychrolib in SI units, as a copy of our own that does not compile itself."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec, module_from_spec
from types import ModuleType

from davylamp.core.errors import MissingDatumError

__all__ = ["psychrolib_si"]


@cache
def psychrolib_si() -> ModuleType:
    """Return psychrolib, set to SI units.

    Where numba is installed psychrolib has it compile every function anew in each process: the
    first wet bulb takes 3.3 s in place of 0.1 ms, and asking for the unit system ends the
    interpreter. Its units are a global besides, which the caller may use otherwise. So this is a
    copy apart from ``sys.modules`` to which numba is not there.

    Raises
    ------
    MissingDatumError
        If psychrolib is not installed.
    """
    spec = find_spec("psychrolib")
    if spec is None or spec.loader is None:
        raise MissingDatumError(
            "psychrolib is not installed: no wet bulb and no enthalpy of moist air",
            remedy="pip install psychrolib",
        )
    module = module_from_spec(spec)
    module.__dict__["__builtins__"] = {**vars(builtins), "__import__": _without_numba}
    spec.loader.exec_module(module)
    module.SetUnitSystem(module.SI)
    return module


def _without_numba(
    name: str,
    globals: Mapping[str, object] | None = None,  # noqa: A002
    locals: Mapping[str, object] | None = None,  # noqa: A002
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> ModuleType:
    if name.partition(".")[0] == "numba":
        raise ImportError("numba is not for this copy")
    return __import__(name, globals, locals, fromlist or (), level)
