"""Registers of early 2025 and of 1/7/2025, and how the one became the other: from published tables, never from memory.

Two forms of the same open data set (`vietnamadminunits`, MIT): its CSV tables, or the data files inside the installed
package. The package itself is not imported: it wants libraries this project does not carry.
"""

import csv
import io
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from phaodai.city.succession.rules import Absorbed, Unit, name_key
from phaodai.core.commands import WrongInput

PACKAGE = "vietnamadminunits"
INSTALL = ".venv/bin/uv pip install --no-deps --require-hashes -r requirements/areas.txt"
COLUMNS = (
    "provinceCode",
    "districtCode",
    "wardCode",
    "province",
    "district",
    "ward",
    "newProvinceCode",
    "newWardCode",
    "newWard",
)


@dataclass(frozen=True)
class Registers:
    """Wards of early 2025 and of 1/7/2025, the table between them, and what early wards had been merged from."""

    early: list[Unit]
    late: list[Unit]
    provinces: list[Unit]
    table: list[tuple[str, str]]
    absorbed: Absorbed
    source: str


def read_tables(conversion: Path, aliases: Path) -> Registers:
    """The CSV tables of the data set.

    Raises:
        WrongInput: a file is missing or has other columns.
    """
    rows = [row for row in _rows(conversion, COLUMNS) if row["wardCode"] and row["newWardCode"]]
    early, late, provinces = _units_of(rows)
    districts = {
        (name_key(row["province"]), name_key(row["district"])): _code(row["districtCode"], 3) for row in rows
    }
    absorbed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in _rows(aliases, ("province_key", "district_key", "ward_key", "alias_keyword")):
        district = districts.get((row["province_key"], row["district_key"]))
        if district:
            absorbed[district, row["ward_key"]].add(row["alias_keyword"])
    table = [(_code(row["wardCode"], 5), _code(row["newWardCode"], 5)) for row in rows]
    return Registers(early, late, provinces, table, _frozen(absorbed), f"{PACKAGE}: {conversion.name}")


def _units_of(rows: list[dict[str, str]]) -> tuple[list[Unit], list[Unit], list[Unit]]:
    early = {
        _code(row["wardCode"], 5): Unit(
            "ward",
            _code(row["wardCode"], 5),
            row["ward"],
            _code(row["districtCode"], 3),
            _code(row["provinceCode"], 2),
        )
        for row in rows
    }
    late = {
        _code(row["newWardCode"], 5): Unit(
            "ward", _code(row["newWardCode"], 5), row["newWard"], _code(row["newProvinceCode"], 2),
            _code(row["newProvinceCode"], 2), _centre(row.get("newWardLat"), row.get("newWardLon")),
        )
        for row in rows
    }  # fmt: skip
    provinces = {
        _code(row["newProvinceCode"], 2): Unit(
            "province",
            _code(row["newProvinceCode"], 2),
            row.get("newProvince", ""),
            "",
            _code(row["newProvinceCode"], 2),
        )
        for row in rows
    }
    return list(early.values()), list(late.values()), list(provinces.values())


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    if not path.is_file():
        raise WrongInput(f"Không thấy tệp {path}. / There is no file {path}.")
    reader = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    missing = [name for name in columns if name not in (reader.fieldnames or [])]
    if missing:
        names = ", ".join(missing)
        raise WrongInput(f"{path.name} thiếu cột {names}. / {path.name} lacks the column {names}.")
    yield from reader


def _code(text: Any, width: int) -> str:
    """A code with its leading zeros, also where a spreadsheet has made a number of it (``1.0``)."""
    bare = str(text).strip().removesuffix(".0")
    return bare.zfill(width) if bare else ""


def _centre(latitude: Any, longitude: Any) -> tuple[float, float] | None:
    try:
        return float(longitude), float(latitude)
    except (TypeError, ValueError):
        return None


def _frozen(absorbed: dict[tuple[str, str], set[str]]) -> Absorbed:
    return {key: frozenset(names) for key, names in absorbed.items()}


def package_folder() -> Path:
    """Where the data files of the installed package lie.

    Raises:
        WrongInput: the package is not installed; it is an option of its own.
    """
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        raise WrongInput(
            f"Chưa cài gói dữ liệu ({INSTALL}); hoặc dùng --conversion và --aliases. / "
            f"The data package is missing ({INSTALL}); or give --conversion and --aliases."
        ) from None
    database = next(file for file in files if file.name == "dataset.db")
    return Path(str(database.locate())).parent


def read_package(folder: Path) -> Registers:
    """The data files inside the package (`dataset.db`, `converter_2025.json`)."""
    with closing(sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        old = database.execute("SELECT * FROM admin_units_legacy WHERE wardCode IS NOT NULL").fetchall()
        new = database.execute("SELECT * FROM admin_units").fetchall()
    early = [
        Unit(
            "ward",
            r["wardCode"],
            r["ward"],
            r["districtCode"],
            r["provinceCode"],
            _centre(r["wardLat"], r["wardLon"]),
        )
        for r in old
    ]
    late = [
        Unit(
            "ward",
            r["wardCode"],
            r["ward"],
            r["provinceCode"],
            r["provinceCode"],
            _centre(r["wardLat"], r["wardLon"]),
        )
        for r in new
    ]
    provinces = {
        r["provinceCode"]: Unit("province", r["provinceCode"], r["province"], "", r["provinceCode"])
        for r in new
    }
    absorbed = {
        (r["districtCode"], name_key(r["ward"])): frozenset(json.loads(r["wardAlias"]))
        for r in old
        if r["wardAlias"]
    }
    table = list(_table(json.loads((folder / "converter_2025.json").read_text("utf-8")), old, new))
    source = f"{PACKAGE} {metadata.version(PACKAGE)}"
    return Registers(early, late, list(provinces.values()), table, absorbed, source)


def _table(converter: dict[str, Any], old: list[Any], new: list[Any]) -> Iterator[tuple[str, str]]:
    """The package's keys back to codes."""
    olds = {"_".join((r["provinceKey"], r["districtKey"], r["wardKey"])): r["wardCode"] for r in old}
    news = {(r["provinceKey"], r["wardKey"]): r["wardCode"] for r in new}
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, befores in wards.items():
            yield from (
                (olds[key], news[province, ward])
                for key in befores
                if key in olds and (province, ward) in news
            )
    for province, befores in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in befores.items():
            for part in parts:
                if key in olds and (province, part["newWardKey"]) in news:
                    yield olds[key], news[province, part["newWardKey"]]
