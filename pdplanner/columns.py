"""Column types that more than one slice needs."""

from typing import Annotated

from sqlalchemy import BigInteger, Dialect, Integer
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

QUARTERS = 4

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
