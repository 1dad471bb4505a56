"""What may be read of universities, calendars, societies and offices; always says whose."""

from campus.directory.queries.calendars import (
    calendar_of,
    calendars_of,
    reporting_term_on,
    reporting_terms,
    terms_of,
)
from campus.directory.queries.offices import (
    held_alone,
    invitation_by_token,
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
    "calendar_of",
    "calendars_of",
    "held_alone",
    "invitation_by_token",
    "listed_universities",
    "officers_of",
    "officers_shown",
    "offices_appointed",
    "offices_of",
    "offices_of_society",
    "offices_of_university",
    "public_societies",
    "reporting_term_on",
    "reporting_terms",
    "societies_for",
    "societies_kept",
    "society_by_slugs",
    "terms_of",
    "universities_for",
    "universities_to_review",
    "university_by_slug",
]
