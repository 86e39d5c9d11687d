#!/usr/bin/env python
"""Django's command line for the portal: ``python manage.py help``."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vss_portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        # A setting that can't be used is told in one sentence, without the program's inside.
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
