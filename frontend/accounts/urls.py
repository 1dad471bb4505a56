from django.urls import path

from frontend.accounts import invitation, mail, me, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("me/", me.me, name="me"),
    path("me/settings/", me.me_settings, name="me_settings"),
    path("me/offices/<int:pk>/", me.my_office, name="my_office"),
    path("invitations/<str:token>/", invitation.invitation, name="invitation"),
    path("mail/stop/<str:token>/", mail.stop_mail, name="stop_mail"),
    path("mail/not-me/<str:token>/", mail.not_me, name="not_me"),
]
