import pytest

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.store.kinetics import parse_kinetics
from davylamp.store.load import load_kinetics, load_sources

SOURCES = {"s": object()}
LIQUID = {
    "id": "r", "title": "t", "frequency_per_s": 1e13, "activation_energy_J_per_mol": 1e5,
    "heat_J_per_kg": 1e5, "content_kg_per_m3": 100.0, "start": 1.0, "end": 0.0,
    "uncertainty": "not reported", "source": "s", "locator": "l", "kind": "fitted",
}  # fmt: skip
SEEN = {
    "id": "o", "route": "lithium", "materials": ["LAGP"], "partners": ["Li"], "seen": "onset",
    "temperature_degC": 200.0, "uncertainty": 5.0, "source": "s", "locator": "l",
    "kind": "measured", "conditions": "c",
}  # fmt: skip


def test_shipped_kinetics_load_with_evidence():
    found, sources = load_kinetics(), load_sources()
    assert [item.id for item in found.liquid] == ["sei", "negative", "positive", "electrolyte"]
    for item in (*found.liquid, *found.observations):
        assert item.source in sources
        assert item.locator
        assert item.kind is not Kind.UNKNOWN
    # The one thing that no number may claim: that a rate of a solid pair was measured.
    assert {item.seen for item in found.observations} == {
        "onset", "peak", "hold", "stable", "shut-off", "use",
    }  # fmt: skip


def test_an_observation_is_read_into_si():
    item = parse_kinetics(
        {"observations": [{**SEEN, "heating_rate_K_per_min": 6.0, "upper_degC": 250.0}]}, SOURCES
    ).observations[0]
    assert item.temperature_K == pytest.approx(473.15)
    assert item.upper_K == pytest.approx(523.15)
    assert item.heating_rate_K_per_s == pytest.approx(0.1)
    assert item.uncertainty_K == pytest.approx(5.0)


def test_what_was_not_reported_stays_missing():
    item = parse_kinetics(
        {"observations": [{**SEEN, "uncertainty": "not reported"}]}, SOURCES
    ).observations[0]
    assert item.uncertainty_K is None
    assert item.heating_rate_K_per_s is None


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"source": "nobody"}, "not in the bibliography"),
        ({"locator": ""}, "locator is missing"),
        ({"seen": "guess"}, "not one of"),
        ({"route": "magic"}, "not one of"),
        ({"seen": "hold"}, "duration_s"),
        ({"seen": "use", "duration_s": 60.0}, "share"),
        ({"share": 0.1}, "share"),
        ({"cathode": "charged"}, "state of the cathode"),
        ({"route": "solid-solid"}, "state of the cathode"),
        ({"route": "solid-solid", "cathode": "half"}, "charged or discharged"),
        ({"colour": "red"}, "unknown field"),
    ],
)
def test_a_wrong_observation_does_not_load(change, match):
    with pytest.raises(InputError, match=match):
        parse_kinetics({"observations": [{**SEEN, **change}]}, SOURCES)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"heat_J_per_kg": -1.0}, "not positive"),
        ({"source": "nobody"}, "not in the bibliography"),
        ({"uncertainty": 3.0}, "not reported"),
        ({"colour": "red"}, "unknown field"),
        ({"kind": ""}, "kind is missing"),
    ],
)
def test_a_wrong_liquid_reaction_does_not_load(change, match):
    with pytest.raises(InputError, match=match):
        parse_kinetics({"liquid": [{**LIQUID, **change}]}, SOURCES)


def test_nothing_twice_and_no_unknown_file():
    with pytest.raises(InputError, match="twice"):
        parse_kinetics({"liquid": [LIQUID, LIQUID]}, SOURCES)
    with pytest.raises(InputError, match="twice"):
        parse_kinetics({"observations": [SEEN, SEEN]}, SOURCES)
    with pytest.raises(InputError, match="unknown file"):
        parse_kinetics({"rumours": []}, SOURCES)
