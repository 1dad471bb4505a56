from django.urls import path

from frontend.checkin import views

urlpatterns = [
    path("c/", views.enter_code, name="enter_code"),
    path("c/<str:code>", views.check_in, name="check_in"),
    path("C/<str:code>", views.check_in, name="check_in_upper"),
    path("receipt/<int:occurrence>/", views.receipt, name="receipt"),
    path("receipt/<int:occurrence>/undo/", views.undo_check_in, name="undo_check_in"),
]
