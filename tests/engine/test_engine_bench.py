"""What the benchmark makes of its figures."""

from tests.engine_bench import goals
from tests.engine_bench.figures import Figures, Runs, Size
from tests.engine_bench.table import table

TEAM = Size(people=30, offerings=500)
OURS = Figures(wall=9, cpu=2, value=1_000, bound=1_000, proven=True, memory=100)


def runs(*figures: Figures) -> Runs:
    return Runs(figures=figures)


def lines(**others: Figures) -> str:
    found = {(TEAM, work): runs(one) for work, one in {"pdplanner": OURS, **others}.items()}
    return "\n".join(goals.report(found))


def test_ratios_are_of_cpu_seconds_and_a_run_that_was_cut_is_more_than_so_many():
    slow = Figures(wall=120, cpu=64, value=990, bound=1_005, cut=True)

    text = lines(naive=slow)

    assert ">= 30x          >32.0x   met" in text


def test_the_cores_that_a_solver_shares_divide_its_seconds():
    parallel = Figures(wall=120, cpu=240, value=1_000, bound=1_000, proven=True, cores=2)

    text = lines(cpsat=parallel)

    assert ">= 100x           60.0x   NOT MET" in text


def test_a_planner_that_was_cut_meets_no_goal_of_time():
    found = {
        (TEAM, "pdplanner"): runs(Figures(wall=600, cpu=1, cut=True)),
        (TEAM, "naive"): runs(Figures(wall=900, cpu=900, value=1, bound=1, proven=True)),
    }

    text = "\n".join(goals.report(found))

    assert "ours was cut   NOT MET" in text
    assert "no bound   NOT MET" in text


def test_what_was_not_run_is_left_out():
    assert "CP-SAT" not in lines()
    assert "LP relaxation" not in lines()


def test_the_table_takes_the_bound_that_a_rule_of_thumb_lacks_from_the_planner():
    rule = Figures(wall=1, cpu=1, value=800)

    text = table(TEAM, {"pdplanner": runs(OURS), "greedy": runs(rule)})

    *_, gap, _, ratio, _ = text.splitlines()[-1].split()
    assert (gap, ratio) == ("25.000", "0.50")
