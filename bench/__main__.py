"""`make bench-enumeration`, or `python -m bench`."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from bench.enumeration import main

    main()
