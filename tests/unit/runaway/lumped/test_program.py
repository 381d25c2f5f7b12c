import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.runaway.program import Program


def test_linear_between_knots_and_constant_beyond():
    program = Program((0.0, 10.0, 20.0), (300.0, 400.0, 350.0))
    found = program.at([-5.0, 5.0, 15.0, 99.0])
    assert found == pytest.approx([300.0, 350.0, 375.0, 350.0])


def test_a_jump_has_the_value_after_it():
    pulse = Program.pulse(7.0, 10.0, 20.0)
    assert pulse.at([9.9, 10.0, 19.9, 20.0]) == pytest.approx([0.0, 7.0, 7.0, 0.0])


def test_ramp_and_constant():
    assert Program.ramp(400.0, -0.5, 300.0).at(100.0) == pytest.approx(350.0)
    assert Program.constant(3.0).at(np.array([0.0, 1e9])) == pytest.approx([3.0, 3.0])


@pytest.mark.parametrize(
    ("time", "value"),
    [((), ()), ((0.0,), (1.0, 2.0)), ((1.0, 0.0), (1.0, 2.0)), ((0.0,), (float("nan"),))],
)
def test_bad_programs(time, value):
    with pytest.raises(InputError):
        Program(time, value)


def test_a_ramp_away_from_its_end():
    with pytest.raises(InputError, match="misses"):
        Program.ramp(300.0, -1.0, 400.0)
