"""The app of the facts."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IndicatorsConfig(AppConfig):
    """Installs the append-only triggers and those of the edition after every migration: a table remake drops them."""

    name = "indicators"
    verbose_name = "Indikatorer och värden"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from indicators.reference import install_after_migrate as renew_edition
        from indicators.triggers import install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="indicators.append_only")
        post_migrate.connect(renew_edition, sender=self, dispatch_uid="indicators.edition")
