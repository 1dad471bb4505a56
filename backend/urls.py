"""Every address of the project: the API here, the pages by name."""

from django.urls import include, path

from backend.admin import site
from backend.metrics import metrics

urlpatterns = [
    path("admin/", site.urls),
    path("metrics", metrics, name="metrics"),
    path("sign-in/university/", include("backend.university_sign_in.urls")),
    path("api/auth/", include("backend.sign_in")),
    path("api/", include("backend.api")),
    path("", include("frontend.urls")),
]
