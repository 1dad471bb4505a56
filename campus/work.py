"""One table: which function carries out which kind of job, slot or notice. Handed to `outbox` when the app starts."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from campus.activities.actions import extend_plans, replan_work
from campus.checkin.actions import rebuild_work
from campus.directory.actions import remind_of_offices
from campus.outbox import kinds
from campus.outbox.kinds import JobKind, NoticeKind, SlotKind
from campus.outbox.slots import carry_out_slot
from campus.outbox.sweeper import prune

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

INVITATION = ("role", "scope", "inviter", "link", "ends_on")  # inviter and ends_on may be empty

NOTICES = (
    NoticeKind("sign_in_code", needs=("code", "minutes"), lapses_after=timedelta(minutes=15)),
    NoticeKind("office_invitation", needs=INVITATION, dates=("ends_on",)),
    NoticeKind(
        "office_reminder", needs=INVITATION, dates=("ends_on",), stops=_("that reminds you of an open invitation")
    ),
    NoticeKind(
        "you_were_counted",
        needs=("activity", "society", "date", "not_me_link"),
        may_have=("yes_link",),
        dates=("date",),
        stops=_("when your address was used to check in"),
    ),
    NoticeKind("society_approved", needs=("society", "link")),
    NoticeKind("society_returned", needs=("society", "reason", "link")),
    NoticeKind("university_approved", needs=("university", "link")),
    NoticeKind("university_declined", needs=("university", "reason", "link")),
)

JOBS = (
    JobKind("slot", carry_out_slot),
    JobKind("replan", replan_work),
    JobKind("rebuild_participation", rebuild_work),
)

SLOTS = (
    SlotKind("extend_plans", extend_plans, every=DAY, offset=2 * HOUR),
    SlotKind("prune", prune, every=DAY, offset=3 * HOUR),
    SlotKind("remind_of_offices", remind_of_offices, every=DAY, offset=7 * HOUR),
)


def hand_over() -> None:
    """Give `outbox` the functions of the areas above it."""
    kinds.register(notices=NOTICES, jobs=JOBS, slots=SLOTS)
