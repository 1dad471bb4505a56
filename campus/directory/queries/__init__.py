"""What may be read of universities, calendars, societies and offices; always says whose."""

from campus.directory.queries.calendars import (
    calendar_of,
    calendars_of,
    enrolments_of,
    open_proposal,
    reporting_term_on,
    reporting_terms,
    revisions_of,
    terms_of,
)
from campus.directory.queries.continuity import is_led, worries_about
from campus.directory.queries.handovers import handovers_of, next_committee, open_handover
from campus.directory.queries.holders import holder_to_end
from campus.directory.queries.identity_providers import (
    active_provider,
    active_providers,
    domains_to_confirm,
    providers_of,
    universities_with_accounts,
)
from campus.directory.queries.offices import (
    held_alone,
    invitation_by_token,
    keepers_of,
    officers_of,
    officers_shown,
    offices_appointed,
    offices_of,
    offices_of_society,
    offices_of_university,
)
from campus.directory.queries.societies import public_societies, societies_for, societies_kept, society_by_slugs
from campus.directory.queries.universities import (
    listed_universities,
    universities_for,
    universities_to_review,
    university_by_slug,
)

__all__ = [
    "active_provider",
    "active_providers",
    "calendar_of",
    "calendars_of",
    "domains_to_confirm",
    "enrolments_of",
    "handovers_of",
    "held_alone",
    "holder_to_end",
    "invitation_by_token",
    "is_led",
    "keepers_of",
    "listed_universities",
    "next_committee",
    "officers_of",
    "officers_shown",
    "offices_appointed",
    "offices_of",
    "offices_of_society",
    "offices_of_university",
    "open_handover",
    "open_proposal",
    "providers_of",
    "public_societies",
    "reporting_term_on",
    "reporting_terms",
    "revisions_of",
    "societies_for",
    "societies_kept",
    "society_by_slugs",
    "terms_of",
    "universities_for",
    "universities_to_review",
    "universities_with_accounts",
    "university_by_slug",
    "worries_about",
]
