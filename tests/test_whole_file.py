"""Files are whole or not there, and as readable as any other file."""

from __future__ import annotations

import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from armsflow.errors import ArgumentError
from armsflow.whole_file import write_whole, write_whole_folder

POSIX = sys.platform != "win32"


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_file_has_what_was_written(tmp_path):
    path = tmp_path / "table.csv"
    assert write_whole(path, lambda part: part.write_text("one")) == path
    assert write_whole(path, lambda part: part.write_text("two")) == path
    assert path.read_text() == "two"
    assert list(tmp_path.iterdir()) == [path]


def test_the_writer_gets_a_file_beside_the_target_with_its_ending(tmp_path):
    seen = []
    write_whole(tmp_path / "table.csv", seen.append)
    assert seen[0].parent == tmp_path
    assert seen[0].suffix == ".csv"
    assert seen[0].name != "table.csv"


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("old")

    def fail(part):
        part.write_text("ne")
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError, match="disk full"):
        write_whole(path, fail)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_not_replaced(tmp_path):
    (tmp_path / "table.csv").mkdir()
    with pytest.raises(OSError, match=r"table\.csv"):
        write_whole(tmp_path / "table.csv", lambda part: part.write_text("one"))
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_the_longest_name_that_a_folder_takes_is_no_matter(tmp_path):
    path = tmp_path / ("t" * 251 + ".csv")
    assert write_whole(path, lambda part: part.write_text("one")).read_text() == "one"


@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077] if POSIX else [])
def test_a_new_file_has_the_mode_that_the_umask_gives(tmp_path, mask):
    before = os.umask(mask)
    try:
        path = write_whole(tmp_path / "table.csv", lambda part: part.write_text("one"))
    finally:
        os.umask(before)
    assert mode(path) == 0o666 & ~mask


@pytest.mark.parametrize("wanted", [0o600, 0o640, 0o664] if POSIX else [])
def test_a_replaced_file_keeps_its_mode(tmp_path, wanted):
    path = tmp_path / "table.csv"
    path.write_text("old")
    path.chmod(wanted)
    write_whole(path, lambda part: part.write_text("new"))
    assert mode(path) == wanted


def test_writers_of_one_path_do_not_disturb_each_other(tmp_path):
    path = tmp_path / "table.csv"
    texts = [letter * 100_000 for letter in "abcdefgh"]
    with ThreadPoolExecutor(8) as pool:
        for _ in pool.map(lambda text: write_whole(path, lambda part: part.write_text(text)), texts):
            pass
    assert path.read_text() in texts
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "real.txt", tmp_path / "link.txt"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    assert write_whole(link, lambda part: part.write_text("new")) == link
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in target.parent.iterdir()] == ["real.txt"]


_OLD, _NEW = (f".armsflow-{sign * 16}.txt" for sign in "1f")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ArgumentError, match=r"file.txt cannot be written: No such file or directory"):
        write_whole(tmp_path / "none" / "file.txt", lambda part: part.write_text("new"))


def test_what_a_stopped_process_left_goes_with_the_next_file(tmp_path):
    stale, fresh, other = (tmp_path / name for name in (_OLD, _NEW, ".armsflow-notes.txt"))
    for path in (stale, fresh, other):
        path.write_text("half")
    for path in (stale, other):
        os.utime(path, (0, 0))
    write_whole(tmp_path / "file.txt", lambda part: part.write_text("new"))
    assert sorted(p.name for p in tmp_path.iterdir()) == [_NEW, ".armsflow-notes.txt", "file.txt"]


@pytest.mark.parametrize("before", [["page.txt"], []])
def test_a_folder_that_cannot_take_its_place_leaves_all_as_it_was(tmp_path, monkeypatch, before):
    """An old folder is moved aside first; it has to come back where the new one cannot follow."""
    folder = tmp_path / "report"
    for name in before:
        folder.mkdir()
        (folder / name).write_text("old")
    move = Path.replace

    def refuse_the_new(part, target):
        if part.is_dir() and (part / "page.txt").read_text() == "new":
            raise OSError("no room")
        return move(part, target)

    monkeypatch.setattr(Path, "replace", refuse_the_new)
    with pytest.raises(OSError, match="no room"):
        write_whole_folder(folder, lambda part: (part / "page.txt").write_text("new"))
    assert [path.read_text() for path in folder.glob("*")] == ["old"] * len(before)
    assert list(tmp_path.iterdir()) == [folder] * len(before)


def test_a_folder_that_a_stopped_process_left_goes_as_well(tmp_path):
    stale = tmp_path / f".armsflow-{'1' * 16}.folder"
    stale.mkdir()
    (stale / "page.txt").write_text("half")
    os.utime(stale, (0, 0))
    write_whole_folder(tmp_path / "report", lambda part: (part / "page.txt").write_text("new"))
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_folder_in_one_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ArgumentError, match=r"report cannot be written: No such file or directory"):
        write_whole_folder(tmp_path / "none" / "report", lambda part: None)
