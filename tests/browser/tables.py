"""The tables of the portal that is visited, made from the models at once: a seventh of the migrations' time.

That the migrations end at the same tables and triggers is a test of its own (`tests/project/test_migrations.py`).
Run inside the portal: `manage.py shell -c "from tests.browser.tables import make; make()"`.
"""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command


def make() -> None:
    """Make the tables with their triggers, note the migrations as done, and read in all reference data."""
    history = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    settings.MIGRATION_MODULES = history
    call_command("migrate", fake=True, verbosity=0)
    call_command("load_reference", demo=True)
