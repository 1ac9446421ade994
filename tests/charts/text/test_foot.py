"""Notes below charts that few sources need."""

from __future__ import annotations

from armsflow.charts.text import foot
from tests.frames import make


def test_pieces_of_every_kind_are_said_to_be_added(monkeypatch):
    pieces = make([{"value": 5.0, "quantity": 5.0, "unit": "pieces"}])
    monkeypatch.setattr(foot.moved, "called", lambda frame: foot.moved.TRANSIT)
    assert foot.pieces_note(pieces) == "Pieces of every kind are added: a cartridge counts like a rifle."
    assert foot.pieces_note(pieces.assign(unit="TIV")) == ""
