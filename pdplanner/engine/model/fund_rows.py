"""The rows that keep bills payable, whatever is billed: no set of funds is asked for too much."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pdplanner.engine.choices.funding import Bills, Purse, hall_sets
from pdplanner.engine.solver.program import Program, ones

FundRow = tuple[int | None, str, int]
"""A row's number, where it can bind, the rule that it stands for, and its set of funds."""


def keep_payable(program: Program, purse: Purse, bills: Mapping[int, Bills]) -> Iterator[FundRow]:
    """Add the rows for bills by column; by Hall's condition they can be split if these hold."""
    sets = hall_sets(mask for one in bills.values() for mask in one)
    if sets is None:
        yield from _transport(program, purse, bills)
        return
    for union in sets:
        terms = {
            column: sum(cents for mask, cents in one.items() if mask & ~union == 0)
            for column, one in bills.items()
        }
        needed = {column: cents for column, cents in terms.items() if cents}
        yield program.at_most(needed, purse.amount(union)), "funds", union


def _transport(program: Program, purse: Purse, bills: Mapping[int, Bills]) -> Iterator[FundRow]:
    """The same rule with a column for what each fund pays of each set's bills."""
    paid: dict[int, dict[int, int]] = defaultdict(dict)
    for mask in sorted({mask for one in bills.values() for mask in one}):
        for fund in purse.members(mask):
            paid[fund][mask] = program.column(upper=purse.amounts[fund], whole=False)
        asked = {column: -one[mask] for column, one in bills.items() if mask in one}
        payers = ones(by_mask[mask] for by_mask in paid.values() if mask in by_mask)
        yield program.at_least({**asked, **payers}, 0), "bills", mask
    for fund, by_mask in paid.items():
        limit = program.at_most(ones(by_mask.values()), purse.amounts[fund])
        yield limit, "funds", 1 << fund
