"""Published statements on dry rooms, batches of sulfide and getters of H2S."""

from __future__ import annotations

from functools import partial
from typing import Final

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.validation.case import Case

__all__ = ["gas_dryroom_cases"]

_GROUP: Final = "Gas: dry room"
_GM: Final = "10.3389/fenrg.2022.882508"
_CRC: Final = "CRC Handbook of Chemistry and Physics (2014), Gibbs energies of formation"
#: Gibbs energies of formation of the handbook at 25 degC [kJ/mol]: oxide, sulfide; of the reaction
#: below per mole of H2S, with -33.4 for H2S and -228.6 for water vapour.
_EXCHANGES: Final = (
    ("ZnO", (-201.3 + 320.5) - 195.2),
    ("Bi2O3", (-140.6 + 493.7) / 3.0 - 195.2),
    ("Fe2O3", (-2.0 * 100.4 + 742.2) / 3.0 - 195.2),
    ("CuO", (-53.6 + 129.7) - 195.2),
    ("MnO", (-218.4 + 362.9) - 195.2),
    ("PbO", (-98.7 + 188.9) - 195.2),
)


def gas_dryroom_cases() -> tuple[Case, ...]:
    """Return humidity, a batch, a dry room and getters."""
    cases = [
        Case(
            id="dryroom-dew-point-Pa",
            group=_GROUP,
            question="vapour pressure at a dew point of -40 degC",
            published=12.84,
            compute=partial(_at_minus_40, "Pa"),
            unit="Pa",
            tolerance=0.01,
            source="10.1256/qj.04.94, equation 7",
        ),
        Case(
            id="dryroom-dew-point-ppm",
            group=_GROUP,
            question="water in air with a dew point of -40 degC",
            published=126.0,
            compute=partial(_at_minus_40, "ppm"),
            unit="ppm",
            tolerance=1.0,
            source=_GM,
        ),
        Case(
            id="dryroom-batch",
            group=_GROUP,
            question="H2S of 1 kg of Li7P2S8I after 30 min in 100 m3 at a dew point of -40 degC, "
            "no ventilation",
            published=1.0,
            compute=_batch_ppm,
            unit="ppm",
            tolerance=0.05,
            source=f"{_GM} (0.1 cm3/g in 30 min)",
        ),
        Case(
            id="dryroom-layers",
            group=_GROUP,
            question="H2S of Li3PS4 at a dew point of -40 degC with 30 air changes an hour against "
            "the limit at work",
            published="stays below",
            compute=_layers,
            source="10.3390/batteries9090472",
            note="The abstract tells no release per gram; without a rate only water and elements "
            "bound the gas, which leaves it unknown.",
        ),
        Case(
            id="dryroom-getters",
            group=_GROUP,
            question="oxides of Fe, Zn and Bi that take up H2S by themselves at 25 degC",
            published="Fe2O3, ZnO, Bi2O3",
            compute=_spontaneous,
            source="10.1039/d0na00174k",
        ),
    ]
    cases.extend(
        Case(
            id=f"dryroom-getter-{oxide}",
            group=_GROUP,
            question=f"Gibbs energy of {oxide} with H2S per mole of H2S, 25 degC",
            published=round(value, 1),
            compute=partial(_exchange_kJ, oxide),
            unit="kJ/mol",
            tolerance=2.0,
            source=_CRC,
            note="Energies of formation there, enthalpies and entropies of several tables here.",
        )
        for oxide, value in _EXCHANGES
    )
    return tuple(cases)


def _at_minus_40(unit: str) -> float:
    from davylamp.gas.dryroom import humidity

    air = humidity(ZERO_CELSIUS_K + 22.0, dew_point_K=ZERO_CELSIUS_K - 40.0).air
    return air.water_Pa if unit == "Pa" else air.water_ppm


def _batch_ppm() -> float:
    from davylamp.gas.dryroom import batch_exposure
    from davylamp.gas.room import Room
    from davylamp.materials.humidity import moist_air

    air = moist_air(ZERO_CELSIUS_K + 25.0, dew_point_K=ZERO_CELSIUS_K - 40.0)
    found = batch_exposure("Li7P2S8I", 1.0, Room(100.0), air, 1800.0).gas("H2S")
    return float("nan") if found is None or found.best is None else found.best.peak_ppm


def _layers() -> str:
    from davylamp.gas.dryroom import batch_exposure
    from davylamp.gas.room import Room
    from davylamp.materials.humidity import moist_air

    air = moist_air(ZERO_CELSIUS_K + 22.0, dew_point_K=ZERO_CELSIUS_K - 40.0)
    room = Room(100.0, 30.0 * 100.0 / 3600.0, ZERO_CELSIUS_K + 22.0)
    found = batch_exposure("Li3PS4", 1.0, room, air, 1800.0).gas("H2S")
    assert found is not None
    work = next(answer for answer in found.limits if answer.limit.name == "TWA")
    return work.verdict.value


def _spontaneous() -> str:
    from davylamp.gas.dryroom import getters
    from davylamp.materials.humidity import moist_air

    air = moist_air(ZERO_CELSIUS_K + 25.0, dew_point_K=ZERO_CELSIUS_K - 40.0)
    asked = ("Fe2O3", "ZnO", "Bi2O3")
    found = {item.oxide: item for item in getters(air, asked)}
    return ", ".join(name for name in asked if found[name].h2s_mol)


def _exchange_kJ(oxide: str) -> float:
    from davylamp.gas.dryroom import getters
    from davylamp.materials.humidity import moist_air

    air = moist_air(ZERO_CELSIUS_K + 25.0, dew_point_K=ZERO_CELSIUS_K - 40.0)
    (found,) = getters(air, [oxide])
    return float("nan") if found.exchange is None else 1e-3 * found.exchange.gibbs_J_per_mol_h2s
