"""A body of one temperature: its history, the accelerating-rate calorimeter, and many draws."""

from __future__ import annotations

from davylamp.runaway.lumped.arc import ArcHistory, ArcSettings, heat_wait_seek
from davylamp.runaway.lumped.exchange import Exchange
from davylamp.runaway.lumped.history import Crossing, History
from davylamp.runaway.lumped.many import ArcRuns, Runs, heat_wait_seek_many, simulate_many
from davylamp.runaway.lumped.simulate import simulate

__all__ = [
    "ArcHistory",
    "ArcRuns",
    "ArcSettings",
    "Crossing",
    "Exchange",
    "History",
    "Runs",
    "heat_wait_seek",
    "heat_wait_seek_many",
    "simulate",
    "simulate_many",
]
