"""The settings: `config/default.toml`, then the environment; typed, frozen and complete before anything starts."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_HERE = Path(__file__).parents[1]
_ADDRESS_FILE = "public-address"
_PREFIX = "NOMINATIONS_"
SECRETS = ("secret_key", "smtp_password", "s3_access_key", "s3_secret_key")
_CHOICES = {
    "log_level": ("debug", "info", "warning", "error"),
    "smtp_security": ("starttls", "tls", "none"),
}
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class BadSettings(ValueError):
    """The system cannot start like this; the message is one sentence for the operator."""


class Mode(StrEnum):
    """The real award, or a demonstration with fictitious people and a clock of its own."""

    PRODUCTION = "production"
    DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every key of `config/default.toml`, explained there; empty ones already filled in."""

    mode: Mode
    data: Path
    database_url: str = field(repr=False)
    files_url: str
    queue_url: str = field(repr=False)
    clock_file: Path

    secret_key: str = field(repr=False)
    smtp_password: str = field(repr=False)
    s3_access_key: str = field(repr=False)
    s3_secret_key: str = field(repr=False)

    public_address: str
    trusted_hosts: tuple[str, ...]
    proxies: int
    host: str
    port: int
    workers: int
    stop_seconds: int

    form_bytes: int
    upload_bytes: int
    visitor_form_bytes: int
    form_memory_bytes: int
    form_parts: int
    body_rate: int
    body_stretch_seconds: int
    visitor_stretches: int
    bodies_at_once: int
    visitor_bodies_at_once: int
    bodies_per_address: int
    bodies_per_session: int
    header_seconds: int

    nomination_bytes: int
    account_bytes: int
    disk_reserve_bytes: int
    upload_hours: int
    uploads_at_once: int
    picture_pixels: int
    pdf_pages: int
    docx_members: int
    docx_bytes: int
    inspection_seconds: int
    inspection_memory_mb: int
    scanner_url: str
    scanner_seconds: int
    scanner_again_hours: int
    s3_region: str
    s3_endpoint: str

    session_idle_minutes: int
    session_minutes: int
    code_minutes: int
    invitation_days: int
    tries_per_account: int
    tries_per_address: int
    tries_minutes: int

    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_security: str
    smtp_seconds: int
    mail_from: str
    mail_tries: int
    mail_wait_minutes: int

    worker_threads: int
    pdf_memory_mb: int
    pdf_seconds: int

    log_level: str

    @property
    def is_demonstration(self) -> bool:
        return self.mode is Mode.DEMONSTRATION

    @property
    def is_secure(self) -> bool:
        """Whether the public address is https, so that cookies can be Secure and `__Host-`."""
        return self.public_address.startswith("https://")


def config_folder() -> Path:
    """The folder of the configuration: beside the package in a checkout, inside it in a wheel."""
    beside = _HERE.parent / "config"
    return beside if beside.is_dir() else _HERE / "config"


def load_settings(
    data: Path | None = None,
    environ: Mapping[str, str] | None = None,
    overrides: Mapping[str, Any] | None = None,
    *,
    listens: bool = False,
) -> Settings:
    """The settings for `data`: defaults, then `environ` (the process's own if None), then `overrides`.

    Creates the data folder, and in a demonstration its secret. Raises `BadSettings`. A process that `listens` decides
    the address of a demonstration by itself; all others take the one that it has kept.
    """
    defaults = tomllib.loads((config_folder() / "default.toml").read_text("utf-8"))
    chosen = _from_environment(os.environ if environ is None else environ, defaults)
    chosen |= _check_known(overrides or {}, defaults)
    values = defaults | chosen
    if data is not None:
        values["data"] = str(data)
    values = {key: _value(key, value) for key, value in values.items()}
    values["data"] = folder = Path(values["data"]).expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    values["clock_file"] = folder / values["clock_file"]
    values["mode"] = _mode(values["mode"], values["clock_file"])
    if values["mode"] is Mode.DEMONSTRATION and not listens and not chosen.keys() & {"public_address", "host", "port"}:
        values["public_address"] = _kept_address(folder)
    _fill_addresses(values)
    _fill_secrets(values)
    return Settings(**values)


def _from_environment(environ: Mapping[str, str], defaults: Mapping[str, Any]) -> dict[str, Any]:
    variables = {name.removeprefix(_PREFIX).lower(): text for name, text in environ.items() if name.startswith(_PREFIX)}
    return {key: _parse(key, text, defaults[key]) for key, text in _check_known(variables, defaults).items()}


def _check_known(values: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := sorted(values.keys() - defaults.keys()):
        names = ", ".join(_variable(key) for key in unknown)
        raise BadSettings(f"There is no setting {names}; config/default.toml lists all of them.")
    return dict(values)


def _parse(key: str, text: str, default: Any) -> Any:
    """`text` of an environment variable as the type that the default has."""
    if isinstance(default, bool):
        if text.lower() not in _YES_NO:
            raise BadSettings(f"{_variable(key)} is yes or no, not {text!r}.")
        return _YES_NO[text.lower()]
    if isinstance(default, int):
        try:
            return int(text)
        except ValueError:
            raise BadSettings(f"{_variable(key)} is a whole number, not {text!r}.") from None
    if isinstance(default, list):
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _value(key: str, value: Any) -> Any:
    if key in _CHOICES and value not in _CHOICES[key]:
        raise BadSettings(f"{_variable(key)} is one of {', '.join(_CHOICES[key])}, not {value!r}.")
    if isinstance(value, int) and value < 0:
        raise BadSettings(f"{_variable(key)} is not less than 0.")
    return tuple(value) if isinstance(value, list) else value


def _mode(name: str, clock_file: Path) -> Mode:
    """The mode that is set, else the one that the folder was made for. A demonstration never becomes production."""
    if not name:
        return Mode.DEMONSTRATION if clock_file.exists() else Mode.PRODUCTION
    try:
        mode = Mode(name)
    except ValueError:
        raise BadSettings(f"{_variable('mode')} is production or demonstration, not {name!r}.") from None
    if mode is Mode.PRODUCTION and clock_file.exists():
        raise BadSettings(f"{clock_file.parent} holds a demonstration; production needs a data folder of its own.")
    return mode


def _fill_addresses(values: dict[str, Any]) -> None:
    folder: Path = values["data"]
    values["database_url"] = values["database_url"] or f"sqlite:///{folder}/nominations.db"
    if values["database_url"].partition("://")[0].partition("+")[0] not in ("sqlite", "postgresql"):
        raise BadSettings("NOMINATIONS_DATABASE_URL begins with sqlite:/// or postgresql://.")
    values["files_url"] = values["files_url"] or f"file://{folder}/files"
    values["queue_url"] = values["queue_url"] or f"sqlite:///{folder}/queue.db"
    demonstration = values["mode"] is Mode.DEMONSTRATION
    if not values["public_address"] and not demonstration:
        raise BadSettings("Production needs NOMINATIONS_PUBLIC_ADDRESS, for instance https://award.example.org.")
    address = values["public_address"].rstrip("/") or f"http://{values['host']}:{values['port']}"
    values["public_address"] = address
    if not (name := urlsplit(address).hostname):
        raise BadSettings("NOMINATIONS_PUBLIC_ADDRESS is an address like https://award.example.org.")
    if not demonstration and not address.startswith("https://"):
        raise BadSettings("In production NOMINATIONS_PUBLIC_ADDRESS begins with https://.")
    own = (name, "localhost", "127.0.0.1", "[::1]") if demonstration else (name,)
    values["trusted_hosts"] = values["trusted_hosts"] or tuple(dict.fromkeys(own))


def _fill_secrets(values: dict[str, Any]) -> None:
    if values["mode"] is Mode.DEMONSTRATION and not values["secret_key"]:
        values["secret_key"] = _own_secret(values["data"] / "secret.key")
    needed = {
        "secret_key": True,
        "smtp_password": bool(values["smtp_user"]),
        "s3_access_key": values["files_url"].startswith("s3://"),
        "s3_secret_key": values["files_url"].startswith("s3://"),
    }
    if missing := [_variable(key) for key in SECRETS if needed[key] and not values[key]]:
        raise BadSettings(f"The environment must hold {', '.join(missing)}.")
    if len(values["secret_key"]) < 32:
        raise BadSettings("NOMINATIONS_SECRET_KEY has at least 32 characters.")


def keep_address(settings: Settings) -> None:
    """Keep where this data folder is served, so that papers made by another process lead there."""
    draft = settings.data / f".{_ADDRESS_FILE}.{os.getpid()}"
    draft.write_text(settings.public_address, "utf-8")
    draft.replace(settings.data / _ADDRESS_FILE)


def _kept_address(folder: Path) -> str:
    """Where the folder was served last; empty where it never was."""
    try:
        return (folder / _ADDRESS_FILE).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


def _own_secret(path: Path) -> str:
    """The secret in `path`, made by the process that is first: linking a finished file is all or nothing."""
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text("ascii").strip()


def _variable(key: str) -> str:
    return _PREFIX + key.upper()


KEYS = tuple(one.name for one in fields(Settings))
