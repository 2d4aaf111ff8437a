"""Triggers that note which local days a statement changed, for the tables behind the indicators.

Statement-level, one row a day and no lock shared between writers; COPY and raw SQL are seen as well.
"""

from collections.abc import Iterable

from phaodai.city.indicators.registry import Watch

DAY = "(moment AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
NOTE = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO indicators_changedday (day)
    SELECT DISTINCT {day} FROM ({moments}) m (moment) WHERE moment IS NOT NULL;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table}
    REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
EVENTS = {
    "INSERT": ("NEW TABLE AS added", ("added",)),
    "UPDATE": ("OLD TABLE AS removed NEW TABLE AS added", ("added", "removed")),
    "DELETE": ("OLD TABLE AS removed", ("removed",)),
}


def noon_of(column: str) -> str:
    """A bare day as a moment of that local day."""
    return f"({{x}}.{column} + time '12:00') AT TIME ZONE 'Asia/Ho_Chi_Minh'"


def _moment(column: str) -> str:
    return column.format(x="x") if "{x}" in column else f"x.{column}"


def _moments(watch: Watch, side: str) -> str:
    columns = ", ".join(f"({_moment(column)})" for column in watch.moments)
    source = f"{side} x"
    if watch.via:
        key, table = watch.via
        source = f"{side} s JOIN {table} x ON x.id = s.{key}"
    return f"SELECT v.moment FROM {source} CROSS JOIN LATERAL (VALUES {columns}) v (moment)"


def note_sql(watch: Watch) -> str:
    """The triggers of one table."""
    parts = []
    for event, (tables, sides) in EVENTS.items():
        moments = " UNION ALL ".join(_moments(watch, side) for side in sides)
        name = f"indicators_note_{watch.table}_{event.lower()}"
        parts.append(
            NOTE.format(name=name, day=DAY, moments=moments, event=event, table=watch.table, tables=tables)
        )
    return "\n".join(parts)


def forget_sql(watch: Watch) -> str:
    """Takes the triggers of one table away."""
    names = [f"indicators_note_{watch.table}_{event.lower()}" for event in EVENTS]
    return "\n".join(
        f"DROP TRIGGER IF EXISTS {name} ON {watch.table}; DROP FUNCTION IF EXISTS {name}();" for name in names
    )


def watched(watches: Iterable[Watch]) -> dict[str, Watch]:
    """One watch a table, with every column somebody asks for."""
    found: dict[str, Watch] = {}
    for watch in watches:
        before = found.get(watch.table)
        moments = dict.fromkeys((*before.moments, *watch.moments) if before else watch.moments)
        found[watch.table] = Watch(watch.table, tuple(moments), watch.via)
    return found
