"""Every page, gathered from its area."""

from django.conf import settings
from django.urls import include, path

AREAS = ["site", "accounts", "directory", "activities", "checkin", "manage", "review"]
if settings.DEMO:
    AREAS.append("demo")

urlpatterns = [path("", include(f"frontend.{area}.urls")) for area in AREAS]
