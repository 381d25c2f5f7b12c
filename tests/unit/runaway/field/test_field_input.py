"""What a field refuses, and where its blocks touch."""

from __future__ import annotations

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.core.parameter import exact
from davylamp.runaway import Body, Conductivity, Network
from davylamp.runaway.body import constant_heat
from davylamp.runaway.field import (
    Block,
    Contact,
    Convection,
    Heater,
    Link,
    Region,
    Zone,
    build_field,
    simulate_field,
    stacked,
)
from davylamp.runaway.network import Discharge, Rate, Species, Step
from davylamp.runaway.program import Program

INERT = Network("inert", (), ())


def body(conductivity: Conductivity | None = Conductivity(2.0, 2.0, 0.5)) -> Body:  # noqa: B008
    return Body(
        "body", 1.0, 1e-3, (0.1, 0.1, 0.1), 0.06, constant_heat(1000.0), conductivity, INERT
    )


def test_blocks_that_overlap_are_refused_by_name() -> None:
    blocks = [Block("a", body()), Block("b", body(), origin_m=(0.0, 0.0, 0.09))]
    with pytest.raises(InputError, match="'a' and 'b' overlap by 100 x 100 x 10 mm"):
        build_field(blocks)


def test_a_contact_needs_blocks_that_touch() -> None:
    blocks = [Block("a", body()), Block("b", body(), origin_m=(0.0, 0.0, 0.11))]
    with pytest.raises(InputError, match="touch"):
        build_field(blocks, [Contact("a", "b")])
    assert build_field(blocks, [Contact("a", "b", 0.1, gap_m=0.011)]).count == 2


@pytest.mark.parametrize(
    ("contacts", "boundaries", "words"),
    [
        ([Contact("a", "c")], [], "unknown block 'c'"),
        ([], [Convection("c", 1.0, 300.0)], "unknown block 'c'"),
        ([Contact("a", "b", np.ones((3, 2)))], [], "shape"),
    ],
)
def test_names_and_maps_are_checked(contacts: list, boundaries: list, words: str) -> None:
    blocks, _ = stacked([Block("a", body(), (2, 2, 1)), Block("b", body())])
    with pytest.raises(InputError, match=words):
        build_field(blocks, contacts, boundaries)


def test_a_block_without_conductivity_is_a_single_volume() -> None:
    with pytest.raises(InputError, match="no thermal conductivity"):
        Block("a", body(None), (1, 1, 2))


def test_grids_that_do_not_match_pass_the_same_heat() -> None:
    heats = []
    for cells in ((4, 4, 3), (3, 5, 3)):
        blocks, contacts = stacked(
            [Block("a", body(), (4, 4, 3), start_K=400.0), Block("b", body(), cells)], 0.01
        )
        history = simulate_field(
            build_field(blocks, contacts), start_K=300.0, duration_s=100.0, tolerance=1e-7
        )
        heats.append(history.contact_J["a to b"][-1])
        assert history.closure < 1e-12
    assert heats[1] == pytest.approx(heats[0], rel=1e-8)


def test_uneven_contact_leaves_a_hot_spot_where_it_is_bad() -> None:
    resistance = np.full((4, 4), 1e-4)
    resistance[0, 0] = 1.0
    blocks, contacts = stacked([Block("a", body(), (4, 4, 2)), Block("b", body(), (4, 4, 2))])
    contacts = (Contact("a", "b", resistance),)
    field = build_field(blocks, contacts, [Heater("a", 50.0), Convection("b", 500.0, 300.0)])
    history = simulate_field(field, start_K=300.0, duration_s=2000.0)
    top = field.on_grid("a", history.final_K)[:, :, -1]
    assert np.unravel_index(np.argmax(top), top.shape) == (0, 0)


def test_a_local_short_sets_free_its_energy_where_it_is() -> None:
    step = Step(
        "short",
        "short",
        {},
        1.0,
        exact(2e5, "J/kg"),
        Rate(exact(0.1, "1/s"), exact(0.0, "J/mol"), {}, discharge=Discharge(0.5)),
    )
    shorted = Network("shorted", (Species("X", None),), (step,))
    corner = Region((0.0, 0.25), (0.0, 0.25), (0.0, 1.0))
    block = Block("cell", body(), (4, 4, 1), zones=(Zone(corner, shorted),))
    field = build_field([block], groups={"corner": [("cell", corner)]})
    history = simulate_field(field, start_K=300.0, duration_s=2000.0)
    assert history.reaction_heat_J.sum() == pytest.approx(2e5 / 16, rel=1e-2)
    assert history.maximum("corner").max() > history.mean("cell").max() + 50.0


def test_a_link_passes_heat_between_distant_blocks() -> None:
    blocks = [
        Block("a", body(None)),
        Block("b", body(None), origin_m=(1.0, 0.0, 0.0), start_K=400.0),
    ]
    field = build_field(blocks, [Link("a", "b", 2.0)])
    history = simulate_field(field, start_K=300.0, duration_s=500.0, tolerance=1e-8)
    difference = history.mean("b")[-1] - history.mean("a")[-1]
    assert difference == pytest.approx(100.0 * np.exp(-500.0 * 2.0 * 2 / 1000.0), rel=1e-6)


def test_steps_end_at_the_jumps_of_a_program() -> None:
    power = Program((0.0, 5.0, 5.0, 7.0, 7.0), (0.0, 0.0, 100.0, 100.0, 0.0))
    field = build_field([Block("a", body())], (), [Heater("a", power)])
    history = simulate_field(field, start_K=300.0, duration_s=20.0)
    assert {5.0, 7.0} <= set(history.time_s.tolist())
    assert history.boundary_J["a: heater"][-1] == pytest.approx(200.0, rel=1e-12)


def test_numbers_out_of_range_are_refused() -> None:
    field = build_field([Block("a", body())])
    for wrong in ({"duration_s": 0.0}, {"start_K": -1.0}, {"tolerance": 1.0}):
        with pytest.raises(InputError):
            simulate_field(field, **{"start_K": 300.0, "duration_s": 1.0, **wrong})
    with pytest.raises(InputError, match="output times"):
        simulate_field(field, start_K=300.0, duration_s=1.0, output_times_s=[2.0])
    with pytest.raises(InputError, match=r"not positive|volumes"):
        Block("b", body(), (0, 1, 1))
