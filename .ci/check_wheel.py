"""Say which modules and tables a wheel lacks: python .ci/check_wheel.py dist/armsflow-*.whl."""

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
    missing = sorted(expected() - set(zipfile.ZipFile(wheel).namelist()))
    if missing:
        sys.exit(f"{wheel} lacks {', '.join(missing)}; add the folder to packages in setup.cfg")
    print(f"{wheel} holds all {len(expected())} modules, tables and recipes")


if __name__ == "__main__":
    main(*sys.argv[1:])
