from django.urls import include, path

from frontend.manage.views import attendance, audit, members, newcomers, offices, plan, posters, series, settings, today

society = [
    path("", today.today, name="manage_today"),
    path("plan/", plan.plan, name="manage_plan"),
    path("plan/new/", plan.plan_activity, name="plan_activity"),
    path("occurrences/<int:pk>/", plan.occurrence, name="manage_occurrence"),
    path("series/<int:pk>/", series.series, name="manage_series"),
    path("series/<int:pk>/end/", series.end, name="end_series"),
    path("newcomers/", newcomers.newcomers, name="manage_newcomers"),
    path("newcomers.csv", newcomers.newcomers_csv, name="manage_newcomers_csv"),
    path("attendance/", attendance.attendance, name="manage_attendance"),
    path("attendance/<int:pk>/void/", attendance.void, name="void_attendance"),
    path("members/", members.members, name="manage_members"),
    path("offices/", offices.offices, name="manage_offices"),
    path("offices/<int:pk>/end/", offices.end, name="end_office"),
    path("posters/", posters.posters, name="manage_posters"),
    path("posters/<str:code>.pdf", posters.poster, name="poster"),
    path("posters/<str:code>/replace/", posters.replace, name="replace_code"),
    path("settings/", settings.settings, name="manage_settings"),
    path("audit/", audit.audit, name="manage_audit"),
    path("audit.csv", audit.audit_csv, name="manage_audit_csv"),
]

urlpatterns = [
    path("manage/", today.manage, name="manage"),
    path("manage/<slug:university>/<slug:society>/", include(society)),
]
