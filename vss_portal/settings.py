"""Settings of the portal: one file, read from the environment, with defaults that run.

``PORTAL_MODE=demo`` (the default) needs nothing: SQLite and a generated secret in ``var/``, the fixed day
5 September 2024, mail to the console. ``PORTAL_MODE=production`` demands SECRET_KEY, DATABASE_URL and
ALLOWED_HOSTS. A value that can't be used stops the start with a sentence (see ``vss_portal.environment``).
"""

import os
from datetime import date
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from vss_portal.environment import DATABASE_FORMS, Environment, checkout_secret

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = Environment(values=os.environ, base=BASE_DIR)

# How the portal runs

PORTAL_MODE = env.choice("PORTAL_MODE", ["demo", "production"], "demo")
DEMO = PORTAL_MODE == "demo"
DEBUG = env.yes_or_no("PORTAL_DEBUG", default=False)
if DEBUG and not DEMO:
    raise ImproperlyConfigured("PORTAL_DEBUG har värdet ”ja”. I drift är bara nej tillåtet: felsidor visar för mycket.")

# The day that the portal lives on; None is the real day. Ask vss_portal.clock, never this.
PORTAL_TODAY: date | None = env.day("PORTAL_TODAY", date(2024, 9, 5) if DEMO else None)
if PORTAL_TODAY and not DEMO:
    raise ImproperlyConfigured(
        f"PORTAL_TODAY har värdet ”{PORTAL_TODAY}”. I drift är bara tomt tillåtet: loggen ska bära verkliga datum."
    )

SECRET_KEY = checkout_secret(VAR_DIR / "secret-key") if DEMO else env.secret("SECRET_KEY")
ALLOWED_HOSTS = ["*"] if DEMO else env.hosts("ALLOWED_HOSTS")

# The apps

INSTALLED_APPS = [
    "vss_portal",
    "indicators",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "django_prose_editor",
    "template_partials",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Above the static files, so that they carry the policy too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "vss_portal.guard.MethodMiddleware",
    "vss_portal.nul.without_nul",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # What an auditor reads of figures stands in the log.
    "reports.tracing.readings.figure_readings",
]

ROOT_URLCONF = "vss_portal.urls"
WSGI_APPLICATION = "vss_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vss_portal.context.shell",
            ],
        },
    },
]

# The database

if not DEMO:
    env.required("DATABASE_URL", f"databasens adress: {DATABASE_FORMS}")
DATABASES = {"default": env.database("DATABASE_URL", default="sqlite:///var/portal.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
VAR_DIR.mkdir(exist_ok=True)

# People

AUTH_USER_MODEL = "vss_portal.User"
AUTHENTICATION_BACKENDS = ["vss_portal.backends.PortalBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
# A working day; who comes back the next morning logs in again.
SESSION_COOKIE_AGE = 60 * 60 * env.whole_number("PORTAL_SESSION_HOURS", 10, lowest=1, highest=24)
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# What anybody may read without log-in: no page of a report unless this says so, and then those that an editor turns on.
PORTAL_PUBLIC_REPORTS = env.yes_or_no("PORTAL_PUBLIC_REPORTS", default=False)
# Of the open data: whom to ask, and under which licence it may be used.
PORTAL_OPEN_DATA_CONTACT = env.text("PORTAL_OPEN_DATA_CONTACT", "")
PORTAL_OPEN_DATA_LICENCE = env.text("PORTAL_OPEN_DATA_LICENCE", "http://creativecommons.org/publicdomain/zero/1.0/")
# How long discussion and superseded drafts of a report are kept after its adoption.
PORTAL_KEEP_DISCUSSION_DAYS = env.whole_number("PORTAL_KEEP_DISCUSSION_DAYS", 180, lowest=1, highest=3650)

# Language and time. Numbers are formatted by ourselves, with U+00A0 and U+2212, so Django adds no separators.

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska")]
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# Static files: the demo and the tests serve them from where they lie, production from one collected folder of
# compressed files with a checksum in their names.

STATIC_URL = "/static/"
STATIC_ROOT = None if DEMO else VAR_DIR / "static"
WHITENOISE_USE_FINDERS = DEMO
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEMO
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}
MEDIA_ROOT = VAR_DIR / "media"

# What takes long is done by a worker (`manage.py db_worker`), in the demo at once.

_TASKS = env.choice("PORTAL_TASKS", ["immediate", "worker"], "immediate" if DEMO else "worker")
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if _TASKS == "immediate"
        else "django_tasks_db.DatabaseBackend",
    },
}

# PDFs: each is made in a process of its own, with limits, at most so many at once on the machine. `once` starts a new
# process for each, also where the system has no fork server. Without attachments a PDF is PDF/A-2a.

PDF_PROCESS = env.choice("PORTAL_PDF_PROCESS", ["server", "once"], "server")
PDF_SECONDS = env.whole_number("PORTAL_PDF_SECONDS", 120, lowest=5, highest=3600)
PDF_MEGABYTES = env.whole_number("PORTAL_PDF_MEGABYTES", 1500, lowest=500, highest=64000)
PDF_AT_ONCE = env.whole_number("PORTAL_PDF_AT_ONCE", 2, lowest=1, highest=64)
PDF_PATIENCE = env.whole_number("PORTAL_PDF_PATIENCE", 60, lowest=1, highest=3600)
PDF_ATTACHMENTS = env.yes_or_no("PORTAL_PDF_ATTACHMENTS", default=True)
PDF_FOLDER = VAR_DIR / "pdf"
PDF_FOLDER_MEGABYTES = env.whole_number("PORTAL_PDF_FOLDER_MEGABYTES", 500, lowest=1, highest=1000000)

# Security. Nothing comes from another host, nothing is inline.

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
# Only behind a proxy that sets the header itself, on every request: whoever sets it says that the way was encrypted.
if env.yes_or_no("PORTAL_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Mail and log

EMAIL_BACKEND = f"django.core.mail.backends.{'console' if DEMO else 'smtp'}.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.whole_number("EMAIL_PORT", 25, lowest=1, highest=65535)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "uppfoljning@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {
        "handlers": ["console"],
        "level": env.choice("PORTAL_LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "WARNING"),
    },
}
