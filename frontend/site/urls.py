from django.urls import path

from frontend.site import health, home, preferences, report, texts

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", preferences.set_language, name="set_language"),
    path("theme/", preferences.set_theme, name="set_theme"),
    path("privacy/", texts.privacy, name="privacy"),
    path("help/", texts.help, name="help"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("conduct/", texts.conduct, name="conduct"),
    path("report/", report.report, name="report"),
    path("report/thanks/", report.reported, name="reported"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
