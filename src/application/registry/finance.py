"""What can be told of figures that others know, and of projects."""

from typing import Final

from ...domain.finance.figures import ReportFigure
from ...domain.finance.flows import BookFlow, CancelFlow
from ...domain.finance.forecasts import MakeForecast
from ...domain.finance.project import PlanProject
from .. import contexts
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.FIGURE,
        ("name",),
        ("report", ReportFigure, "Report a figure of a period, with its source."),
    ),
    *named(
        contexts.PROJECT,
        ("project_id",),
        ("plan", PlanProject, "Plan a project, in one currency.", "project_id"),
        ("book", BookFlow, "Book what a project costs, or brings.", "flow_id"),
        ("cancel", CancelFlow, "Cancel a flow that was booked."),
        ("forecast", MakeForecast, "Forecast what it will bring.", "forecast_id"),
    ),
)
