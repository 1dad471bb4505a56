"""What changes activities: plan, extend and replan, cancel and restore, codes, series."""

from campus.activities.actions.codes import code_for_occurrence, replace_code
from campus.activities.actions.occurrences import cancel_occurrence, restore_occurrence
from campus.activities.actions.plan import plan_activity
from campus.activities.actions.replan import extend_plans, replan_work
from campus.activities.actions.series import change_series, end_series
from campus.activities.plans import ActivityPlan

__all__ = [
    "ActivityPlan",
    "cancel_occurrence",
    "change_series",
    "code_for_occurrence",
    "end_series",
    "extend_plans",
    "plan_activity",
    "replace_code",
    "replan_work",
    "restore_occurrence",
]
