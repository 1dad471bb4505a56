"""What was done, in words: every verb that an action records. A test walks the actions and misses none."""

from django.utils.translation import gettext_lazy as _

OF_SOCIETIES = {
    "society_drafted": _("Drafted the society"),
    "society_changed": _("Changed what the society says of itself"),
    "society_submitted": _("Sent in the registration"),
    "society_returned": _("Returned the registration"),
    "society_approved": _("Approved the society"),
    "society_suspended": _("Suspended the society"),
    "society_reopened": _("Reopened the society"),
    "society_archived": _("Archived the society"),
    "draft_removed": _("Removed a draft"),
    "society_joined": _("Joined"),
    "society_left": _("Left"),
    "activity_planned": _("Planned an activity"),
    "activities_replanned": _("Planned the dates anew after terms changed"),
    "series_changed": _("Changed a series"),
    "series_ended": _("Ended a series"),
    "occurrence_cancelled": _("Cancelled a date"),
    "occurrence_restored": _("Took a cancellation back"),
    "code_made": _("Made a code"),
    "code_replaced": _("Replaced a code"),
    "attendance_voided": _("Took an attendance back"),
    "check_in_undone": _("Undid a check-in of their own"),
    "consent_withdrawn": _("Took a consent back"),
}
OF_OFFICES = {
    "office_invited": _("Invited to an office"),
    "office_given": _("Gave an office"),
    "office_accepted": _("Accepted an office"),
    "office_declined": _("Declined an office"),
    "office_ended": _("Ended an office"),
    "office_shown": _("Chose to be named in public"),
    "office_hidden": _("Chose not to be named in public"),
    "invitation_withdrawn": _("Took an invitation back"),
}
OF_UNIVERSITIES = {
    "university_proposed": _("Proposed the university"),
    "university_approved": _("Approved the university"),
    "university_declined": _("Declined the university"),
    "university_changed": _("Changed the university’s settings"),
    "calendar_added": _("Added a calendar"),
    "calendar_changed": _("Changed a calendar"),
    "term_added": _("Added a term"),
    "term_changed": _("Changed a term"),
    "term_removed": _("Removed a term"),
    "break_added": _("Added a break"),
    "break_changed": _("Changed a break"),
    "break_removed": _("Removed a break"),
    "check_in_disowned": _("Said that a check-in was not theirs"),
    "address_refused": _("Said that an address is not to be counted"),
}
OF_PEOPLE = {
    "person_changed": _("Changed their own settings"),
    "address_proven": _("Proved an address"),
    "data_exported": _("Took a copy of their own data"),
    "person_erased": _("Had their own data erased"),
    "mail_stopped": _("Stopped a kind of mail"),
}
VERBS = OF_SOCIETIES | OF_OFFICES | OF_UNIVERSITIES | OF_PEOPLE

# What people do for themselves is said without their names, whoever reads: officers see their members on another page.
MEMBER, SOMEBODY = _("A member"), _("Somebody")
UNNAMED = {
    **dict.fromkeys(("society_joined", "society_left"), MEMBER),
    **dict.fromkeys(("check_in_undone", "check_in_disowned", "address_refused", "consent_withdrawn"), SOMEBODY),
    "office_declined": _("Whoever was invited"),
    **dict.fromkeys(OF_PEOPLE, SOMEBODY),
}
# A list of these would count people exactly, past the rule on small numbers: not for a university.
COUNTS_PEOPLE = frozenset(
    {
        "society_joined",
        "society_left",
        "attendance_voided",
        "check_in_undone",
        "check_in_disowned",
        "address_refused",
        "consent_withdrawn",
    }
)
