"""What a database holds whatever its revision is: read by reflection and not through the models."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Inspector, inspect
from sqlalchemy.engine import Engine

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Stored:
    """Every row by its table, Alembic's own left out, and each foreign key that points nowhere."""

    rows: dict[str, Rows]
    dangling: list[str]


def read(engine: Engine) -> Stored:
    with engine.connect() as connection:
        inspector = inspect(connection)
        names = sorted({*inspector.get_table_names()} - {"alembic_version"})
        rows = {name: _rows_of(name, connection) for name in names}
        return Stored(rows, [*_dangling(inspector, rows), *_dangling_for_sqlite(connection)])


def _rows_of(name: str, connection: Connection) -> Rows:
    found = connection.exec_driver_sql(f'select * from "{name}"')  # noqa: S608
    columns = tuple(found.keys())
    return [dict(zip(columns, row, strict=True)) for row in found]


def changed(before: Stored, after: Stored) -> list[str]:
    """Name the tables of both sides that differ in the columns of both sides."""
    return [
        name
        for name in sorted(before.rows.keys() & after.rows.keys())
        if _texts(before.rows[name], beside=after.rows[name])
        != _texts(after.rows[name], beside=before.rows[name])
    ]


def _texts(rows: Rows, *, beside: Rows) -> list[str]:
    columns = sorted(rows[0].keys() & beside[0].keys()) if rows and beside else []
    return sorted(repr([row[each] for each in columns]) for row in rows)


def _dangling(inspector: Inspector, rows: dict[str, Rows]) -> Iterator[str]:
    for name in rows:
        for key in inspector.get_foreign_keys(name):
            for column, other in zip(
                key["constrained_columns"], key["referred_columns"], strict=True
            ):
                there = {row[other] for row in rows[key["referred_table"]]}
                if {row[column] for row in rows[name]} - there - {None}:
                    yield f"{name}.{column}"


def _dangling_for_sqlite(connection: Connection) -> list[str]:
    """SQLite's own answer, which knows of foreign keys to tables that are no more."""
    if connection.dialect.name != "sqlite":
        return []
    found = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return [f"{table}, row {row}" for table, row, *_ in found]


def rules(engine: Engine) -> set[tuple[str, str]]:
    """Return each table's checks, foreign keys, unique constraints and indexes as they are told."""
    inspector = inspect(engine)
    told = (
        inspector.get_check_constraints,
        inspector.get_foreign_keys,
        inspector.get_unique_constraints,
        inspector.get_indexes,
    )
    return {
        (table, _plain(each))
        for table in inspector.get_table_names()
        for tell in told
        for each in tell(table)
    }


def _plain(value: Any) -> str:
    """SQLite's condition of a partial index is an object, whose text is what counts."""
    if isinstance(value, dict):
        return str(sorted((str(key), _plain(each)) for key, each in value.items()))
    return str(value)
