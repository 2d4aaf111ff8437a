"""The demo and a developer's laptop: loopback only, keys made on first start and kept under PHAODAI_HOME."""

from config.secrets import local_secret
from config.settings.base import *  # noqa: F403
from config.settings.base import ENV, SECRET_KEY, STATIC_ROOT

SECRET_KEY = SECRET_KEY or local_secret(ENV.home / "keys" / "secret_key")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # stays empty: files are served from where they lie
