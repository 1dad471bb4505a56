from django.urls import path

from frontend.directory import leading, news, pictures, registration, society, universities

urlpatterns = [
    path("universities/", universities.universities, name="universities"),
    path("universities/propose/", universities.propose_university, name="propose_university"),
    path("universities/<slug:university>/", universities.university, name="university"),
    path("universities/<slug:university>/register/", registration.register_society, name="register_society"),
    path("universities/<slug:university>/register/<slug:society>/", registration.registration, name="registration"),
    path("pictures/<slug:name>.webp", pictures.picture, name="picture"),
    path("societies/<slug:university>/<slug:society>/", society.society, name="society"),
    path("societies/<slug:university>/<slug:society>/lead/", leading.lead, name="lead_society"),
    path("societies/<slug:university>/<slug:society>/news/", news.news, name="society_news"),
    path("societies/<slug:university>/<slug:society>/membership/", society.membership, name="membership"),
]
