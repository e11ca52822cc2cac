"""A program in the solver that gains columns while it is solved again and again."""

import highspy
import numpy as np
from numpy.typing import NDArray

from pdplanner.engine.solver.run import quiet


class Growing:
    """A program that maximizes points and gains columns; `low` and `high` limit its rows."""

    def __init__(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        self.highs = quiet()
        self.highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        nothing = np.array([], dtype=np.int32)
        for least, most in zip(low, high, strict=True):
            self.highs.addRow(least, most, 0, nothing, np.array([]))

    def add(
        self, points: float, most: float, rows: NDArray[np.int64], values: NDArray[np.float64]
    ) -> None:
        """Add a column between 0 and `most`."""
        self.highs.addCol(
            float(points), 0.0, float(most), len(rows), rows.astype(np.int32), values.astype(float)
        )

    def relaxed(self) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
        """The best value with parts of columns, the columns, and the worth of each row's limit."""
        self.highs.run()
        solution = self.highs.getSolution()
        value = self.highs.getInfo().objective_function_value
        return value, np.array(solution.col_value), np.array(solution.row_dual)

    def whole(self, nodes: int) -> NDArray[np.float64] | None:
        """The best found with whole columns, within a number of branches."""
        number = self.highs.getNumCol()
        kinds = np.full(number, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self.highs.changeColsIntegrality(number, np.arange(number, dtype=np.int32), kinds)
        self.highs.setOptionValue("mip_max_nodes", nodes)
        # It took longer than the branches, which find plans as good.
        self.highs.setOptionValue("mip_heuristic_run_feasibility_jump", False)
        self.highs.run()
        feasible = highspy.SolutionStatus.kSolutionStatusFeasible
        if self.highs.getInfo().primal_solution_status != feasible:
            return None
        return np.array(self.highs.getSolution().col_value)
