"""Endpoints of series, activities, occurrences and codes."""

from backend.activities.views.activities import ActivityViewSet, PreviewViewSet, SeriesActivitiesViewSet
from backend.activities.views.codes import CodeViewSet, OccurrenceCodesViewSet, PosterViewSet, SocietyCodesViewSet
from backend.activities.views.occurrences import (
    CancellationViewSet,
    OccurrenceViewSet,
    SocietyOccurrencesViewSet,
)
from backend.activities.views.series import SeriesViewSet

__all__ = [
    "ActivityViewSet",
    "CancellationViewSet",
    "CodeViewSet",
    "OccurrenceCodesViewSet",
    "OccurrenceViewSet",
    "PosterViewSet",
    "PreviewViewSet",
    "SeriesActivitiesViewSet",
    "SeriesViewSet",
    "SocietyCodesViewSet",
    "SocietyOccurrencesViewSet",
]
