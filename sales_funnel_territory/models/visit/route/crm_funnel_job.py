import logging

from odoo import models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import split_every

_logger = logging.getLogger(__name__)
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
        bad = routes.browse()
        for ids in split_every(_BATCH, routes.ids):
            bad += self._sync_routes(routes.browse(ids))
            self.env.invalidate_all()
        words = self.env._(
            "%(routes)s fixed routes looked through, %(visits)s visits planned anew.",
            routes=len(routes),
            visits=max(0, Visit.search_count(ours) - before),
        )
        if not bad:
            return words
        names = ", ".join(bad.mapped("display_name"))
        return f"{words} {self.env._('Left as they are: %(routes)s. See the log.', routes=names)}"

    def _sync_routes(self, routes):
        """Bring visits to what their routes say; one that goes wrong keeps no other waiting.

        :return: the routes that went wrong
        """
        bad = routes.browse()
        for route in routes:
            try:
                with self.env.cr.savepoint():
                    route._sync_visits()
                    self.env.flush_all()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                raise
            except Exception:
                _logger.exception("visits of the fixed route %s cannot be planned", route.id)
                self.env.invalidate_all(flush=False)
                bad += route
        return bad
