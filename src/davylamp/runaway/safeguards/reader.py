"""The ``safeguards:`` block of a test or a module file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

from pydantic import Field, TypeAdapter, ValidationError, field_validator, model_validator

from davylamp.cell.fields import Quantity, wrong
from davylamp.cell.problems import CellFileError, Problem
from davylamp.cell.schema_materials import Spec
from davylamp.cell.yaml_tree import YamlTree
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind
from davylamp.runaway.safeguards.apply import Safeguard
from davylamp.runaway.safeguards.filler import EndothermicFiller
from davylamp.runaway.safeguards.fillers import filler_data
from davylamp.runaway.safeguards.flame_retardant import FlameRetardant
from davylamp.runaway.safeguards.thermo_responsive import ThermoResponsive

__all__ = [
    "EndothermicFillerSpec",
    "FlameRetardantSpec",
    "SafeguardSpec",
    "ThermoResponsiveSpec",
    "build_safeguards",
    "read_safeguards",
]

_Temperature = Annotated[float, Quantity("K", "degC", low=250.0, high=1000.0)]
_Difference = Annotated[float, Quantity("K", "K", low=0.0, high=300.0)]
_Share = Annotated[float, Quantity("1", "1", low=0.0, high=1.0)]
_Factor = Annotated[float, Quantity("1", "1", low=1.0, high=1e12)]

#: What is known of shipped electrolytes: shut-off [K], later short [K], source.
_KNOWN: Final[dict[str, tuple[float | None, float, str]]] = {
    "PEO": (343.15, 0.0, "zhou2019nl"),
    "vinyl carbonate": (None, 50.2, "vinylcarbonate2023"),
}


class ThermoResponsiveSpec(Spec):
    """Electrolyte whose resistance rises at a temperature."""

    kind: Literal["thermo-responsive"] = Field(
        description="what it is", examples=["thermo-responsive"]
    )
    material: Literal["PEO", "vinyl carbonate"] | None = Field(
        default=None, description="takes the published shut-off, or delay of the short"
    )
    shut_off: _Temperature | None = Field(
        default=None, description="middle of the change", examples=["70 degC"]
    )
    resistance_rise: _Factor = Field(
        description="resistance above the shut-off over that below", examples=[1000]
    )
    width: _Difference = Field(default=5.0, description="width of the change", examples=["5 K"])
    electrolyte_share: _Share = Field(
        default=1.0, description="share of the short's resistance that is the electrolyte's"
    )
    short_delay: _Difference | None = Field(
        default=None, description="how much later an internal short begins", examples=["50 K"]
    )

    @model_validator(mode="after")
    def _has_shut_off(self) -> ThermoResponsiveSpec:
        if self.build_shut_off() is None:
            raise wrong(
                "the shut-off temperature is not known",
                "measure the resistance of the electrolyte over temperature and give 'shut_off'",
            )
        return self

    def build_shut_off(self) -> float | None:
        """Shut-off given, else that of the material [K]."""
        if self.shut_off is not None or self.material is None:
            return self.shut_off
        return _KNOWN[self.material][0]

    def build(self) -> ThermoResponsive:
        """Return the safeguard."""
        known = _KNOWN.get(self.material or "")
        shut_off = self.build_shut_off()
        if shut_off is None:
            raise MissingDatumError("the shut-off temperature is not known")
        measured = known is not None and self.shut_off is None
        return ThermoResponsive(
            shut_off,
            self.resistance_rise,
            self.width,
            self.electrolyte_share,
            self.short_delay if self.short_delay is not None else (known[1] if known else 0.0),
            name=f"{self.material or 'thermo-responsive'} electrolyte",
            kind=Kind.MEASURED if measured else Kind.ASSUMED,
            sources=(known[2],) if known else (),
        )


class FlameRetardantSpec(Spec):
    """Flame retardant that keeps a share of the fuel from burning."""

    kind: Literal["flame-retardant"] = Field(description="what it is", examples=["flame-retardant"])
    efficiency: _Share = Field(description="share that does not burn", examples=["50 %"])
    steps: list[str] = Field(
        default=[], description="steps it acts on; all that burn a gas if none"
    )
    name: str = Field(default="flame retardant", description="for the notes", examples=["TEP"])

    @field_validator("efficiency")
    @classmethod
    def _below_one(cls, value: float) -> float:
        if value >= 1.0:
            raise wrong("no flame retardant stops all combustion", "give a share below 100 %")
        return value

    def build(self) -> FlameRetardant:
        """Return the safeguard."""
        return FlameRetardant(self.efficiency, tuple(self.steps), self.name)


class EndothermicFillerSpec(Spec):
    """Filler that takes up heat when it loses water."""

    kind: Literal["endothermic-filler"] = Field(
        description="what it is", examples=["endothermic-filler"]
    )
    material: str = Field(description="a stored filler", examples=["Mg(OH)2"])
    mass_fraction: _Share = Field(
        description="its mass over that of the body with it", examples=["5 %"]
    )

    @field_validator("material")
    @classmethod
    def _stored(cls, value: str) -> str:
        try:
            filler_data(value)
        except MissingDatumError as error:
            raise wrong(error.message.split("\n")[0], error.remedy) from None
        return value

    @field_validator("mass_fraction")
    @classmethod
    def _between(cls, value: float) -> float:
        if not 0.0 < value < 1.0:
            raise wrong("a mass fraction lies between 0 and 100 %", "a few per cent are usual")
        return value

    def build(self) -> EndothermicFiller:
        """Return the safeguard."""
        return EndothermicFiller(self.material, self.mass_fraction)


#: Field type for a schema: ``safeguards: list[SafeguardSpec] = []``.
SafeguardSpec = Annotated[
    ThermoResponsiveSpec | FlameRetardantSpec | EndothermicFillerSpec, Field(discriminator="kind")
]


def build_safeguards(
    specs: Iterable[ThermoResponsiveSpec | FlameRetardantSpec | EndothermicFillerSpec],
) -> tuple[Safeguard, ...]:
    """Return the safeguards that validated blocks describe."""
    return tuple(spec.build() for spec in specs)


def read_safeguards(
    raw: Any,
    shown: str = "safeguards",
    *,
    tree: YamlTree | None = None,
    at: str | tuple[str | int, ...] = "safeguards",
) -> tuple[Safeguard, ...]:
    """Return the safeguards of a block that was read from YAML; none for None.

    Parameters
    ----------
    raw : list of mappings, or None
        The block.
    shown : str
        Name of the file for messages.
    tree : YamlTree, optional
        The file, for lines.
    at : str or path
        Field of the block in the file.

    Raises
    ------
    CellFileError
        If a field is wrong; it lists every problem.

    Examples
    --------
    >>> block = [{"kind": "endothermic-filler", "material": "Mg(OH)2", "mass_fraction": "5 %"}]
    >>> read_safeguards(block)[0].mass_fraction
    0.05
    """
    if raw is None:
        return ()
    listed = raw if isinstance(raw, list) else [raw]
    path = (at,) if isinstance(at, str) else at
    adapter: TypeAdapter[list[Any]] = TypeAdapter(list[SafeguardSpec])
    try:
        return build_safeguards(adapter.validate_python(listed))
    except ValidationError as error:
        raise CellFileError(_problems(error, shown, tree, path)) from None


def _problems(
    error: ValidationError, shown: str, tree: YamlTree | None, at: tuple[str | int, ...]
) -> list[Problem]:
    found = []
    for entry in error.errors(include_url=False):
        # The discriminator stands between the number of the entry and its field.
        place = [part for n, part in enumerate(entry["loc"]) if n != 1]
        context = entry.get("ctx", {})
        message, remedy = str(context.get("message", entry["msg"])), str(context.get("remedy", ""))
        if entry["type"].startswith("union_tag"):
            message = "kind is missing or not known"
            remedy = "write thermo-responsive, flame-retardant or endothermic-filler"
        line = tree.line((*at, *place)) if tree is not None else None
        found.append(Problem(shown, line, ".".join(map(str, (*at, *place))), message, remedy))
    return found
