"""Column types that more than one slice needs."""

from datetime import date
from typing import Annotated, Any

from sqlalchemy import BigInteger, Date, Dialect, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

QUARTERS = 4


class days_between(FunctionElement[int]):  # noqa: N801 (used like a function of SQL)
    """Days from one date to another."""

    type = Integer()
    inherit_cache = True


@compiles(days_between)
def _on_postgresql(element: days_between, compiler: SQLCompiler, **more: Any) -> str:
    first, last = (compiler.process(each, **more) for each in element.clauses)
    return f"({last} - {first})"


@compiles(days_between, "sqlite")
def _on_sqlite(element: days_between, compiler: SQLCompiler, **more: Any) -> str:
    first, last = (compiler.process(each, **more) for each in element.clauses)
    return f"cast(julianday({last}) - julianday({first}) as integer)"


class days_before(FunctionElement[date]):  # noqa: N801 (used like a function of SQL)
    """The day some days before a date."""

    type = Date()
    inherit_cache = True


@compiles(days_before)
def _before_on_postgresql(element: days_before, compiler: SQLCompiler, **more: Any) -> str:
    day, days = (compiler.process(each, **more) for each in element.clauses)
    return f"({day} - {days})"


@compiles(days_before, "sqlite")
def _before_on_sqlite(element: days_before, compiler: SQLCompiler, **more: Any) -> str:
    day, days = (compiler.process(each, **more) for each in element.clauses)
    return f"date({day}, -{days} || ' days')"


# Whole cents; the plain integer of PostgreSQL would end at 21 million dollars.
Cents = Annotated[int, mapped_column(BigInteger)]


class Hours(TypeDecorator[float]):
    """Hours in steps of a quarter, stored as whole quarters so that sums stay exact."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        quarters = value * QUARTERS
        if quarters != int(quarters):
            raise ValueError(f"{value} hours, expected a multiple of 0.25")
        return int(quarters)

    def process_result_value(self, value: int | None, dialect: Dialect) -> float | None:
        return None if value is None else value / QUARTERS
