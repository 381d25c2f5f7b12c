"""A body of one temperature: its history, the accelerating-rate calorimeter, and many draws."""

from __future__ import annotations

from davylamp.runaway.lumped.exchange import Exchange
from davylamp.runaway.lumped.history import Crossing, History
from davylamp.runaway.lumped.simulate import simulate

__all__ = ["Crossing", "Exchange", "History", "simulate"]
