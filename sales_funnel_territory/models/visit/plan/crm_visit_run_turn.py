import os

from odoo import api, fields, models

from ....planning.visits.run import runner

PARAMETER = "sales_funnel_territory.most_searches"


class CrmVisitRun(models.Model):
    """On a Friday everybody plans: so many searches at once, the others wait for their turn."""

    _inherit = "crm.visit.run"

    is_waiting = fields.Boolean(
        "Waits for Its Turn", help="Other searches take the processors: it starts by itself."
    )

    def _launch(self, problem, limits):
        if self._has_room():
            super()._launch(problem, limits)
        else:
            self.is_waiting = True
            runner.prepare(self._get_folder(), problem, limits, self.seed)

    def _follow_one(self):
        if self.is_waiting and not self._take_turn():
            return None
        return super()._follow_one()

    def _end(self, found):
        super()._end(found)
        self._find_next().try_lock_for_update()._take_turn()

    def _cancel(self):
        """One that has not begun has nothing to apply."""
        waiting = self.filtered(lambda one: one.is_waiting and one.state == "running")
        super(CrmVisitRun, self - waiting)._cancel()
        waiting.write({"state": "cancelled", "stopped": "cancelled", "is_waiting": False})
        for run in waiting:
            run._clear_folder()

    # ------------------------------------------------------------------ whose turn it is

    def _take_turn(self):
        """Start a search that waits, if it is the first one and there is room; tell whether."""
        if not self or self != self._find_next() or not self._has_room():
            return False
        self.is_waiting = False
        if not runner.is_running(self._get_folder()):
            self._resume()
        return self.state == "running"

    @api.model
    def _find_next(self):
        return self.search([("state", "=", "running"), ("is_waiting", "=", True)], order="id")[:1]

    @api.model
    def _has_room(self):
        """Tell whether another search may start: processes are counted, not what rows say."""
        return self._count_at_work() < self._get_most_at_once()

    @api.model
    def _count_at_work(self):
        root = self._get_root()
        folders = root.iterdir() if root.is_dir() else ()
        return sum(runner.is_running(folder) for folder in folders)

    @api.model
    def _get_most_at_once(self):
        """Return how many searches may be at work: one for each processor, unless said."""
        # sudo: a number of the server's, that everybody's plan obeys
        said = self.env["ir.config_parameter"].sudo().get_param(PARAMETER) or ""
        return max(1, int(said)) if said.isdecimal() else os.cpu_count() or 1
