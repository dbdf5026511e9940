from . import models, report, wizard
from .hooks import post_init_hook, uninstall_hook

__all__ = ["models", "post_init_hook", "report", "uninstall_hook", "wizard"]
