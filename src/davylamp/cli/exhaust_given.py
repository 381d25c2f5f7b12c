"""What ``davylamp exhaust`` was given: gases, air, limits."""

from __future__ import annotations

from collections.abc import Iterable

from davylamp.cli.gas_list import split_gases
from davylamp.core.errors import InputError
from davylamp.core.units import parse_quantity
from davylamp.gas.mixture import ATMOSPHERE_PA, gas_volume_m3
from davylamp.gas.species import find_species

__all__ = ["amounts_mol", "limits_ppm", "mol_per_litre", "pairs", "removals"]


def pairs(given: Iterable[str], option: str, example: str) -> dict[str, str]:
    """Return the texts behind the names of gases, by id; several stand in one, with commas.

    Raises
    ------
    InputError
        If a part is no gas with a value, or a gas is given twice.

    Examples
    --------
    >>> pairs(["H2S:1 mol, HF=2 mol"], "--gas", "")
    {'H2S': '1 mol', 'HF': '2 mol'}
    """
    found: dict[str, str] = {}
    for name, text in split_gases(",".join(given)):
        if not name or not text:
            raise InputError(
                f"{option} {name or text!r} is no gas with a value", remedy=f"write {example}"
            )
        ident = find_species(name).id
        if ident in found:
            raise InputError(f"{option} has {ident} twice", remedy="give each gas once")
        found[ident] = text
    return found


def amounts_mol(given: Iterable[str], air_mol: float | None) -> dict[str, float]:
    """Return moles of each gas from amounts, volumes, masses, or shares of the exhaust.

    Parameters
    ----------
    given : iterable of str
        ``H2S:1e-3 mol``, ``CO2:2 L`` (25 degC, 1 bar), ``HF:10 mg``, ``H2S:20 ppm``.
    air_mol : float or None
        Air that carries them [mol]; None where it is not known. A share is one of air and gases
        together.

    Raises
    ------
    InputError
        If there is no gas, a value makes no sense, or shares are given without air.

    Examples
    --------
    >>> amounts_mol(["H2:50 %"], 1e3)
    {'H2': 1000.0}
    """
    example = "--gas 'H2S:1e-3 mol'"
    found: dict[str, float] = {}
    shares: dict[str, float] = {}
    for gas, text in pairs(given, "--gas", example).items():
        if text.endswith(("ppm", "%")):
            if air_mol is None:
                raise InputError(
                    f"{gas} in {text} of what?", remedy="add --flow and --duration, or --air"
                )
            amount = shares[gas] = parse_quantity(text, "1")
        else:
            amount = found[gas] = _amount(gas, text, example)
        if not amount > 0.0:
            raise InputError(f"{text} of {gas} is not above 0", remedy="leave it out")
    rest = 1.0 - sum(shares.values())
    if not rest > 0.0:
        raise InputError(
            "the shares of the gases leave no air", remedy="give shares below 100 % together"
        )
    if not (found or shares):
        raise InputError("--gas names no gas", remedy=f"write {example}")
    whole = (air_mol or 0.0) + sum(found.values())
    return found | {gas: share * whole / rest for gas, share in shares.items()}


def mol_per_litre(text: str) -> float:
    """Return a strength [mol/L].

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> mol_per_litre("2 mol/L")
    2.0
    """
    try:
        return parse_quantity(text, "mol/m3") / 1e3
    except InputError as error:
        raise InputError(error.message, remedy="write for example '1 mol/L'") from None


def _amount(gas: str, text: str, example: str) -> float:
    try:
        return parse_quantity(text, "mol")
    except InputError as first:
        for unit in ("m3", "kg"):
            try:
                value = parse_quantity(text, unit)
            except InputError:
                continue
            if unit == "kg":
                return value / find_species(gas).molar_mass_kg_per_mol
            return value / gas_volume_m3(1.0)
        raise InputError(first.message, remedy=f"write for example {example}") from None


def limits_ppm(given: Iterable[str]) -> dict[str, float]:
    """Return limits [ppm] from ppm, shares or mg/m3 (at 25 degC and 1 atm).

    Raises
    ------
    InputError
        If a value makes no sense.

    Examples
    --------
    >>> limits_ppm(["H2S:5 ppm"])
    {'H2S': 5.0}
    """
    found = {}
    for gas, text in pairs(given, "--limit", "--limit 'H2S:5 ppm'").items():
        try:
            found[gas] = 1e6 * parse_quantity(text, "1")
        except InputError:
            try:
                dense = parse_quantity(text, "kg/m3")
            except InputError:
                raise InputError(
                    f"a limit of {text} of {gas} is no concentration",
                    remedy="write ppm, % or mg/m3, such as --limit 'H2S:5 ppm'",
                ) from None
            volume = gas_volume_m3(1.0, pressure_Pa=ATMOSPHERE_PA)
            found[gas] = 1e6 * dense * volume / find_species(gas).molar_mass_kg_per_mol
    return found


def removals(given: Iterable[str]) -> dict[str, float] | float | None:
    """Return shares to take out: one for all gases, or one for each.

    Raises
    ------
    InputError
        If a value makes no sense.

    Examples
    --------
    >>> removals(["99 %"]), removals(["HF:99.9 %"])
    (0.99, {'HF': 0.9990000000000001})
    """
    listed = [text for text in given if text.strip()]
    if not listed:
        return None
    if len(listed) == 1 and ":" not in listed[0] and "=" not in listed[0]:
        return parse_quantity(listed[0], "1")
    return {
        gas: parse_quantity(text, "1")
        for gas, text in pairs(listed, "--removal", "--removal 'HF:99 %'").items()
    }
