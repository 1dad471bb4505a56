"""What changes activities: plan, extend and replan, cancel and restore, codes, series; and keeping order."""

from campus.activities.actions.answers import answer_occurrence, fill_places, fill_work, withdraw_answer
from campus.activities.actions.appeals import appeal_hiding, lift_hiding, uphold_hiding
from campus.activities.actions.batches import change_dates
from campus.activities.actions.codes import code_for_occurrence, replace_code
from campus.activities.actions.editing import edit_dates
from campus.activities.actions.follows import follow, unfollow
from campus.activities.actions.occurrences import cancel_occurrence, restore_occurrence
from campus.activities.actions.order import hide_page, keep_page, report_page
from campus.activities.actions.plan import plan_activity
from campus.activities.actions.reminders import remind_of_tomorrow
from campus.activities.actions.replan import extend_plans, replan_work
from campus.activities.actions.series import change_series, end_series
from campus.activities.plans import ActivityPlan

__all__ = [
    "ActivityPlan",
    "answer_occurrence",
    "appeal_hiding",
    "cancel_occurrence",
    "change_dates",
    "change_series",
    "code_for_occurrence",
    "edit_dates",
    "end_series",
    "extend_plans",
    "fill_places",
    "fill_work",
    "follow",
    "hide_page",
    "keep_page",
    "lift_hiding",
    "plan_activity",
    "remind_of_tomorrow",
    "replace_code",
    "replan_work",
    "report_page",
    "restore_occurrence",
    "unfollow",
    "uphold_hiding",
    "withdraw_answer",
]
