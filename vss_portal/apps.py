from django.apps import AppConfig


class VssPortalConfig(AppConfig):
    name = "vss_portal"
    verbose_name = "Portalen"
    default_auto_field = "django.db.models.BigAutoField"
