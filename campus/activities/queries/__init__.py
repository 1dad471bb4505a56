"""What may be read of series, dates and codes; always says whose."""

from campus.activities.queries.codes import FoundCode, code_in_force, codes_in_force, find_code, series_of_code
from campus.activities.queries.conflicts import Conflict, conflicts_of
from campus.activities.queries.edits import preview_batch, preview_edit, preview_end
from campus.activities.queries.occurrences import (
    coming,
    occurrence_by_id,
    occurrence_counted_at,
    occurrences_for,
    series_by_id,
    series_of,
    upcoming,
)
from campus.activities.queries.previews import Preview, PreviewDate, preview
from campus.activities.queries.replans import preview_replan
from campus.activities.queries.timetables import timetable_for

__all__ = [
    "Conflict",
    "FoundCode",
    "Preview",
    "PreviewDate",
    "code_in_force",
    "codes_in_force",
    "coming",
    "conflicts_of",
    "find_code",
    "occurrence_by_id",
    "occurrence_counted_at",
    "occurrences_for",
    "preview",
    "preview_batch",
    "preview_edit",
    "preview_end",
    "preview_replan",
    "series_by_id",
    "series_of",
    "series_of_code",
    "timetable_for",
    "upcoming",
]
