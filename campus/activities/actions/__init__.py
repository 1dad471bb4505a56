"""What changes activities: plan, extend and replan, cancel and restore, codes, series; and keeping order."""

from campus.activities.actions.appeals import appeal_hiding, lift_hiding, uphold_hiding
from campus.activities.actions.codes import code_for_occurrence, replace_code
from campus.activities.actions.occurrences import cancel_occurrence, restore_occurrence
from campus.activities.actions.order import hide_page, keep_page, report_page
from campus.activities.actions.plan import plan_activity
from campus.activities.actions.replan import extend_plans, replan_work
from campus.activities.actions.series import change_series, end_series
from campus.activities.plans import ActivityPlan

__all__ = [
    "ActivityPlan",
    "appeal_hiding",
    "cancel_occurrence",
    "change_series",
    "code_for_occurrence",
    "end_series",
    "extend_plans",
    "hide_page",
    "keep_page",
    "lift_hiding",
    "plan_activity",
    "replace_code",
    "replan_work",
    "report_page",
    "restore_occurrence",
    "uphold_hiding",
]
