"""Setuptools, with archives that are the same bytes on every build and a bill of materials in the wheel.

PEP 517 allows a backend that comes with the project. This one lets setuptools build, and then writes the
archive again: members sorted, one date (``SOURCE_DATE_EPOCH``, else 1 January 1980), no owner. Into the
wheel it puts ``sboms/armsflow.cdx.json`` (PEP 770), a CycloneDX list of what armsflow needs and of the tables
that it ships.
"""

from __future__ import annotations

import base64
import csv
import email.parser
import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import time
import uuid
import zipfile
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

# the first moment that a zip can hold
_FIRST = 315_532_800
_ORIGINS = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def build_wheel(
    wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None
) -> str:
    name: str = build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
    rewrite_wheel(Path(wheel_directory) / name)
    return name


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    name: str = build_meta.build_sdist(sdist_directory, config_settings)
    rewrite_sdist(Path(sdist_directory) / name)
    return name


def epoch() -> int:
    """The date of every member, in seconds since 1970."""
    return max(int(os.environ.get("SOURCE_DATE_EPOCH", _FIRST)), _FIRST)


def rewrite_sdist(path: Path) -> None:
    """Write an archive of sources again, the same bytes for the same files."""
    loose = io.BytesIO()
    with tarfile.open(path) as old, tarfile.open(fileobj=loose, mode="w", format=tarfile.PAX_FORMAT) as new:
        for member in sorted(old.getmembers(), key=lambda member: member.name):
            content = old.extractfile(member) if member.isfile() else None
            member.mtime, member.uid, member.gid, member.uname, member.gname = epoch(), 0, 0, "", ""
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            member.pax_headers = {}
            new.addfile(member, content)
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=epoch()) as file:
        file.write(loose.getvalue())
    path.write_bytes(packed.getvalue())


def rewrite_wheel(path: Path) -> None:
    """Write a wheel again with its bill of materials, the same bytes for the same files."""
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist() if not name.endswith("/")}
    (record,) = (name for name in files if name.endswith(".dist-info/RECORD"))
    about = record.removesuffix("RECORD")
    tables = files.get("armsflow/datasets/tables.csv", b"").decode("utf-8")
    files[f"{about}sboms/armsflow.cdx.json"] = bill(files[f"{about}METADATA"].decode("utf-8"), tables)
    del files[record]
    lines = io.StringIO()
    rows = csv.writer(lines, lineterminator="\n")
    rows.writerows((name, f"sha256={_digest(files[name])}", len(files[name])) for name in sorted(files))
    rows.writerow((record, "", ""))
    # RECORD stands last, as setuptools writes it
    files = {name: files[name] for name in sorted(files)} | {record: lines.getvalue().encode()}
    date = time.gmtime(epoch())[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, date)
            member.external_attr = 0o100644 << 16
            new.writestr(member, content, zipfile.ZIP_DEFLATED)


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def bill(metadata: str, tables: str) -> bytes:
    """The bill of materials of a wheel, from its METADATA and the list of shipped tables."""
    about = email.parser.Parser().parsestr(metadata)
    name, version = about["Name"], about["Version"]
    own = f"pkg:pypi/{name}@{version}"
    needed = [_dependency(line) for line in about.get_all("Requires-Dist", [])]
    shipped = [_table(row) for row in csv.DictReader(io.StringIO(tables))]
    components = sorted(
        {one["bom-ref"]: one for one in (*needed, *shipped)}.values(), key=lambda one: str(one["bom-ref"])
    )
    required = [one["bom-ref"] for one in components if one.get("scope") == "required"]
    return (
        json.dumps(
            {
                "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
                "bomFormat": "CycloneDX",
                "specVersion": "1.6",
                "serialNumber": f"urn:uuid:{uuid.uuid5(_ORIGINS, own)}",
                "version": 1,
                "metadata": {
                    "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch())),
                    "component": {
                        "type": "library",
                        "bom-ref": own,
                        "name": name,
                        "version": version,
                        "description": about["Summary"],
                        "purl": own,
                        "licenses": [{"expression": about["License-Expression"]}],
                    },
                },
                "components": components,
                "dependencies": [{"ref": own, "dependsOn": required}],
            },
            indent=2,
            ensure_ascii=False,
        ).encode()
        + b"\n"
    )


def _dependency(line: str) -> dict[str, Any]:
    """A line such as ``polars>=1.20; extra == "polars"``, whose version the installer chooses."""
    found = re.match(r"([A-Za-z0-9._-]+)\s*([^;]*)(;.*)?", line)
    assert found, line
    name = re.sub(r"[-_.]+", "-", found[1]).lower()
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}",
        "name": name,
        "purl": f"pkg:pypi/{name}",
        "scope": "optional" if "extra" in (found[3] or "") else "required",
        "properties": [{"name": "armsflow:versions", "value": found[2].strip()}],
    }


def _table(row: dict[str, str]) -> dict[str, Any]:
    """A shipped table, with its licence and where it is from."""
    return {
        "type": "data",
        "bom-ref": f"armsflow/datasets/{row['table']}",
        "name": row["table"],
        "description": row["says"],
        "licenses": [{"license": {"id": row["licence"]}}],
        "properties": [
            {"name": "armsflow:origin", "value": row["origin"]},
            {"name": "armsflow:date", "value": row["date"]},
        ],
    }
