"""Settings that every way of running the hub shares; secrets and places come from outside."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from midas.hub.site.settings.identity import providers_from

ROOT = Path(__file__).resolve().parents[5]
HUB = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("MIDAS_DATA", ROOT / "var" / "data"))
PROFILE = Path(
    os.environ.get("MIDAS_PROFILE")
    or next(
        (
            p
            for p in (ROOT / "profiles" / "kr-2027", HUB.parent / "profiles" / "kr-2027")
            if p.is_dir()
        ),
        ROOT / "profiles" / "kr-2027",
    )
)
DEMO = os.environ.get("MIDAS_DEMO") == "1"
GOVERNMENT_SITE = os.environ.get("MIDAS_GOVERNMENT_SITE") == "1"
SITE_NAME = {"ko": "MIDAS 스마트제조혁신", "en": "MIDAS Smart Manufacturing"}

SECRET_KEY = os.environ.get("MIDAS_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("MIDAS_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("MIDAS_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "midas.hub.ui",  # before allauth: its templates are ours
    "midas.hub.accounts",  # so is the page of one's e-mail address
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "lucide",
    "procrastinate.contrib.django",
    "midas.hub.kernel",
    "midas.hub.programme",
    "midas.hub.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "midas.hub.accounts.middleware.ActorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "midas.hub.kernel.refusals.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "midas.hub.site.navigation.context",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

ROOT_URLCONF = "midas.hub.site.urls"
WSGI_APPLICATION = "midas.hub.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("한국어")), ("en", _("English"))]
LOCALE_PATHS = [HUB / room / "locale" for room in ("kernel", "ui", "accounts", "programme", "site")]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
USE_I18N = True

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SITE_URL = os.environ.get("MIDAS_SITE_URL", "http://127.0.0.1:8000")  # in e-mails only
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {"signup": "midas.hub.accounts.sign_in.SignUpForm"}
ACCOUNT_ADAPTER = "midas.hub.accounts.sign_in.SignInAdapter"
SOCIALACCOUNT_ADAPTER = "midas.hub.accounts.sign_in.IdentityAdapter"
ACCOUNT_SIGNUP_REDIRECT_URL = "accounts:register-organisation"
# Unverified sign-up would tell a stranger who is registered; the demonstration has no mailboxes.
ACCOUNT_EMAIL_VERIFICATION = "optional" if DEMO else "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = not DEMO
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MIDAS_TRUSTED_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "MIDAS"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # the demonstration runs on http://127.0.0.1
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": providers_from(os.environ)}}

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
NODE_MODULES = Path(os.environ.get("MIDAS_NODE_MODULES", ROOT / "node_modules"))
STATICFILES_DIRS = [
    (f"fonts/{folder.name}", str(folder))
    for folder in [NODE_MODULES / "pretendard" / "dist" / "web" / "variable"]
    if folder.is_dir()
]
WHITENOISE_USE_FINDERS = True
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["midas.hub.kernel.chores"]
FILES_ROOT = DATA / "files"
KEYS_ROOT = DATA / "keys"
UPLOAD_MAX_BYTES = 30 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

EMAIL_BACKEND = os.environ.get(
    "MIDAS_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"
)
