"""A dossier made by hand, with every severity, plot and table in it."""

from __future__ import annotations

import pytest

from davylamp.core.evidence import Kind
from davylamp.dossier import (
    RULES,
    Band,
    Column,
    Dossier,
    Entry,
    Finding,
    Hazard,
    Layer,
    Moment,
    Part,
    Plot,
    PlotKind,
    Reference,
    Section,
    Series,
    Severity,
    Table,
)


def make_dossier(title: str = "Argyrodite cell", name: str = "Li6PS5Cl") -> Dossier:
    contact = Section(
        id="contact-0",
        title=f"Li | {name}",
        group="contacts",
        lead="At the anode, 0 V against Li/Li+.",
        fields=("anode|electrolyte.0",),
        findings=(
            Finding(
                "contact-0-class", f"Li | {name}", "The product layer blocks electrons",
                Severity.NOTICE, (Hazard.SHORT,), (Moment.USING,), kind=Kind.COMPUTED,
                explanation="Li2S, Li3P and LiCl are insulators.",
            ),
            Finding(
                "contact-0-reaction", f"Li | {name}", "They react with each other",
                Severity.WARNING, (Hazard.HEAT,), (Moment.USING, Moment.FAILING), -502.0,
                "meV/atom", kind=Kind.COMPUTED, sources=("zhu2015",), rule="reaction-energy",
                explanation="The energy of mixing is strongly negative.",
            ),
        ),
        plots=(
            Plot(
                "contact-0-profile", PlotKind.LINES, "Reaction energy against mixing ratio",
                "Falls to -502 meV/atom at 40 % of Li.", "share of atoms from Li [%]",
                "energy [meV/atom]",
                (
                    Series("mutual", (0.0, 40.0, 100.0), (0.0, -502.0, 0.0)),
                    Series("total", (0.0, 40.0, 100.0), (-20.0, -530.0, None)),
                ),
            ),
        ),
        tables=(
            Table(
                "contact-0-products", "Products",
                (Column("phase", "Phase"), Column("amount_mol", "mol per mol of atoms")),
                (("Li2S", 0.31), ("Li3P", None)),
                "At the strongest point.",
            ),
        ),
    )  # fmt: skip
    material = Section(
        id="material-electrolyte-0",
        title=name,
        group="materials",
        fields=("electrolyte.0",),
        findings=(
            Finding(
                "gas", name, "Moist air sets free H2S", Severity.DANGER, (Hazard.GAS,),
                (Moment.MAKING, Moment.END), 456.0, "cm3/g", "7 %", Kind.ESTIMATED,
                ("zhu2015", "own"), "All sulfur is exchanged.", "how fast",
                "log H2S over time in the dry room", "toxic-gas",
            ),
            Finding(
                "leak", name, "Electronic conductivity", Severity.UNKNOWN, (Hazard.SHORT,),
                (Moment.USING,), unknown="its electronic conductivity",
                settle="DC polarisation between blocking electrodes",
            ),
            Finding(
                "hull", name, "It is stable", Severity.OK, value=0.0, unit="meV/atom",
                kind=Kind.COMPUTED, rule="above-hull",
            ),
        ),
        plots=(
            Plot(
                "windows", PlotKind.RANGES, "Windows", "One bar.", "", "V against Li/Li+",
                (
                    Series("computed", (name,), (1.71,), (2.01,), (Severity.WARNING,)),
                    Series("measured", (name,), (None,), (None,), (Severity.UNKNOWN,)),
                ),
                (Band(0.0, 0.0, "anode"), Band(3.0, 4.3, "cathode")),
            ),
            Plot(
                "gas-bars", PlotKind.BARS, "Gas", "One bar.", "", "cm3/g",
                (Series("gas", ("H2S",), (456.0,), (), (Severity.DANGER,), ("cm3/g",)),),
            ),
        ),
    )  # fmt: skip
    whole = Section(
        id="capacity",
        title="Capacity",
        group="cell",
        entries=(
            Entry("n_to_p", "N/P ratio", 1.2, "1", kind=Kind.MEASURED, sources=("zhu2015",)),
            Entry("mass_g", "Mass", None, "g", note="density of the binder is missing"),
        ),
    )
    return Dossier(
        title=title,
        description="A made-up cell.",
        created="2026-01-02T03:04:05Z",
        davylamp="0.1.0",
        file="cell.yaml",
        sha256="ab" * 32,
        cell={"name": title},
        sections=(contact, material, whole),
        layers=(
            Layer("collector", (Part("anode.collector", "collector", "Cu"),), 1e-5),
            Layer("anode", (Part("anode", "anode", "Li"),), 2e-5),
            Layer("electrolyte", (Part("electrolyte.0", "electrolyte", name),), 3e-5),
            Layer(
                "cathode",
                (
                    Part("cathode.active", "active material", "NCM811"),
                    Part("cathode.coating", "coating", "LiNbO3"),
                    Part("cathode.catholyte", "catholyte", name),
                ),
                8e-5,
            ),
        ),
        rules=tuple(RULES.values()),
        references=(Reference("zhu2015", "Zhu, He, Mo 2015.", "10.1021/acsami.5b07517",
                              "https://doi.org/10.1021/acsami.5b07517"),),
        data={"compounds.npz": "cd" * 32},
    )  # fmt: skip


@pytest.fixture
def fake_dossier() -> Dossier:
    return make_dossier()


@pytest.fixture
def hostile_dossier() -> Dossier:
    text = "<script>document.title='broken'</script>\"'&[red]"
    return make_dossier(text, "</script><img src=x onerror=alert(1)>")
