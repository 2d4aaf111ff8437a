"""The test suite: fast hashes, no outside world, keys of its own."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests-" + "x" * 40
PHAODAI_HOME = Path(tempfile.gettempdir()) / "phaodai-test-home"
STATIC_ROOT = PHAODAI_HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where there is none
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
AXES_ENABLED = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PHAODAI_WEBHOOK_LOOPBACK = True  # receivers of the tests listen on this machine
