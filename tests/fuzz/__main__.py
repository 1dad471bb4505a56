"""`python -m tests.fuzz --examples 2000`"""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests.fuzz.run import main

    sys.exit(main())
