"""The addresses that providers know; allauth's own pages have none here."""

from django.urls import path

from backend.university_sign_in import views

urlpatterns = [
    path("<slug:slug>/callback/", views.callback, name="openid_connect_callback"),
    path("<slug:slug>/acs/", views.acs, name="saml_acs"),
    path("<slug:slug>/acs/finish/", views.finish, name="saml_finish"),
    path("<slug:slug>/refused/", views.refused, name="university_refused"),
    path("<slug:slug>/metadata/", views.saml_metadata, name="saml_metadata"),
]
