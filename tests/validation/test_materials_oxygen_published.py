"""Published orders of oxygen release, hit, undecided or missed."""

from __future__ import annotations

import pytest

from davylamp.materials import compare_oxygen_release, oxygen_against_lithium, release_oxygen


def test_metal_order() -> None:
    # Nickel before cobalt before manganese before phosphate. Nickel and cobalt differ by 2 kJ/mol
    # of O2, far within the error of their enthalpies: undecided. The rest comes out.
    order = compare_oxygen_release(("LiNiO2", "LiCoO2", "LiMn2O4", "LiFePO4"), 0.5)
    assert [pair.verdict for pair in order.pairs] == ["undecided", "hit", "hit"]
    # Nickel does give off more of it.
    nickel, cobalt = order.answers[:2]
    assert (nickel.oxygen_cm3_per_g or 0.0) > 1.4 * (cobalt.oxygen_cm3_per_g or 0.0)


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("LiCoO2", (0.45, 0.5, 0.6, 0.7, 0.9)),
        ("LiNiO2", (0.15, 0.3, 0.5, 0.7, 0.9)),
        ("NCM111", (0.5, 0.7, 0.9)),
        ("NCM523", (0.4, 0.5, 0.7)),
        ("NCM622", (0.35, 0.5, 0.7)),
        ("NCM811", (0.28, 0.5, 0.7)),
        ("LiMn2O4", (0.18, 0.5, 0.8)),
    ],
)
def test_less_lithium_lets_oxygen_go_more_easily(name: str, contents: tuple[float, ...]) -> None:
    assert oxygen_against_lithium(name, contents).verdict == "hit"


def test_nickel_content_is_undecided() -> None:
    # Published: the more nickel the more easily. The enthalpies of the mixed oxides are put
    # together from end members to 15 and 20 kJ/mol, which is 40 to 120 kJ per mole of O2: nothing
    # follows from that.
    order = compare_oxygen_release(("NCM811", "NCM622", "NCM523", "NCM111"), 0.5)
    assert [pair.verdict for pair in order.pairs] == ["undecided"] * 3


def test_amount_of_oxygen_rises_with_nickel() -> None:
    volumes = [
        release_oxygen(name, 0.5).oxygen_cm3_per_g or 0.0
        for name in ("NCM111", "NCM523", "NCM622", "NCM811")
    ]
    assert volumes == sorted(volumes)


def test_charged_layered_oxides_are_metastable_at_room_temperature() -> None:
    for name in ("LiCoO2", "LiNiO2", "NCM811"):
        answer = release_oxygen(name, 0.5)
        assert answer.is_downhill is True
        assert answer.limit_K is None


def test_measured_onsets_follow_the_order_that_equilibrium_leaves_open() -> None:
    onset = {
        name: release_oxygen(name, 0.5).onsets[0].value
        for name in ("LiNiO2", "LiCoO2", "LiMn2O4", "LiFePO4")
    }
    assert onset["LiNiO2"] < onset["LiCoO2"] < onset["LiMn2O4"] < onset["LiFePO4"]
