"""A bar shows how far long work has come, to somebody who looks on and has tqdm."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

import armsflow as af
from armsflow.records.progress import progress
from tests.frames import make


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar(monkeypatch):
    tqdm = pytest.importorskip("tqdm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    # at once, not after a second
    monkeypatch.setattr(tqdm, "tqdm", lambda **said: tqdm.std.tqdm(**said | {"delay": 0, "mininterval": 0}))
    with progress("reading", "records", 10) as advance:
        advance(5)
    assert "reading:  50%" in terminal.getvalue()


@pytest.mark.parametrize(("stream", "installed"), [(Terminal(), False), (io.StringIO(), True), (None, True)])
def test_nobody_else_sees_anything(stream, installed, monkeypatch):
    made = []
    monkeypatch.setitem(sys.modules, "tqdm", SimpleNamespace(tqdm=made.append) if installed else None)
    monkeypatch.setattr(sys, "stderr", stream)
    with progress("reading", "records", 10) as advance:
        advance(5)
    assert not made
    assert not (stream and stream.getvalue())


def test_files_say_how_far_they_are(monkeypatch, tmp_path):
    told: list[tuple[str, int | None, list[int]]] = []

    def bar(desc, total, **said):
        told.append((desc, total, []))
        return SimpleNamespace(update=told[-1][2].append, close=lambda: None)

    monkeypatch.setitem(sys.modules, "tqdm", SimpleNamespace(tqdm=bar))
    monkeypatch.setattr(sys, "stderr", Terminal())
    rows = make({"record": ["a", "b", "c"], "supplier": ["RUS", "USA", "USA"], "value": [1.0, 2.0, 3.0]})
    path = af.write_records(rows, tmp_path / "rows.parquet")
    af.read_records(path)
    af.scan_records(af.write_records(rows, tmp_path / "rows", partition_by="supplier"), engine="pyarrow")
    sizes = {name: (total, sum(done)) for name, total, done in told}
    assert [name for name, *_ in told] == ["write_records", "read_records", "write_records", "scan_records"]
    assert sizes["write_records"] == (None, 3)
    for name in ("read_records", "scan_records"):
        # all but the digest itself
        total, done = sizes[name]
        assert 0 <= total - done <= 64 * 2
