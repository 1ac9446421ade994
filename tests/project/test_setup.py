"""What setup.cfg promises: every package is installed, and the versions tested are those it names."""

from __future__ import annotations

import configparser
import io
import json
import re
import runpy
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import armsflow as af

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


def test_the_extra_all_is_every_extra_but_spark():
    """Spark needs Java, so it is asked for by name."""
    extras = SETUP["options.extras_require"]
    others = {line for extra in extras if extra not in ("all", "spark") for line in extras[extra].split()}
    assert set(lines("options.extras_require", "all")) == others


def test_the_citation_and_the_changelog_name_this_version():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    version = re.search(r"^version: (.+)$", citation, re.M)
    date = re.search(r"^date-released: (.+)$", citation, re.M)
    assert version
    assert date
    assert version[1] == af.__version__
    assert f"\n## [{af.__version__}] - {date[1]}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# conda splits what pip takes as one
CONDA = {"matplotlib": "matplotlib-base", "seaborn": "seaborn-base"}


def test_the_conda_recipe_asks_for_what_setup_asks_for():
    recipe = (ROOT / "recipe" / "recipe.yaml").read_text(encoding="utf-8")
    asked = re.findall(r"^    - (\S+) >=(\S+)$", recipe.split("\n  run:\n")[1].split("\n\n")[0], re.M)
    needed = dict(line.split(">=") for line in lines("options", "install_requires"))
    needed = {CONDA.get(name, name): floor for name, floor in needed.items()}
    assert dict(asked) == needed | {"python": SETUP["options"]["python_requires"].removeprefix(">=")}
    assert f"version: {af.__version__}\n" in recipe
    assert f"license: {SETUP['metadata']['license_expression']}\n" in recipe
    for line in SETUP["options.entry_points"]["console_scripts"].split("\n"):
        assert not line or f"- {line}\n" in recipe


# --- the build backend


@pytest.fixture
def backend(monkeypatch):
    pytest.importorskip("setuptools")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return runpy.run_path(str(ROOT / "build_backend" / "armsflow_build.py"))


def test_sources_packed_twice_are_the_same_bytes(backend, tmp_path):
    packed = []
    for name, mtime in (("a", 1), ("b", 2)):
        path = tmp_path / f"{name}.tar.gz"
        with tarfile.open(path, "w:gz") as archive:
            for member in ("one.py", "two.py") if name == "a" else ("two.py", "one.py"):
                info = tarfile.TarInfo(f"p/{member}")
                info.mtime, info.uname, info.size = mtime, name, 3
                archive.addfile(info, io.BytesIO(member[:3].encode()))
        backend["rewrite_sdist"](path)
        packed.append(path.read_bytes())
    assert packed[0] == packed[1]
    with tarfile.open(tmp_path / "a.tar.gz") as archive:
        assert archive.extractfile("p/two.py").read() == b"two"
        assert archive.getmember("p/two.py").mtime == 1_700_000_000


def test_a_wheel_gets_a_bill_of_materials_and_a_record_of_it(backend, tmp_path):
    about = (
        "Metadata-Version: 2.4\nName: armsflow\nVersion: 9.9\nSummary: a test\nLicense-Expression: MIT\n"
        'Requires-Dist: numpy>=1.26\nRequires-Dist: Python_Docx>=1.1; extra == "docx"\n'
    )
    path = tmp_path / "armsflow-9.9-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("armsflow/__init__.py", "")
        wheel.writestr("armsflow-9.9.dist-info/METADATA", about)
        wheel.writestr("armsflow-9.9.dist-info/RECORD", "")
        wheel.write(ROOT / "datasets" / "tables.csv", "armsflow/datasets/tables.csv")
    backend["rewrite_wheel"](path)
    with zipfile.ZipFile(path) as wheel:
        bill = json.loads(wheel.read("armsflow-9.9.dist-info/sboms/armsflow.cdx.json"))
        record = wheel.read("armsflow-9.9.dist-info/RECORD").decode().splitlines()
        assert {line.split(",")[0] for line in record} == set(wheel.namelist())
        assert {member.date_time for member in wheel.infolist()} == {(2023, 11, 14, 22, 13, 20)}
    scopes = {one["name"]: one.get("scope") for one in bill["components"] if one["type"] == "library"}
    assert scopes == {"numpy": "required", "python-docx": "optional"}
    assert bill["dependencies"] == [{"ref": "pkg:pypi/armsflow@9.9", "dependsOn": ["pkg:pypi/numpy"]}]
    tables = {one["name"]: one for one in bill["components"] if one["type"] == "data"}
    assert set(tables) == set(af.table("tables.csv")["table"])
    assert tables["exchange_rates.csv"]["licenses"] == [{"license": {"id": "CC-BY-4.0"}}]
