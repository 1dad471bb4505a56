"""The addresses as they are in demo mode, for tests that turn it on."""

from django.urls import include, path

from backend.urls import urlpatterns as usual

urlpatterns = [path("", include("frontend.demo.urls")), *usual]
