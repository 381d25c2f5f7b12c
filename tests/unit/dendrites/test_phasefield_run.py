"""Runs of the phase field on disk: what is kept, what is refused, and going on without loss."""

from __future__ import annotations

import base64
import errno
import json
import shutil
import zlib

import numpy as np
import pytest

from davylamp.core.errors import InputError, UnreadableFileError
from davylamp.dendrites.phasefield import bytes_needed, open_run, parse_case, run_case
from davylamp.dendrites.phasefield.pictures import field_frames, png, save_pictures
from davylamp.dendrites.phasefield.run_files import alone
from davylamp.dendrites.phasefield.series import COLUMNS

LINE = """\
name: Line
grid: {length: 40 um, spacing: 0.25 um}
duration: 6 s
voltage: 0.2 V
lithium: {thickness: 10 um}
noise: {amplitude: 0.04, seed: 7}
output: {interval: 2 s, precision: double}
"""

PLANE = """\
grid: {length: 20 um, height: 16 um, spacing: 0.5 um}
duration: 0.3 s
voltage: 0.2 V
lithium: {thickness: 4 um, nuclei: {y: 8 um, radius: 4 um}}
grains: {size: 8 um, width: 1 um, reaction: 2}
noise: {seed: 3}
output: {interval: 0.1 s, precision: double}
numerics: {tolerance: 1e-3}
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A run that nothing cut off."""
    return run_case(parse_case(LINE), tmp_path_factory.mktemp("whole") / "run")


@pytest.fixture
def copy(whole, tmp_path):
    """A copy of it to damage."""
    shutil.copytree(whole.folder, tmp_path / "run")
    return tmp_path / "run"


class Cut:
    """A progress callback that cuts the run off at a step."""

    def __init__(self, step, error=KeyboardInterrupt):
        self.left, self.error = step, error

    def __call__(self, share, doing):
        self.left -= 1
        if self.left < 0:
            raise self.error


def same(one, other):
    """Whether two runs kept the same, bit by bit; but for balances, which are sums."""
    assert [output.step for output in one.outputs] == [output.step for output in other.outputs]
    for number in range(len(one.outputs)):
        fields, others = one.fields(number), other.fields(number)
        for name in fields:
            assert fields[name].tobytes() == others[name].tobytes(), (number, name)
    columns, others = one.series(), other.series()
    for name in ("step", "time_s", "time_step_s", "tip_um", "charge_C_per_m2"):
        assert columns[name].tobytes() == others[name].tobytes(), name


def test_a_run_keeps_fields_series_and_what_came_out(whole):
    assert whole.state == "done"
    assert [output.time_s for output in whole.outputs] == pytest.approx([0.0, 2.0, 4.0, 6.0])
    fields = whole.fields(-1)
    assert {name: field.shape for name, field in fields.items()} == {
        "eta": (1, 160),
        "concentration": (1, 160),
        "potential": (1, 160),
    }
    assert fields["potential"][0, 0] == pytest.approx(-0.2, abs=1e-3)
    assert whole.fields(0)["concentration"][0, -20] == pytest.approx(1.0, abs=1e-6)
    assert whole.fields(0)["concentration"][0, 0] == pytest.approx(0.0, abs=1e-6)
    series = whole.series()
    assert list(series) == list(COLUMNS)
    assert (np.diff(series["time_s"]) > 0.0).all()
    result = whole.manifest["result"]
    assert result["tip_um"] > 10.5
    assert result["grown_um"] == pytest.approx(result["tip_um"] - 10.0, abs=0.05)
    assert abs(result["lithium_error"]) < 1e-6
    assert abs(result["charge_error"]) < 1e-6
    # 1 mAh/cm2 plates 4.850 um.
    grown = series["lithium_um"][-1] - series["lithium_um"][0]
    assert result["charge_mAh_per_cm2"] == pytest.approx(grown / 4.850, rel=1e-3)
    assert not list(whole.folder.rglob("*.part"))


def test_units_and_the_case_stand_in_the_manifest(whole):
    record = json.loads((whole.folder / "manifest.json").read_text("utf-8"))
    assert record["schema"] == "davylamp.phase-field-run/1"
    assert record["fields"]["potential"]["unit"] == "V"
    assert record["case"]["voltage_V"] == pytest.approx(0.2)
    assert (whole.folder / "case.yaml").read_text("utf-8") == LINE
    evidence = {entry["key"]: entry for entry in record["evidence"]}
    assert "liquid-like" in evidence["conductivity"]["note"]
    assert evidence["conductivity"]["kind"] == "assumed"


@pytest.mark.parametrize("step", [0, 3, 20])
def test_an_interrupted_run_goes_on_to_the_same_fields(whole, tmp_path, step):
    case = parse_case(LINE)
    with pytest.raises(KeyboardInterrupt):
        run_case(case, tmp_path / "run", progress=Cut(step))
    assert open_run(tmp_path / "run").state == "interrupted"
    same(run_case(case, tmp_path / "run", resume=True), whole)


def test_a_run_killed_between_checkpoints_goes_on_to_the_same_fields(whole, tmp_path, monkeypatch):
    case = parse_case(LINE)

    class Killed(BaseException):
        """Nothing gets to run after it."""

    monkeypatch.setattr("davylamp.dendrites.phasefield.march.March.keep", lambda self: None)
    with pytest.raises(Killed):
        run_case(case, tmp_path / "run", progress=Cut(30, Killed), checkpoint_every_s=1e9)
    monkeypatch.undo()
    assert open_run(tmp_path / "run").state == "running"
    same(run_case(case, tmp_path / "run", resume=True), whole)


def test_every_step_may_be_a_checkpoint(whole, tmp_path):
    same(run_case(parse_case(LINE), tmp_path / "run", checkpoint_every_s=0.0), whole)


def test_a_run_cut_off_before_its_first_step_goes_on(whole, tmp_path, monkeypatch):
    case = parse_case(LINE)

    def cut(setup):
        raise KeyboardInterrupt

    monkeypatch.setattr("davylamp.dendrites.phasefield.evolve.initial_state", cut)
    with pytest.raises(KeyboardInterrupt):
        run_case(case, tmp_path / "run")
    monkeypatch.undo()
    assert open_run(tmp_path / "run").state == "interrupted"
    same(run_case(case, tmp_path / "run", resume=True), whole)


def test_a_plane_goes_on_to_the_same_fields(tmp_path):
    case = parse_case(PLANE)
    whole = run_case(case, tmp_path / "whole")
    assert abs(whole.manifest["result"]["charge_error"]) < 1e-6
    assert abs(whole.manifest["result"]["lithium_error"]) < 1e-6
    with pytest.raises(KeyboardInterrupt):
        run_case(case, tmp_path / "cut", progress=Cut(4))
    same(run_case(case, tmp_path / "cut", resume=True), whole)
    assert whole.regions()["grain_boundary"].shape == (32, 40)
    frames = field_frames(whole)
    assert (frames["kind"], frames["columns"], frames["rows"]) == ("plane", 40, 32)
    field = whole.fields(-1)["potential"]
    told = next(entry for entry in frames["fields"] if entry["id"] == "potential")
    levels = unpacked(base64.b64decode(told["frames"][-1]))[:, :, 0] / 255.0
    shown = told["low"] + (told["high"] - told["low"]) * levels
    assert np.abs(shown - field).max() < (told["high"] - told["low"]) / 500.0
    small = field_frames(whole, budget_bytes=100)
    assert small["columns"] <= 60
    written = save_pictures(whole, tmp_path)
    assert [path.name for path in written] == ["eta.png", "concentration.png", "potential.png"]
    top_left = unpacked(written[0].read_bytes())[0, 0]
    assert top_left.tolist() == [254, 232, 56], "lithium is the light end of the scale"


def test_a_finished_run_is_returned_as_it_is(copy):
    before = (copy / "manifest.json").read_bytes()
    run_case(parse_case(LINE), copy, resume=True, progress=Cut(0))
    assert (copy / "manifest.json").read_bytes() == before


def test_a_changed_case_is_refused_with_what_changed(copy):
    changed = LINE.replace("0.2 V", "0.3 V").replace("thickness: 10", "thickness: 12")
    with pytest.raises(InputError) as caught:
        run_case(parse_case(changed), copy, resume=True)
    assert "voltage_V was 0.2, is 0.3" in str(caught.value)
    assert "lithium.thickness_m was 1e-05, is 1.2e-05" in str(caught.value)


def test_a_run_is_not_overwritten_unasked(copy):
    with pytest.raises(InputError, match="holds a run already"):
        run_case(parse_case(LINE), copy)
    with pytest.raises(InputError, match="cannot both"):
        run_case(parse_case(LINE), copy, resume=True, force=True)
    (copy / "mine.txt").write_text("mine", "utf-8")
    shorter = LINE.replace("6 s", "2 s")
    again = run_case(parse_case(shorter), copy, force=True)
    assert len(again.outputs) == len(list((copy / "fields").iterdir())) == 2
    assert (copy / "mine.txt").exists(), "only what belongs to a run is deleted"


def test_a_folder_of_other_things_is_refused(tmp_path):
    (tmp_path / "thesis.tex").write_text("x", "utf-8")
    with pytest.raises(InputError, match="other files"):
        run_case(parse_case(LINE), tmp_path)
    with pytest.raises(InputError, match="not a folder"):
        run_case(parse_case(LINE), tmp_path / "thesis.tex")
    with pytest.raises(UnreadableFileError, match="holds no phase-field run"):
        run_case(parse_case(LINE), tmp_path / "new", resume=True)


def test_a_folder_in_which_another_process_runs_is_refused(copy):
    with alone(copy), pytest.raises(InputError, match="another process"):
        run_case(parse_case(LINE), copy, force=True)
    assert open_run(copy).state == "done", "nothing was deleted"


def test_a_disk_without_room_is_told_before_the_run(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(InputError, match="has 0 MB left"):
        run_case(parse_case(LINE), tmp_path / "run")


def test_a_disk_that_fills_ends_in_words_and_the_run_goes_on(whole, tmp_path, monkeypatch):
    case, real, left = parse_case(LINE), np.savez_compressed, [2]

    def full(stream, **arrays):
        left[0] -= 1
        if left[0] < 0:
            stream.write(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        real(stream, **arrays)

    monkeypatch.setattr(np, "savez_compressed", full)
    with pytest.raises(UnreadableFileError, match="the disk is full"):
        run_case(case, tmp_path / "run")
    monkeypatch.undo()
    assert open_run(tmp_path / "run").state == "failed"
    assert not list((tmp_path / "run").rglob("*.part"))
    same(run_case(case, tmp_path / "run", resume=True), whole)


@pytest.mark.parametrize("name", ["checkpoint.npz", "series.csv", "manifest.json"])
def test_a_damaged_file_is_told(copy, name):
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    (copy / "manifest.json").write_text(json.dumps({**manifest, "state": "running"}), "utf-8")
    (copy / name).write_bytes(b"\x00damaged")
    with pytest.raises(UnreadableFileError, match=name if name != "manifest.json" else "no phase"):
        run_case(parse_case(LINE), copy, resume=True)


def test_lithium_at_the_other_side_ends_the_run(tmp_path):
    text = LINE.replace("length: 40 um", "length: 14 um").replace("6 s", "60 s")
    run = run_case(parse_case(text.replace("2 s", "20 s")), tmp_path / "run")
    reached = run.manifest["reached_s"]
    assert 0.0 < reached < 20.0
    assert run.outputs[-1].time_s == pytest.approx(reached)
    assert run.manifest["result"]["tip_um"] == pytest.approx(14.0 - 2.2, abs=0.3)
    # Asked again, it is finished.
    assert run_case(parse_case(text.replace("2 s", "20 s")), tmp_path / "run", resume=True)


def test_disk_use_is_no_less_than_the_fields(whole):
    fields = sum(path.stat().st_size for path in (whole.folder / "fields").iterdir())
    case = parse_case(LINE.replace("40 um", "400 um"))
    assert bytes_needed(case) >= fields


def unpacked(data):
    """Read the rows of a PNG as `png` writes it."""
    width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
    depth = {0: 1, 2: 3}[data[25]]
    at, packed = 8, b""
    while at < len(data):
        length = int.from_bytes(data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert zlib.crc32(name + body) == int.from_bytes(data[at + 8 + length : at + 12 + length])
        packed += body if name == b"IDAT" else b""
        at += 12 + length
    rows = np.frombuffer(zlib.decompress(packed), dtype=np.uint8).reshape(height, -1)
    assert (rows[:, 0] == 1).all(), "each row holds differences to the left"
    return np.cumsum(rows[:, 1:].reshape(height, width, depth), axis=1, dtype=np.uint8)


def test_a_picture_can_be_read_again():
    pixels = np.random.default_rng(1).integers(0, 256, size=(5, 7, 3), dtype=np.uint8)
    assert (unpacked(png(pixels)) == pixels).all()
    assert (unpacked(png(pixels[:, :, 0]))[:, :, 0] == pixels[:, :, 0]).all()


def test_frames_of_a_line_are_numbers(whole):
    frames = field_frames(whole)
    assert frames["kind"] == "line"
    assert frames["times_s"] == pytest.approx([0.0, 2.0, 4.0, 6.0])
    eta = next(field for field in frames["fields"] if field["id"] == "eta")
    assert eta["frames"][0] == pytest.approx(whole.fields(0)["eta"][0], rel=1e-3, abs=1e-12)


def test_a_line_has_no_picture(whole, tmp_path):
    with pytest.raises(InputError, match="two dimensions"):
        save_pictures(whole, tmp_path)
