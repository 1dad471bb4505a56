from django.urls import include, path

from frontend.review.views import (
    appointments,
    audit,
    calendars,
    offices,
    participation,
    registrations,
    settings,
    societies,
    terms,
    universities,
)

university = [
    path("", registrations.queue, name="review_registrations"),
    path("registrations/<int:pk>/", registrations.registration, name="review_registration"),
    path("participation/", participation.participation, name="review_participation"),
    path("participation.csv", participation.participation_csv, name="review_participation_csv"),
    path("societies/", societies.societies, name="review_societies"),
    path("societies/<int:pk>/", societies.society, name="review_society"),
    path("terms/", calendars.terms, name="review_terms"),
    path("calendars/<int:pk>/", calendars.calendar, name="review_calendar"),
    path("terms/new/", terms.new_term, name="new_term"),
    path("terms/<int:pk>/", terms.term, name="review_term"),
    path("terms/<int:pk>/remove/", terms.remove_term, name="remove_term"),
    path("breaks/<int:pk>/remove/", terms.remove_break, name="remove_break"),
    path("offices/", offices.offices, name="review_offices"),
    path("offices/<int:pk>/end/", offices.end, name="end_university_office"),
    path("settings/", settings.settings, name="review_settings"),
    path("audit/", audit.audit, name="review_audit"),
    path("audit.csv", audit.audit_csv, name="review_audit_csv"),
]

urlpatterns = [
    path("review/", universities.review, name="review"),
    path("review/universities/<int:pk>/", universities.university, name="review_university"),
    path("review/audit/", audit.whole, name="audit"),
    path("review/offices/", appointments.appointments, name="appointments"),
    path("review/offices/<int:pk>/end/", appointments.end, name="end_appointment"),
    path("review/audit.csv", audit.whole_csv, name="audit_csv"),
    path("review/<slug:university>/", include(university)),
]
