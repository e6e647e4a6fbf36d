"""Questions across dispatches: one module a question, pure functions over a store that give named rows."""

from dixit.ask.convergence import Convergence, convergence
from dixit.ask.designations import Designation, Outlets, designations
from dixit.ask.following import Asked, Later, Raised, calls, promises
from dixit.ask.judging import Wanted
from dixit.ask.stance import Judged, Matrix, Stance, judged, matrix, stances
from dixit.ask.timeline import Moment, Stretch, timeline

__all__ = [
    "Asked",
    "Convergence",
    "Designation",
    "Judged",
    "Later",
    "Matrix",
    "Moment",
    "Outlets",
    "Raised",
    "Stance",
    "Stretch",
    "Wanted",
    "calls",
    "convergence",
    "designations",
    "judged",
    "matrix",
    "promises",
    "stances",
    "timeline",
]
