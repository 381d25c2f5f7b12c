"""Lithium growing into a solid electrolyte, in space and time, by a phase field."""

from __future__ import annotations

__all__: list[str] = []
