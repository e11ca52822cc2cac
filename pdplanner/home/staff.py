"""What a member of staff sees first: the next step, the gaps, what is left, the plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from pdplanner.home.progress import Progress, person_and_progress
from pdplanner.home.steps import NextStep
from pdplanner.plans.learning_plans.standing import Standing, standing_of
from pdplanner.plans.models import State
from pdplanner.web.filters import plural, points
from pdplanner.web.word_lists import first_parts


@dataclass(frozen=True)
class AreaBar:
    """An area's gap in points, and how much the plan closes."""

    title: str
    points: int
    closed: int


@dataclass(frozen=True)
class MyYear:
    standing: Standing
    progress: Progress
    areas: Sequence[AreaBar]
    step: NextStep

    @property
    def stale(self) -> int:
        """How many gaps rest on a rating that is older than the unit's limit."""
        return sum(need.gap.stale for need in self.standing.needs.values())


def my_year(user_id: int) -> MyYear | None:
    """Return the page of the person behind an account, in three queries; None for nobody's."""
    found = person_and_progress(user_id)
    if found is None:
        return None
    person, progress = found
    standing = standing_of(person)
    return MyYear(standing, progress, area_bars(standing), _next_step(standing, progress))


def area_bars(standing: Standing) -> list[AreaBar]:
    """Return the areas with a gap, the largest first."""
    sums: dict[str, tuple[str, int, int]] = {}
    for indicator_id, need in standing.needs.items():
        area = need.gap.area
        closed = need.values[standing.expected[indicator_id]] - need.values[need.gap.level]
        title, points_, before = sums.get(area.code, (area.title, 0, 0))
        sums[area.code] = (title, points_ + need.gap.points, before + closed)
    bars = [AreaBar(*each) for each in sums.values()]
    return sorted(bars, key=lambda bar: (-bar.points, bar.title))


def _next_step(standing: Standing, progress: Progress) -> NextStep:
    """The one thing to do now: rating comes before answering, answering before choosing."""
    skills = url_for("assessments.index")
    if progress.draft is not None:
        return _go_on_rating(progress)
    if progress.submitted_at is None and not standing.needs:
        return NextStep(
            "rate yourself",
            f"{plural(progress.indicators, 'indicator')}, about ten minutes; each is saved as you"
            " rate it. Your plan starts from what you enter.",
            "Rate yourself",
            skills,
        )
    if standing.questions:
        number = len(standing.questions)
        return NextStep(
            f"answer {plural(number, 'proposal')}",
            f"{first_parts([line.item.offering.title for line in standing.questions], 3)}.",
            "Accept or decline",
            url_for("plans.plan"),
        )
    return _follow_requests(standing) or _choose_or_rest(standing, progress, skills)


def _follow_requests(standing: Standing) -> NextStep | None:
    """What was sent back waits for the person, and so does what is approved."""
    returned, approved = standing.in_state(State.RETURNED), standing.in_state(State.APPROVED)
    if returned:
        item = returned[0].item
        return NextStep(
            "revise what was sent back",
            f"{item.offering.title} came back with a question. Asking again goes on with the same"
            " request.",
            "See the request",
            url_for("requests.show", item_id=item.id),
        )
    if approved:
        item = approved[0].item
        return NextStep(
            f"register for {item.offering.title}",
            "It is approved and its money is set aside; once you have signed up, mark it as"
            " registered.",
            "See the request",
            url_for("requests.show", item_id=item.id),
        )
    return None


def _go_on_rating(progress: Progress) -> NextStep:
    # It opens at the first area with something to rate, or where one submits.
    draft = url_for("assessments.show", assessment_id=progress.draft)
    if progress.left_in_draft <= 0:
        rated = "Everything that your role asks for is rated" if progress.asked else "All is rated"
        return NextStep(
            "submit your self-assessment",
            f"{rated}. Your director sees it once you submit, and your plan uses it.",
            "Look once more and submit",
            draft,
        )
    return NextStep(
        "finish your self-assessment",
        f"{progress.draft_ratings} of {plural(progress.indicators, 'indicator')} are rated, all"
        f" saved. Until you submit, only you see them.",
        "Continue rating",
        draft,
    )


def _choose_or_rest(standing: Standing, progress: Progress, skills: str) -> NextStep:
    open_ = standing.total - standing.closed
    if open_ and standing.hours_left:
        return NextStep(
            "choose what closes your gaps",
            f"{points(open_)} of your {points(standing.total)} points are open, and you have"
            f" {standing.hours_left:g} h left.",
            "Choose offerings",
            url_for("plans.choose"),
        )
    if progress.unrated:
        return NextStep(
            f"rate {plural(progress.unrated, 'more indicator')}",
            "Your role asks for them, and what nobody has rated cannot be planned.",
            "Rate them",
            skills,
        )
    if standing.total or standing.lines:
        return NextStep(
            "follow your plan", _how_far(standing), "See my plan", url_for("plans.plan")
        )
    return _nothing_open(standing, skills)


def _how_far(standing: Standing) -> str:
    if not standing.total:
        return "No gap is known beside it."
    return f"It closes {points(standing.closed)} of your {points(standing.total)} points."


def _nothing_open(standing: Standing, skills: str) -> NextStep:
    if not standing.person.job_roles:
        return NextStep(
            "have your job role entered",
            "You have rated yourself, and no job role says what is asked of you: so no gap is known"
            " and nothing can be planned. An administrator enters it; what you rated is kept.",
            "See my skills",
            skills,
        )
    return NextStep(
        "keep your levels up to date",
        "No gap is known: you hold what your role asks.",
        "See my skills",
        skills,
    )
