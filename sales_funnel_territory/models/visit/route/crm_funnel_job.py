from odoo import models
from odoo.tools import split_every

_BATCH = 50


class CrmFunnelJob(models.Model):
    """The job that plans the visits of fixed routes ahead."""

    _inherit = "crm.funnel.job"

    def _job_route_visits(self):
        """Plan the visits of all fixed routes for the coming weeks."""
        Visit = self.env["crm.visit"].with_context(active_test=False)
        ours = [("route_day", "!=", False)]
        before = Visit.search_count(ours)
        routes = self.env["crm.route"].search([("is_planned", "=", True)])
        for ids in split_every(_BATCH, routes.ids):
            routes.browse(ids)._sync_visits()
            self.env.flush_all()
            self.env.invalidate_all()
        return self.env._(
            "%(routes)s fixed routes looked through, %(visits)s visits planned anew.",
            routes=len(routes),
            visits=max(0, Visit.search_count(ours) - before),
        )
