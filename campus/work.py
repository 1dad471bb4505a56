"""One table: which function carries out which kind of job, slot or notice. Handed to `outbox` when the app starts."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from campus.activities.actions import extend_plans, fill_work, remind_of_tomorrow, replan_work
from campus.checkin import letters
from campus.checkin.actions import rebuild_work, send_letter_work, stop_letters
from campus.custody.actions import enqueue_retention, retain_work, settle_merges
from campus.directory.actions import remind_of_offices, tell_webhook_ended, warn_of_endings
from campus.membership.actions import tell_of_renewals
from campus.outbox import kinds
from campus.outbox.kinds import JobKind, NoticeKind, SlotKind
from campus.outbox.slots import carry_out_slot
from campus.outbox.sweeper import prune
from campus.outbox.webhook_sending import deliver_work
from campus.reports.announcing import announce_counts

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
FIVE_MINUTES = timedelta(minutes=5)

INVITATION = ("role", "scope", "inviter", "link", "ends_on")  # inviter and ends_on may be empty
DATED = ("activity", "society", "date", "zone", "link")
TOGETHER = ("society", "activity", "link")
RENEWAL = ("society", "window", "closes_on", "link")

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
    NoticeKind("account_changed", needs=("change", "when", "link")),
    NoticeKind("merge_code", needs=("code", "minutes"), lapses_after=timedelta(minutes=15)),
    NoticeKind("merge_offered", needs=("society", "link"), stops=_("when officers think that visits are yours")),
    NoticeKind("society_approved", needs=("society", "link")),
    NoticeKind("society_returned", needs=("society", "reason", "link")),
    NoticeKind(
        "offices_end_soon",
        needs=("society", "ends_on", "link"),
        dates=("ends_on",),
        stops=_("when the last office of a society is about to end"),
    ),
    NoticeKind(
        "offices_ended",
        needs=("society", "ends_on", "link"),
        dates=("ends_on",),
        stops=_("when the last office of a society has ended"),
    ),
    NoticeKind("office_asked_for", needs=("society", "link"), stops=_("when somebody asks to lead a society")),
    NoticeKind("office_given_to_you", needs=("society", "link")),
    NoticeKind("office_request_declined", needs=("society", "reason", "link")),
    NoticeKind("order_waits", needs=("page", "link"), stops=_("when a page was reported or an appeal waits for you")),
    NoticeKind("page_hidden", needs=("page", "reason", "link")),
    NoticeKind("hiding_upheld", needs=("page", "reason", "link")),
    NoticeKind("hiding_lifted", needs=("page", "reason", "link")),
    NoticeKind("society_renamed", needs=("society", "former", "reason", "link")),
    NoticeKind("societies_joined", needs=("society", "into", "reason", "link")),
    NoticeKind("application_removed", needs=("society", "link"), may_have=("reason",)),
    NoticeKind(
        "renewal_opened", needs=RENEWAL, dates=("closes_on",), stops=_("when a society of yours is to be renewed")
    ),
    NoticeKind(
        "renewal_closes", needs=RENEWAL, dates=("closes_on",), stops=_("when renewing a society of yours closes soon")
    ),
    NoticeKind("renewal_approved", needs=("society", "window", "link")),
    NoticeKind("renewal_returned", needs=("society", "reason", "link")),
    NoticeKind(
        "waiting_reminder", needs=("society", "matter", "sender", "link"), stops=_("when somebody waits for you")
    ),
    NoticeKind("university_approved", needs=("university", "link")),
    NoticeKind("webhook_ended", needs=("scope", "address", "link"), stops=_("when a webhook that you keep is ended")),
    NoticeKind("place_free", needs=DATED, may_have=("time", "place"), dates=("date",)),
    NoticeKind(
        "date_tomorrow",
        needs=(*DATED, "answer"),
        may_have=("time", "place"),
        dates=("date",),
        stops=_("on the day before a date to which you said yes or maybe"),
        lapses_after=timedelta(hours=15),
    ),
    NoticeKind(
        "dates_changed",
        needs=("society", "lines", "link"),
        may_have=("more",),
        stops=_("when dates that you answered or follow have changed"),
    ),
    NoticeKind("university_declined", needs=("university", "reason", "link")),
    NoticeKind("cohost_invited", needs=TOGETHER, stops=_("when a society asks yours to hold something together")),
    NoticeKind("cohost_accepted", needs=TOGETHER, stops=_("when a society accepts to hold something with yours")),
    NoticeKind("cohost_declined", needs=TOGETHER, stops=_("when a society declines to hold something with yours")),
    NoticeKind("cohost_ended", needs=TOGETHER, stops=_("when something is held together no longer")),
    NoticeKind(
        "letter",
        needs=("society", "title", "text", "link"),
        may_have=("activity", "date"),
        dates=("date",),
        stops=_("%(about)s"),
        topic=letters.topic_of,
        may_go=letters.may_go,
        on_stop=stop_letters,
    ),
)

JOBS = (
    JobKind("slot", carry_out_slot),
    JobKind("replan", replan_work),
    JobKind("fill_places", fill_work),
    JobKind("rebuild_participation", rebuild_work),
    JobKind("send_letter", send_letter_work),
    JobKind("retain", retain_work),
    JobKind("deliver_webhook", deliver_work),
    JobKind("tell_webhook_ended", tell_webhook_ended),
)

SLOTS = (
    SlotKind("extend_plans", extend_plans, every=DAY, offset=2 * HOUR),
    SlotKind("announce_counts", announce_counts, every=FIVE_MINUTES, made_up_for=FIVE_MINUTES),
    SlotKind("remind_of_tomorrow", remind_of_tomorrow, every=HOUR, made_up_for=HOUR),
    SlotKind("prune", prune, every=DAY, offset=3 * HOUR),
    SlotKind("settle_merges", settle_merges, every=DAY, offset=4 * HOUR),
    SlotKind("retain", enqueue_retention, every=DAY, offset=5 * HOUR),
    SlotKind("tell_of_renewals", tell_of_renewals, every=DAY, offset=6 * HOUR),
    SlotKind("warn_of_endings", warn_of_endings, every=DAY, offset=6 * HOUR),
    SlotKind("remind_of_offices", remind_of_offices, every=DAY, offset=7 * HOUR),
)


def hand_over() -> None:
    """Give `outbox` the functions of the areas above it."""
    kinds.register(notices=NOTICES, jobs=JOBS, slots=SLOTS)
