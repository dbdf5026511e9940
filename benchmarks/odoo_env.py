"""Odoo environments for scripts: databases of dev/, opened in this process."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import odoo.sql_db  # noqa: E402
from odoo import api  # noqa: E402
from odoo.modules.registry import Registry  # noqa: E402
from odoo.tools import config as odoo_config  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ROOT", "close", "environment", "start"]


def start(log_level: str = "warn") -> None:
    """Read the configuration that dev/ wrote; nothing is served and no job runs."""
    words = ["-c", os.environ["ODOO_RC"], f"--log-level={log_level}", "--no-http"]
    odoo_config.parse_config(words, setup_logging=True)


@contextmanager
def environment(database: str, login: str = "admin") -> Iterator[api.Environment]:
    """Open a database as one of its users; the caller commits, leaving rolls back."""
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        user = env["res.users"].search([("login", "=", login)])
        yield env(user=user.id, context={"lang": "en_US", "tz": user.tz or "UTC"})
        cr.rollback()


def close() -> None:
    """Forget every open database: one that is copied or dropped must have no connection."""
    for name in list(Registry.registries):
        Registry.delete(name)
    odoo.sql_db.close_all()
