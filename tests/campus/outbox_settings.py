"""Settings of the processes that test_outbox_work.py starts: the tests' own, with one more kind of job."""

from tests.settings import *  # noqa: F403 - all of it
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.campus.outbox_app.OutboxJobs"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
