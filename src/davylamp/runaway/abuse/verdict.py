"""Whether the criteria of a standard are met, where a model of temperature can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.parameter import Parameter
from davylamp.runaway.abuse.block import AbuseTest, Settings
from davylamp.runaway.abuse.result import Verdict
from davylamp.runaway.abuse.standards import GIVEN

if TYPE_CHECKING:
    from davylamp.runaway.abuse.resistance import Resistance
    from davylamp.runaway.abuse.subject import Subject
    from davylamp.runaway.abuse.trial import Trial
    from davylamp.runaway.network import Network, Step

__all__ = ["fast_end", "verdicts"]

#: Place in their distributions at which all rates are called fast.
_FAST: Final = 0.975
#: What a network may not know without its temperature being in doubt: how an `Unknown` begins.
_NO_HEAT: Final = "the gas that "
#: Lower end of a coefficient of heat transfer that nobody gave: twice 20 %, assumed.
_LESS_COOLING: Final = 0.6


def verdicts(
    test: AbuseTest,
    subject: Subject,
    settings: Settings,
    trials: Sequence[Trial],
    resistance: Resistance | None,
) -> tuple[Verdict, ...]:
    """Return one verdict for each criterion of the standard.

    A limit of temperature is met only if every run stays below it, no rate and no heat is unknown,
    what was tested is a whole cell, and it stays below the limit also with all rates and heats at
    the fast end of their distributions and, where the coefficient of heat transfer is assumed,
    with 40 % less of it. Fire, explosion, rupture and leakage no run can tell: unknown.
    """
    standard = test.standard
    rows: list[Verdict] = []
    if standard.limit is not None:
        rows.append(_temperature(test, subject, settings, trials, resistance, standard.limit.value))
    if standard.asks:
        ran = sum(trial.runaway is not None for trial in trials)
        how = "it runs away in every run" if ran == len(trials) else "it runs away in no run"
        if 0 < ran < len(trials):
            how = "whether it runs away depends on what is not known"
        rows.append(
            Verdict(
                "unknown",
                standard.asks,
                f"no model of temperature tells fire, rupture or leakage; {how}",
            )
        )
    return tuple(rows)


def fast_end(network: Network) -> Network:
    """Return a network with rates and heats at the fast ends of their distributions."""
    return replace(network, steps=tuple(_fast(step) for step in network.steps))


def _fast(step: Step) -> Step:
    rate = step.rate
    if rate is None:
        return replace(step, heat_J_per_kg=_at(step.heat_J_per_kg, _FAST))
    frequency, energy, peak = rate.frequency_per_s, rate.activation_energy_J_per_mol, rate.peak_K
    if peak is None:
        frequency = _at(frequency, _FAST)
    elif rate.survived is None:
        # A step known by its peak runs earlier by its peak, and, below it, faster by a lower
        # frequency factor, from which a lower activation energy follows.
        frequency, peak = _at(frequency, 1.0 - _FAST), _at(peak, 1.0 - _FAST)
    else:
        drawn = rate.survived.draw([1.0 - _FAST], [1.0 - _FAST])
        frequency = replace(frequency, value=float(drawn[0][0]))
        peak = replace(peak, value=float(drawn[1][0]))
    rate = replace(
        rate,
        frequency_per_s=frequency,
        activation_energy_J_per_mol=None if energy is None else _at(energy, 1.0 - _FAST),
        peak_K=peak,
    )
    return replace(step, heat_J_per_kg=_at(step.heat_J_per_kg, _FAST), rate=rate)


def _at(parameter: Parameter, probability: float) -> Parameter:
    return replace(parameter, value=float(parameter.quantile([probability])[0]))


def _temperature(
    test: AbuseTest,
    subject: Subject,
    settings: Settings,
    trials: Sequence[Trial],
    resistance: Resistance | None,
    limit_K: float,
) -> Verdict:
    criterion = f"surface not above {limit_K - ZERO_CELSIUS_K:.0f} °C"
    peaks = [trial.history.peak_K for trial in trials]
    low, high = min(peaks) - ZERO_CELSIUS_K, max(peaks) - ZERO_CELSIUS_K
    span = f"{high:.0f} °C" if len(peaks) == 1 else f"{low:.0f} to {high:.0f} °C"
    if min(peaks) > limit_K:
        return Verdict("fail", criterion, f"it reaches {span}")
    if max(peaks) > limit_K:
        return Verdict("unknown", criterion, f"it reaches {span}, by what is not known")
    if subject.body.network.rate_unknown:
        return Verdict(
            "unknown", criterion, f"it reaches {span}, but the rate of a step is not known"
        )
    missing = [
        item.what for item in subject.body.network.unknown if not item.what.startswith(_NO_HEAT)
    ]
    if missing:
        return Verdict("unknown", criterion, f"it reaches {span}, but not known is {missing[0]}")
    if not subject.whole:
        return Verdict(
            "unknown",
            criterion,
            f"it reaches {span} as a single layer cooled on both faces: a stack keeps its heat",
        )
    from davylamp.runaway.abuse.run import trials_of

    fast = replace(subject, body=replace(subject.body, network=fast_end(subject.body.network)))
    worst = max(
        trial.history.peak_K
        for _, trial in trials_of(fast, test.test, _less_cooled(settings), resistance)
    )
    if worst > limit_K:
        return Verdict(
            "unknown",
            criterion,
            f"it reaches {span}, and {worst - ZERO_CELSIUS_K:.0f} °C with fast rates and less "
            "cooling",
        )
    return Verdict(
        "pass",
        criterion,
        f"it reaches {span}, also with fast rates and less cooling below the limit",
    )


def _less_cooled(settings: Settings) -> Settings:
    """Return the settings with less exchange of heat, where it is not the user's own."""
    found = settings.values.get("coefficient")
    if found is None or found.origin == GIVEN or settings.maybe("conductance") is not None:
        return settings
    less = replace(found, value=_LESS_COOLING * found.value)
    return Settings({**settings.values, "coefficient": less})
