"""Burning velocity: which mechanism, what is kept on disk, and what stays unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from davylamp.gas.burning import burning_velocity, deflagration, flame, velocity
from davylamp.gas.burning.mechanisms import MECHANISMS, mechanism_for
from davylamp.gas.mixture import mixture_of


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAVYLAMP_HOME", str(tmp_path))
    return tmp_path


def test_hydrogen_is_kept_on_disk_by_its_mixture(home: Path) -> None:
    told: list[str] = []
    found = flame(mixture_of({"H2": 1.0}))
    first = burning_velocity(found, tell=lambda share, doing: told.append(doing))
    # Commonly quoted for a stoichiometric flame: 2.1 to 2.4 m/s.
    assert first.value_m_per_s == pytest.approx(2.3, abs=0.2)
    assert not first.from_cache
    assert "h2o2" in told[0]
    again = burning_velocity(found, tell=lambda share, doing: told.append(doing))
    assert again.from_cache
    assert again.value_m_per_s == pytest.approx(first.value_m_per_s)
    assert len(told) == 1
    kept = list((home / "cache" / "burning").iterdir())
    assert [path.suffix for path in kept] == [".json"]
    kept[0].write_text("spoilt", encoding="utf-8")
    assert not burning_velocity(found).from_cache
    index = deflagration(found, 2.3).index_Pa_m_per_s
    assert index == pytest.approx(350e5, rel=0.05)


@pytest.mark.parametrize(
    "parts", [{"H2S": 1.0}, {"NH3": 1.0}, {"H2": 0.9, "HCl": 0.1}, {"EtOH": 1.0}]
)
def test_a_gas_that_no_mechanism_knows_is_unknown(parts: dict[str, float]) -> None:
    found = burning_velocity(flame(mixture_of(parts)))
    assert found.value_m_per_s is None
    assert found.unknown[0].settle


def test_mechanisms_hold_what_they_say() -> None:
    item = mechanism_for(["H2", "CO", "O2", "N2", "Ar", "CO2"])
    assert item is MECHANISMS[1]
    phase = item.phase()
    assert {"H2", "CO", "CH4", "C2H2", "C3H8", "AR", "N2"} <= set(phase.species_names)
    assert not any("N" in s.composition and s.name != "N2" for s in phase.species())
    assert phase.n_reactions > 150


def test_no_steady_flame_is_unknown_and_not_zero() -> None:
    found = burning_velocity(flame(mixture_of({"H2": 1.0}), share=0.02), cache=False)
    assert found.value_m_per_s is None
    assert found.unknown


def test_a_user_without_a_home_and_a_run_cut_short_leave_nothing_behind(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    folder = home / "cache" / "burning"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            velocity._write(folder / "x.json", 1.0)
    assert list(folder.iterdir()) == []
    # A file where the folder should be: nothing is kept, nothing fails.
    (home / "file").write_text("", encoding="utf-8")
    velocity._write(home / "file" / "z.json", 1.0)

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("DAVYLAMP_HOME")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert velocity.cache_directory() is None
    monkeypatch.setattr(velocity, "_solve", lambda found, item: 2.3)
    found = burning_velocity(flame(mixture_of({"H2": 1.0})))
    assert found.value_m_per_s == pytest.approx(2.3)
