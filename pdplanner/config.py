"""Every setting, read once from the environment; a wrong value stops the start."""

import os
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEAKEST_KEY = 32
SHORTEST_PASSWORD = 12
MEGABYTE = 1024 * 1024


class SettingError(Exception):
    """A setting is missing or wrong; the message names it and says what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The names are Flask's and its extensions' own; SECURITY_* belong to Flask-Security."""

    SECRET_KEY: str
    SQLALCHEMY_DATABASE_URI: str
    DATA_FOLDER: Path
    DEMO: bool = False
    TESTING: bool = False

    QUEUE_URL: str = "memory://"
    MAIL_URL: str = "outbox"
    MAIL_SENDER: str = "pdplanner@localhost"
    # Whether each plan is studied as soon as it is built, which keeps a worker busy for a while.
    STUDY_PLANS: bool = True
    BASE_URL: str = ""
    TRUSTED_PROXIES: int = 0
    RATELIMIT_ENABLED: bool = True
    RATELIMIT_STORAGE_URI: str = "memory://"
    # An error in the log names its statement, never what somebody typed or is called.
    SQLALCHEMY_ENGINE_OPTIONS: dict[str, bool] = field(
        default_factory=lambda: {"hide_parameters": True}
    )

    MAX_CONTENT_LENGTH: int = MEGABYTE
    SESSION_COOKIE_NAME: str = "__Host-session"
    SESSION_COOKIE_SECURE: bool = True
    SESSION_COOKIE_HTTPONLY: bool = True
    SESSION_COOKIE_SAMESITE: str = "Lax"
    WTF_CSRF_ENABLED: bool = True
    # A token lives as long as its session: a form left open overnight still saves.
    WTF_CSRF_TIME_LIMIT: None = None

    SECURITY_PASSWORD_HASH: str = "argon2"  # noqa: S105 (the name of an algorithm)
    SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS: dict[str, int] = field(default_factory=dict)
    # argon2 salts each password itself, so no second salt is kept.
    SECURITY_PASSWORD_SINGLE_HASH: tuple[str, ...] = ("argon2",)
    SECURITY_PASSWORD_SALT: str = "unused"  # noqa: S105
    SECURITY_PASSWORD_LENGTH_MIN: int = SHORTEST_PASSWORD
    SECURITY_RECOVERABLE: bool = True
    SECURITY_CHANGEABLE: bool = True
    SECURITY_RESET_PASSWORD_WITHIN: timedelta = timedelta(days=3)
    SECURITY_RETURN_GENERIC_RESPONSES: bool = True
    SECURITY_EMAIL_HTML: bool = False
    SECURITY_EMAIL_SUBJECT_PASSWORD_RESET: str = "Choose a new password"  # noqa: S105
    SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE: str = "Your password was changed"  # noqa: S105
    SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE: str = "Your password was changed"  # noqa: S105
    SECURITY_JOIN_USER_ROLES: bool = False
    SECURITY_LOGOUT_METHODS: tuple[str, ...] = ("POST",)
    SECURITY_STATIC_FOLDER: None = None
    SECURITY_LOGIN_URL: str = "/login"
    SECURITY_POST_LOGOUT_VIEW: str = "/login"
    SECURITY_DEFAULT_REMEMBER_ME: bool = False
    SECURITY_EMAIL_VALIDATOR_ARGS: dict[str, bool] = field(
        default_factory=lambda: {"check_deliverability": False}
    )
    SECURITY_USER_IDENTITY_ATTRIBUTES: tuple[dict[str, object], ...] = field(
        default_factory=lambda: ({"email": {"mapper": _lowered, "case_insensitive": True}},)
    )


def current(environment: Mapping[str, str] = os.environ) -> Settings:
    """The demo's settings in a process that the demo started, else those of production."""
    if mode := environment.get("PDPLANNER_DEMO"):
        return demo(environment, loopback=mode == "loopback")
    return from_environment(environment)


def demo(environment: Mapping[str, str] = os.environ, *, loopback: bool = True) -> Settings:
    """The demo's settings: all in one folder, mail in a file, cookies as its address allows."""
    folder = _data_folder(environment)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Settings(
        DEMO=True,
        SECRET_KEY=_kept_secret(folder / "demo-secret-key"),
        SQLALCHEMY_DATABASE_URI=embedded_database(folder),
        DATA_FOLDER=folder,
        QUEUE_URL=embedded_queue(folder),
        BASE_URL=environment.get("BASE_URL", ""),
        SESSION_COOKIE_NAME="session" if loopback else "__Host-session",
        SESSION_COOKIE_SECURE=not loopback,
    )


def demo_password(folder: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The password of the demo's accounts: the given one, else one made at the first start."""
    given = environment.get("PDPLANNER_DEMO_PASSWORD")
    return _kept_secret(folder / "demo-password", given=given, size=9)


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the production settings, refusing what would run but not safely."""
    folder = _data_folder(environment)
    redis = environment.get("REDIS_URL")
    return Settings(
        SECRET_KEY=strong_key(environment.get("SECRET_KEY", "")),
        SQLALCHEMY_DATABASE_URI=environment.get("DATABASE_URL") or embedded_database(folder),
        DATA_FOLDER=folder,
        QUEUE_URL=environment.get("QUEUE_URL") or redis or embedded_queue(folder),
        MAIL_URL=_required(environment, "MAIL_URL", "smtp://user:password@host:587, or outbox"),
        MAIL_SENDER=environment.get("MAIL_SENDER", "pdplanner@localhost"),
        BASE_URL=_required(environment, "BASE_URL", "https://pd.example.org").rstrip("/"),
        STUDY_PLANS=_whole_number(environment, "STUDY_PLANS", 1) > 0,
        TRUSTED_PROXIES=_whole_number(environment, "TRUSTED_PROXIES", 0),
        RATELIMIT_STORAGE_URI=redis or "memory://",
    )


def embedded_database(folder: Path) -> str:
    return f"sqlite:///{folder / 'pdplanner.db'}"


def embedded_queue(folder: Path) -> str:
    return f"sqlite:///{folder / 'queue.db'}"


def strong_key(key: str) -> str:
    """Return the key, or refuse one that could be guessed or was published."""
    if not key:
        raise SettingError(
            "SECRET_KEY is missing. Set it to the output of: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    # What repeats itself is no harder to guess.
    without_repeats = zlib.compress(key.encode(), wbits=-zlib.MAX_WBITS)
    shortest = min(len(key.encode()), len(without_repeats))
    if shortest < WEAKEST_KEY or len(set(key)) < WEAKEST_KEY // 3:
        raise SettingError(f"SECRET_KEY is weak: it needs {WEAKEST_KEY} random bytes or more.")
    return key


def _data_folder(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("PDPLANNER_DATA") or ROOT / "var").resolve()


def _kept_secret(path: Path, *, given: str | None = None, size: int = 48) -> str:
    """Return the secret in a file that its owner alone can read, made at the first asking."""
    if path.exists() and not given:
        return path.read_text(encoding="utf-8")
    secret = given or secrets.token_urlsafe(size)
    path.touch(mode=0o600)
    path.write_text(secret, encoding="utf-8")
    return secret


def _required(environment: Mapping[str, str], name: str, example: str) -> str:
    if value := environment.get(name):
        return value
    raise SettingError(f"{name} is missing, for example {example}")


def _whole_number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isdecimal():
        raise SettingError(f"{name} is {text!r}, expected a whole number.")
    return int(text)


def _lowered(identity: str) -> str:
    return identity.strip().lower()
