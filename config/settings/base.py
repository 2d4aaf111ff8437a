"""Settings every environment shares. Secrets and places come from the environment (config/env.py)."""

from csp.constants import NONE, SELF

from config.env import ROOT, database_settings, mail_settings, read_environment, tile_origin
from config.oidc import origins, read_providers

ENV = read_environment()
PHAODAI_HOME = ENV.home
PHAODAI_DEMO = ENV.demo
PHAODAI_REALDATA = ENV.realdata
PHAODAI_TRACE_ENGINE = ENV.trace_engine
PHAODAI_METRICS_TOKEN = ENV.metrics_token
PHAODAI_MAP_TILES = ENV.map_tiles
PHAODAI_MAP_TILES_CREDIT = ENV.map_tiles_credit
PHAODAI_WEBHOOK_LOOPBACK = ENV.webhook_loopback
PHAODAI_MAIL = bool(ENV.smtp_url)
OIDC_APPS = read_providers(ENV.oidc)

SECRET_KEY = ENV.secret_key
DEBUG = False
ALLOWED_HOSTS = ENV.allowed_hosts

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "ninja",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "phaodai.core.access",
    "phaodai.core.audit",
    "phaodai.core.clock",
    "phaodai.core.codes",
    "phaodai.core.disclosures",
    "phaodai.core.events",
    "phaodai.core.exchange",
    "phaodai.core.files",
    "phaodai.core.gateway",
    "phaodai.core.holdings",
    "phaodai.core.policy",
    "phaodai.core.timeline",
    "phaodai.core.worklists",
    "phaodai.core.ui",
    "phaodai.city.areas",
    "phaodai.city.boundaries",
    "phaodai.city.succession",
    "phaodai.city.organizations",
    "phaodai.city.places",
    "phaodai.city.indicators",
    "phaodai.city.accounts",
    "phaodai.city.accounts.oidc",
    "phaodai.city.people",
    "phaodai.city.duties",
    "phaodai.city.papers",
    "phaodai.city.clients",
    "phaodai.city.oversight",
    "phaodai.response.movement",
    "phaodai.response.cases",
    "phaodai.response.tracing",
    "phaodai.response.outbreaks",
    "phaodai.response.notices",
    "phaodai.response.investigations",
    "phaodai.response.testing",
    "phaodai.response.quarantine",
    "phaodai.command.directives",
    "phaodai.command.playbook",
    "phaodai.command.drill",
    "phaodai.site",
]

MIDDLEWARE = [
    "phaodai.core.telemetry.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "phaodai.core.text.middleware.DropNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "phaodai.core.audit.middleware.HistoryMiddleware",
    "phaodai.core.policy.middleware.HoldPolicies",
    "phaodai.city.accounts.middleware.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
    "phaodai.core.gateway.middleware.GatewayMiddleware",
]

ROOT_URLCONF = "phaodai.site.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "src/phaodai/site/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "phaodai.site.context.shell",
            ],
        },
    }
]

DATABASES = {"default": database_settings(ENV.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "phaodai.city.accounts.adapter.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}  # django-axes counts failures, in the database
SOCIALACCOUNT_ADAPTER = "phaodai.city.accounts.oidc.adapter.KnownSubjectsAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC_APPS, "OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Pháo Đài"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "phaodai.city.accounts.lockout.username_of"
AXES_VERBOSE = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_NAME = "phaodai_session"
CSRF_COOKIE_NAME = "phaodai_csrf"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "phaodai.site.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, "'wasm-unsafe-eval'"],  # zxing reads QR codes in WebAssembly
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([tile_origin(ENV.map_tiles)] if ENV.map_tiles else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *origins(OIDC_APPS)],
        "frame-ancestors": [NONE],
    },
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = ENV.mail_from
EMAIL_TIMEOUT = 10
globals().update(mail_settings(ENV.smtp_url))

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "phaodai_language"
LOCALE_PATHS = [ROOT / "src/phaodai/core/locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = False  # years are no amounts; the tags of core.ui write figures

STATIC_URL = "/static/"
STATIC_ROOT = PHAODAI_HOME / "static"
STATICFILES_DIRS = [
    (f"vendor/{name}", ROOT / "node_modules" / folder)
    for name, folder in {
        "be-vietnam-pro": "@fontsource/be-vietnam-pro/files",
        "inter": "@fontsource/inter/files",
        "leaflet": "leaflet/dist",
        "uplot": "uplot/dist",
        "zxing": "zxing-wasm/dist/iife/reader",
        "zxing-wasm": "zxing-wasm/dist/reader",
    }.items()
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"phaodai": {"level": "INFO"}, "phaodai.core.telemetry": {"level": "WARNING"}},
}
