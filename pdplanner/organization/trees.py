"""Arranges units as the tree that a page shows, or as the choices of a form."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pdplanner.organization.queries import UnitName


@dataclass(frozen=True)
class Node:
    unit: UnitName
    people: int
    """Active people of the unit and of everything below it."""
    nodes: Sequence["Node"]


def grow(units: Sequence[UnitName], head_counts: Mapping[int, int]) -> Sequence[Node]:
    """Arrange units below their parents, siblings by name.

    A unit whose parent is not among them is a root: the tree ends where a grant's reach does.
    """
    known = {unit.id for unit in units}
    below: dict[int | None, list[UnitName]] = defaultdict(list)
    for unit in sorted(units, key=lambda each: (each.name.casefold(), each.id)):
        below[unit.parent_id if unit.parent_id in known else None].append(unit)

    def node(unit: UnitName) -> Node:
        nodes = [node(each) for each in below[unit.id]]
        own = head_counts.get(unit.id, 0)
        return Node(unit, own + sum(each.people for each in nodes), nodes)

    return [node(root) for root in below[None]]


def every(nodes: Sequence[Node], *, above: str = "") -> Iterator[tuple[Node, str]]:
    """Go through the tree, parents first: each node with the names from the top down to it."""
    for node in nodes:
        name = f"{above} / {node.unit.name}" if above else node.unit.name
        yield node, name
        yield from every(node.nodes, above=name)


def choices(nodes: Sequence[Node]) -> list[tuple[int, str]]:
    """List (unit id, names from the top of the tree to the unit) for a select field."""
    return [(node.unit.id, name) for node, name in every(nodes)]
