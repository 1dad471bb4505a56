from django.urls import path

from frontend.activities import views

urlpatterns = [
    path("series/<int:pk>/", views.series, name="series"),
    path("occurrences/<int:pk>/", views.occurrence, name="occurrence"),
]
