from django.urls import path

from frontend.activities import answers, embed, feeds, observances, own_calendar, views

urlpatterns = [
    path("series/<int:pk>.ics", feeds.series_calendar, name="series_calendar"),
    path("occurrences/<int:pk>.ics", feeds.occurrence_calendar, name="occurrence_calendar"),
    path("societies/<slug:university>/<slug:society>.ics", feeds.society_calendar, name="society_calendar"),
    path("societies/<slug:university>/<slug:society>.atom", feeds.society_atom, name="society_atom"),
    path("universities/<slug:university>.ics", feeds.university_calendar, name="university_calendar"),
    path("calendar/<str:secret>.ics", feeds.own_calendar, name="own_calendar"),
    path("observances/", observances.observances, name="observances"),
    path("observances.ics", observances.observances_ics, name="observances_calendar"),
    path("embed/<slug:university>/", embed.embed, name="embed"),
    path("me/calendar/", own_calendar.my_calendar, name="my_calendar"),
    path("me/calendar/revoke/", own_calendar.revoke_calendar, name="revoke_calendar"),
    path("series/<int:pk>/", views.series, name="series"),
    path("occurrences/<int:pk>/", views.occurrence, name="occurrence"),
    path("occurrences/<int:pk>/answer/", answers.answer, name="answer"),
    path("follows/<slug:kind>/<int:number>/", answers.follow, name="follow"),
    path("me/follows/<int:pk>/", answers.unfollow, name="unfollow"),
]
