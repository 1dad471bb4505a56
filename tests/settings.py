"""Settings of the tests: the project's own, quick where safety is not under test."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "tests")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("LOG_LEVEL", "ERROR")

from backend.settings import *  # noqa: F403 - after the environment, and all of it
from backend.settings import DATABASES, STORAGES

if url := os.environ.get("TEST_DATABASE_URL"):
    import environ

    DATABASES["default"] = environ.Env.db_url_config(url)
else:
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"
    # A file, as in use: threads would share one connection to a database in memory. Quickest on a memory disk.
    quick = next(path for path in (Path("/dev/shm"), Path(tempfile.gettempdir())) if path.is_dir())  # noqa: S108 - tests only
    DATABASES["default"]["TEST"] = {"NAME": str(quick / f"campus-tests-{os.getpid()}.sqlite3")}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / "campus-test-files"
ALLOWED_HOSTS = ["*"]
ANSWER_STEP = 0  # tests wait for nothing
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # nothing is collected for a test
