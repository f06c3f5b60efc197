"""The one reader of the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the environment says; every value has a working default.

    Attributes:
        data: Folder for the database, the files and the signing key (``KADFLOW_DATA``).
        database_url: ``postgresql://...`` instead of the SQLite file in the data folder
            (``KADFLOW_DATABASE_URL``).
        owner_url: The same database as the role that owns its tables, used by ``kadflow init``
            only (``KADFLOW_OWNER_URL``).
        smtp_url: Where mail is handed over, ``smtp://user:password@host:587`` with STARTTLS or
            ``smtps://host``; without it nothing is mailed (``KADFLOW_SMTP_URL``).
        mail_from: ``Name <address>`` that mail comes from (``KADFLOW_MAIL_FROM``).
        public_url: Address of the pages of Kadflow, for the links in messages; without it they
            have none (``KADFLOW_PUBLIC_URL``).
        webhooks_inside: Whether webhooks may call addresses of the own network, and without TLS
            (``KADFLOW_WEBHOOKS_INSIDE``).
    """

    model_config = SettingsConfigDict(env_prefix="KADFLOW_", extra="ignore")

    data: Path = Field(default=Path("kadflow-data"))
    database_url: str | None = None
    owner_url: str | None = None
    smtp_url: str | None = Field(default=None, repr=False)
    mail_from: str | None = None
    public_url: str = ""
    webhooks_inside: bool = False
