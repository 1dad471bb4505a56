"""Settings of the tests: the project's own, quick where safety is not under test."""

import os

os.environ.setdefault("SECRET_KEY", "tests")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("LOG_LEVEL", "ERROR")

from backend.settings import *  # noqa: E402, F403
from backend.settings import DATABASES, STORAGES  # noqa: E402

if url := os.environ.get("TEST_DATABASE_URL"):
    import environ

    DATABASES["default"] = environ.Env.db_url_config(url)
else:
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
