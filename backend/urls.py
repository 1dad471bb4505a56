"""Every address of the project: the API here, the pages by name."""

from django.urls import include, path

urlpatterns = [
    path("api/auth/", include("backend.sign_in")),
    path("api/", include("backend.api")),
    path("", include("frontend.urls")),
]
