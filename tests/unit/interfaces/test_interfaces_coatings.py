"""The ranking of coatings: its parts, its order, and who is left out."""

from __future__ import annotations

import pytest

from davylamp.core import InputError
from davylamp.interfaces import CoatingRanking, rank_coatings
from davylamp.interfaces.coatings import RULE
from davylamp.store.load import load_library
from davylamp.thermo import Conditions, interface_reaction


@pytest.fixture(scope="module")
def ranking() -> CoatingRanking:
    return rank_coatings("Li6PS5Cl", "NCM811")


def test_the_library_offers_at_least_a_hundred_candidates(ranking: CoatingRanking) -> None:
    assert len(ranking.ranked) >= 100
    listed = [m for m in load_library().values() if "coating" in m.roles]
    assert len(ranking.ranked) + len(ranking.excluded) == len(listed)


def test_the_order_follows_the_rule(ranking: CoatingRanking) -> None:
    assert ranking.rule == RULE
    assert [score.rank for score in ranking.ranked] == list(range(1, len(ranking.ranked) + 1))
    keys = [
        (not score.covers_window, -round(score.worst_side_meV_per_atom)) for score in ranking.ranked
    ]
    assert keys == sorted(keys)


def test_every_part_of_a_score_agrees_with_the_engine(ranking: CoatingRanking) -> None:
    score = next(item for item in ranking.ranked if item.name == "LiNbO3")
    reaction = interface_reaction("Li6PS5Cl", "LiNbO3").strongest
    assert score.with_electrolyte_meV_per_atom == pytest.approx(1e3 * reaction.mutual_eV)
    assert dict(score.with_electrode_states).keys() == {"discharged", "charged"}
    assert score.with_electrode_meV_per_atom == min(
        energy for _, energy in score.with_electrode_states
    )
    assert score.covers_window is False
    assert score.window_margin_V is not None
    assert score.window_margin_V < 0.0
    assert any("oxidises above" in remark for remark in score.remarks)


def test_the_bare_contact_is_the_baseline(ranking: CoatingRanking) -> None:
    bare = ranking.baseline
    assert bare.name == "no coating"
    assert bare.rank == 0
    assert bare.improves is None
    reaction = interface_reaction("Li6PS5Cl", load_library()["NCM811"].composition).strongest
    assert dict(bare.with_electrode_states)["discharged"] == pytest.approx(1e3 * reaction.mutual_eV)
    for score in ranking.ranked:
        assert score.improves == (score.worst_side_meV_per_atom > bare.worst_side_meV_per_atom)


def test_the_range_comes_from_the_curve_of_the_cathode(ranking: CoatingRanking) -> None:
    curve = load_library()["NCM811"].ocv
    assert ranking.voltage_range_V == pytest.approx((curve[-1].voltage_V, curve[0].voltage_V))


def test_overlap_and_margin_agree_with_the_window() -> None:
    found = rank_coatings("Li6PS5Cl", "LiCoO2", ["Li2ZrO3", "LiF"], (3.0, 4.0))
    by_name = {score.name: score for score in found.ranked}
    assert by_name["LiF"].window_overlap == pytest.approx(1.0)
    zirconate = by_name["Li2ZrO3"]
    assert zirconate.oxidation_V is not None
    assert zirconate.window_overlap == pytest.approx(zirconate.oxidation_V - 3.0)
    assert zirconate.window_margin_V == pytest.approx(zirconate.oxidation_V - 4.0)


def test_lithium_metal_asks_for_stability_at_zero_volt() -> None:
    found = rank_coatings("Li6PS5Cl", "Li", ["LiF", "Li3N", "Al2O3", "LiNbO3"])
    assert found.voltage_range_V == pytest.approx((0.0, 0.0))
    by_name = {score.name: score for score in found.ranked}
    assert by_name["LiF"].covers_window
    assert by_name["Li3N"].covers_window
    assert by_name["Al2O3"].covers_window is False
    assert by_name["LiF"].electrode_at_voltage_meV_per_atom is None
    assert [name for name, _ in by_name["LiF"].with_electrode_states] == ["lithium metal"]


def test_left_out_with_a_reason() -> None:
    found = rank_coatings(
        "Li6PS5Cl",
        "LiCoO2",
        ["TiN", "Li3XeF6", "PEO", "nonsense!", "Li6PS5Cl", "LiCoO2", "LiF", "Li2F2"],
        (3.0, 4.2),
    )
    reasons = {item.name: item.reason for item in found.excluded}
    assert [score.name for score in found.ranked] == ["LiF"]
    assert "conducts electrons" in reasons["TiN"]
    assert "Xe" in reasons["Li3XeF6"]
    assert "bond by bond" in reasons["PEO"]
    assert "neither a material" in reasons["nonsense!"]
    assert "it is the electrolyte" in reasons["Li6PS5Cl"]
    assert "it is the electrode" in reasons["LiCoO2"]
    assert "already in the list" in reasons["Li2F2"]


def test_lithium_can_be_asked_for() -> None:
    found = rank_coatings("Li6PS5Cl", "LiCoO2", ["Al2O3", "Li3PO4"], require_lithium=True)
    assert [score.name for score in found.ranked] == ["Li3PO4"]
    assert found.excluded[0].reason == "holds no lithium"


def test_a_candidate_without_lithium_is_never_oxidised_by_losing_it() -> None:
    (score,) = rank_coatings("Li6PS5Cl", "LiCoO2", ["Al2O3"]).ranked
    assert score.oxidation_V is None
    assert not score.contains_lithium
    assert any("no lithium" in remark for remark in score.remarks)


def test_progress_is_reported() -> None:
    seen: list[tuple[int, int]] = []
    rank_coatings(
        "Li6PS5Cl",
        "LiCoO2",
        ["LiF", "nonsense!"],
        progress=lambda n, total: seen.append((n, total)),
    )
    assert seen == [(1, 2), (2, 2)]


def test_no_voltage_no_ranking() -> None:
    with pytest.raises(InputError, match="voltage"):
        rank_coatings("Li6PS5Cl", "MgO", ["LiF"])
    with pytest.raises(InputError, match="not in order"):
        rank_coatings("Li6PS5Cl", "LiCoO2", ["LiF"], (4.0, 3.0))
    with pytest.raises(InputError, match="bond by bond"):
        rank_coatings("PEO", "LiCoO2", ["LiF"])


def test_conditions_reach_every_energy() -> None:
    # Without its product Li3PO4 the reaction of the phosphate glass is weaker.
    plain = rank_coatings("Li6PS5Cl", "LiCoO2", ["LiNbO3"]).ranked[0]
    barred = rank_coatings(
        "Li6PS5Cl", "LiCoO2", ["LiNbO3"], conditions=Conditions(exclude=frozenset({"Li3PO4"}))
    ).ranked[0]
    assert barred.worst_side_meV_per_atom > plain.worst_side_meV_per_atom
