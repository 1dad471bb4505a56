from django.urls import path

from frontend.accounts import invitation, mail, me, my_data, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("me/", me.me, name="me"),
    path("me/settings/", me.me_settings, name="me_settings"),
    path("me/offices/<int:pk>/", me.my_office, name="my_office"),
    path("me/data/", my_data.my_data, name="my_data"),
    path("me/data/file/", my_data.my_data_file, name="my_data_file"),
    path("me/erase/", my_data.erase_me, name="erase_me"),
    path("invitations/<str:token>/", invitation.invitation, name="invitation"),
    path("mail/stop/<str:token>/", mail.stop_mail, name="stop_mail"),
    path("mail/not-me/<str:token>/", mail.not_me, name="not_me"),
]
