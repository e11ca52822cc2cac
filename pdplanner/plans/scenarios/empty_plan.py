"""What a plan says where there was nothing to plan, and what to do then."""

from dataclasses import dataclass

from pdplanner.plans.planner.report import Report

NOBODY = ("people", "ratings")
"""What is lacking where the plan is of nobody: there is nothing to adopt or to study in it."""


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """Why there was nothing to plan; `of_it` goes on after the plan's name."""

    title: str
    because: str
    do: str
    of_it: str
    nobody: bool


SENTENCES = {
    "people": (
        "There is nobody to plan for.",
        "Nobody worked here when this was built.",
        "An administrator adds people to the unit; then build it again.",
        "was built when nobody worked here",
    ),
    "ratings": (
        "Nobody has been rated, so there is nothing to plan.",
        "A plan closes rated gaps only, and nobody here was rated when this was built.",
        "Ask your people to rate themselves, which takes ten minutes; then build it again.",
        "was built when nobody here was rated",
    ),
    "targets": (
        "Nobody has a rated target, so there is nothing to plan.",
        "No job role here asked for anything that somebody is rated on when this was built.",
        "An administrator enters who has which job role; then build it again.",
        "was built when no job role asked for anything that somebody here is rated on",
    ),
    "gap": (
        "There is no gap.",
        "Everybody who is rated and has a job role is where it asks them to be.",
        "There is something to plan again once ratings or targets are others.",
        "was built when there was no gap",
    ),
}


def nothing_to_plan(report: Report) -> Nothing | None:
    """Return why a built plan had nothing to plan; None where it had."""
    if not report.lacks:
        return None
    title, because, do, of_it = SENTENCES[report.lacks]
    if report.lacks == "gap" and report.covered:
        because = because.replace(" is where", " is, or should be with what is chosen, where")
    return Nothing(title=title, because=because, do=do, of_it=of_it, nobody=report.lacks in NOBODY)
