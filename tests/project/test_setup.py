"""What setup.cfg promises: every package is installed, and the versions tested are those it names."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETUP = configparser.ConfigParser()
SETUP.read(ROOT / "setup.cfg", encoding="utf-8")
GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
OLDEST = (ROOT / ".ci" / "oldest.txt").read_text(encoding="utf-8").splitlines()


def lines(section: str, option: str) -> list[str]:
    return SETUP[section][option].split()


def floors() -> dict[str, str]:
    """The oldest version of each package that setup.cfg allows."""
    needed = lines("options", "install_requires")
    for extra in SETUP["options.extras_require"]:
        needed += lines("options.extras_require", extra)
    pairs = [line.split(">=") for line in needed]
    return dict(pairs)


def release(version: str) -> tuple[int, ...]:
    """A version as numbers, without zeros at its end: 3.9 and 3.9.0 are the same."""
    numbers = [int(number) for number in version.split(".")]
    while numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def test_every_package_is_installed():
    folders = {path.parent for path in (ROOT / "armsflow").rglob("*.py")}
    packages = {folder.relative_to(ROOT).as_posix().replace("/", ".") for folder in folders}
    # datasets/ lies beside the package and is installed as a part of it
    assert sorted(lines("options", "packages")) == sorted(packages | {"armsflow.datasets"})
    assert all((folder / "__init__.py").exists() for folder in folders)


def test_the_oldest_versions_tested_are_the_oldest_allowed():
    pins = dict(line.split("==") for line in OLDEST if "==" in line)
    allowed = floors()
    assert {name: release(pins[name]) for name in allowed} == {
        name: release(version) for name, version in allowed.items()
    }


def test_tests_may_run_on_the_oldest_versions():
    """The tests' own requirements do not raise the floors."""
    asked = [line for group in GROUPS.values() for line in group if isinstance(line, str)]
    found = dict(m.groups() for line in asked if (m := re.fullmatch(r"([a-z0-9-]+)>=([\d.]+)", line)))
    assert {name: found[name] for name in floors() if name in found} == {
        name: version for name, version in floors().items() if name in found
    }
