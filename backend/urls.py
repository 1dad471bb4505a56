"""Every address of the project: the API here, the pages by name."""

from django.urls import include, path

urlpatterns = [
    path("", include("frontend.urls")),
]
