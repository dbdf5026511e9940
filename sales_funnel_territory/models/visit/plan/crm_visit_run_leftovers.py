import time

from odoo import api, models

from ....planning.visits.run import runner

# Younger ones may belong to a search whose row is not committed yet.
_AGE_SECONDS = 3600


class CrmVisitRun(models.Model):
    """Files of searches that nobody follows: the server was killed, or one ended late."""

    _inherit = "crm.visit.run"

    @api.model
    def _clear_leftovers(self):
        """Remove the files of searches that are over, or have no row; return how many."""
        root = self._get_root()
        if not root.is_dir():
            return 0
        before = time.time() - _AGE_SECONDS
        old = [one for one in root.iterdir() if one.is_dir() and one.stat().st_mtime < before]
        names = {str(run.id) for run in self.search([("state", "=", "running")])}
        left = [one for one in old if one.name not in names and not runner.is_running(one)]
        return sum(self._clear_leftover(folder) for folder in left)

    @api.model
    def _clear_leftover(self, folder):
        try:
            runner.clear(folder)
        except (OSError, runner.RunnerError):
            return False  # somebody else removes it, or it is not ours to remove
        return not folder.exists()
