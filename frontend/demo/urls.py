"""These addresses exist in demo mode only; frontend/urls.py sees to that."""

from django.urls import path

from frontend.demo import views

urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("demo/enter/", views.demo_enter, name="demo_enter"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
]
