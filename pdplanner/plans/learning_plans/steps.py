"""The steps to a person's own targets: which item of their plan closes each, which stay open."""

from collections.abc import Iterator

from pdplanner.plans.learning_plans.fit import Need
from pdplanner.plans.learning_plans.standing import Line, Standing
from pdplanner.plans.models import State
from pdplanner.plans.plan_page.person_steps import Path, StepWords


def own_paths(standing: Standing) -> list[Path]:
    """The indicators with a gap, in the framework's order."""
    lines = (*standing.earlier, *standing.lines)
    needs = sorted(standing.needs.values(), key=lambda need: need.gap.indicator.position)
    return [
        Path(
            code=need.gap.indicator.code,
            title=need.gap.indicator.title,
            steps=list(_steps(need, lines)),
        )
        for need in needs
    ]


def _steps(need: Need, lines: tuple[Line, ...]) -> Iterator[StepWords]:
    """A step is credited to the line whose points it is in."""
    brought = {
        step.level: line
        for line in lines
        for step in line.steps
        if step.gap.indicator.id == need.gap.indicator.id
    }
    for level in range(need.gap.level + 1, len(need.values)):
        if need.values[level] > need.values[level - 1]:
            reached = min((each for each in brought if each >= level), default=None)
            yield _words(level, None if reached is None else brought[reached])


def _words(level: int, line: Line | None) -> StepWords:
    if line is None:
        return StepWords(level, "open", open=True)
    title = line.item.offering.title
    done = line.item.state == State.COMPLETED
    return StepWords(level, f"expected of {title}" if done else title, open=False)
