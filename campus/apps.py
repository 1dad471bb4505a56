from django.apps import AppConfig


class CampusConfig(AppConfig):
    name = "campus"
    verbose_name = "HeForShe Campus"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from campus import work

        work.hand_over()
