"""Say what a wheel lacks, modules, tables or its bill of materials: python .ci/check_wheel.py dist/*.whl."""

import base64
import csv
import hashlib
import io
import json
import re
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def expected() -> set[str]:
    """What the wheel must hold, by its name there: datasets/ is installed as armsflow.datasets."""
    package = {*(ROOT / "armsflow").rglob("*.py"), ROOT / "armsflow" / "py.typed"}
    tables = {*(ROOT / "datasets").glob("*.csv"), *(ROOT / "datasets" / "recipes").glob("*.py")}
    return {p.relative_to(ROOT).as_posix() for p in package} | {
        f"armsflow/{p.relative_to(ROOT).as_posix()}" for p in tables
    }


def main(wheel: str) -> None:
    """End with an error that names what the wheel lacks."""
    archive = zipfile.ZipFile(wheel)
    missing = sorted(expected() - set(archive.namelist()))
    if missing:
        sys.exit(f"{wheel} lacks {', '.join(missing)}; add the folder to packages in setup.cfg")
    if faults := [*_bill(archive), *_record(archive)]:
        sys.exit(f"{wheel}: {'; '.join(faults)}")
    print(f"{wheel} holds all {len(expected())} modules, tables and recipes, and their bill of materials")


def _bill(archive: zipfile.ZipFile) -> list[str]:
    """What the bill of materials lacks of the requirements and tables in the wheel."""
    (about,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    folder = about.removesuffix("METADATA")
    bill = json.loads(archive.read(f"{folder}sboms/armsflow.cdx.json"))
    listed = {component["bom-ref"] for component in bill["components"]}
    lines = re.findall(r"^Requires-Dist: ([\w.-]+)", archive.read(about).decode(), flags=re.MULTILINE)
    wanted = {f"pkg:pypi/{line.lower()}" for line in lines}
    wanted |= {f"armsflow/datasets/{p.name}" for p in (ROOT / "datasets").glob("*.csv")} - {
        "armsflow/datasets/tables.csv"
    }
    version = re.search(r"^Version: (.+)$", archive.read(about).decode(), flags=re.MULTILINE)
    faults = [f"the bill of materials lacks {name}" for name in sorted(wanted - listed)]
    if (bill["bomFormat"], bill["metadata"]["component"]["version"]) != ("CycloneDX", version and version[1]):
        faults.append("the bill of materials is of another version or format")
    return faults


def _record(archive: zipfile.ZipFile) -> list[str]:
    """Files whose size or digest is another than RECORD says, or that it lacks."""
    (record,) = (name for name in archive.namelist() if name.endswith(".dist-info/RECORD"))
    said = {row[0]: row[1] for row in csv.reader(io.StringIO(archive.read(record).decode()))}
    faults = [f"RECORD lacks {name}" for name in archive.namelist() if name not in said]
    for name in said.keys() - {record}:
        digest = base64.urlsafe_b64encode(hashlib.sha256(archive.read(name)).digest()).rstrip(b"=").decode()
        if said[name] != f"sha256={digest}":
            faults.append(f"RECORD has another digest of {name}")
    return faults


if __name__ == "__main__":
    main(*sys.argv[1:])
