"""A server behind a reverse proxy with TLS."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import ALLOWED_HOSTS, SECRET_KEY

LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}

if not SECRET_KEY:
    raise ImproperlyConfigured("PHAODAI_SECRET_KEY is not set.")
if not set(ALLOWED_HOSTS) - LOOPBACK or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("PHAODAI_ALLOWED_HOSTS must name the hosts this server answers to.")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]  # asked by this machine itself, past the proxy
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# One JSON object a line, for journald and whatever reads it; core/telemetry says what never gets into it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "phaodai.core.telemetry.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "phaodai": {"level": "INFO"},
        # Django would write a line of its own, by mail to administrators too.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # what was not found has its line already
        "django.server": {"handlers": [], "propagate": True},
    },
}
