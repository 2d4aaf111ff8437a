"""DuckDB under test: two sorted tables in one file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from tracegraph.bench.answers import Answer, Built
from tracegraph.bench.city import City
from tracegraph.bench.questions import linger_of_kinds, open_of_kinds
from tracegraph.bench.tabular import Tabular


@dataclass(frozen=True)
class Columns:
    """An answer as DuckDB gives it fastest: one array a column."""

    columns: Mapping[str, NDArray[Any]]

    def rows(self) -> NDArray[Any]:
        return np.column_stack(list(self.columns.values()))


class Duck(Tabular):
    """``folder``: where its file may lie."""

    name = "duckdb"

    def __init__(self, city: City, folder: Path) -> None:
        self.city, self.file = city, folder / "visits.duckdb"
        self.connection = duckdb.connect(str(self.file))

    def build(self) -> Built:
        run = self.connection.execute
        run("SET preserve_insertion_order = true")
        run("CREATE TABLE visit (person INT, place INT, start_s INT, end_s INT)")
        for _, visits in self.city.days():
            day = {name: getattr(visits, name) for name in ("person", "place", "start", "end")}
            self.connection.register("day", day)
            run('INSERT INTO visit SELECT person, place, start, nullif("end", -1) FROM day')
            self.connection.unregister("day")
        run("CREATE TABLE by_person AS SELECT * FROM visit ORDER BY person, start_s")
        run("CREATE TABLE by_place AS SELECT * FROM visit ORDER BY place, start_s")
        run("DROP TABLE visit")
        self._rules()
        run(
            "CREATE TABLE day_total AS SELECT (start_s + 25200) // 86400 AS day, count(*) AS visits "
            "FROM by_place GROUP BY 1"
        )
        run("CHECKPOINT")
        return self._built()

    def ask(self, statement: str, parameters: Mapping[str, Any]) -> Answer:
        return Columns(self.connection.execute(statement, dict(parameters)).fetchnumpy())

    def close(self) -> None:
        self.connection.close()
        self.file.unlink(missing_ok=True)

    def _rules(self) -> None:
        kinds = self.city.kinds
        lingers, opens = np.array(linger_of_kinds())[kinds], np.array(open_of_kinds())[kinds]
        self.connection.register(
            "rule", {"place": np.arange(len(kinds)), "linger": lingers, "open_for": opens}
        )
        self.connection.execute(
            "CREATE TABLE place_rule AS SELECT place::INT AS place, linger::INT AS linger, "
            "open_for::INT AS open_for FROM rule"
        )

    def _built(self) -> Built:
        row = self.connection.execute("SELECT count(*) FROM by_place").fetchone()
        blocks = self.connection.execute(
            "SELECT sum(used_blocks * block_size) FROM pragma_database_size()"
        ).fetchone()
        return Built(int(row[0]) if row else 0, int(blocks[0]) if blocks else 0, None)
