from odoo import models


class CrmFunnelJob(models.Model):
    """The jobs of the territories."""

    _inherit = "crm.funnel.job"

    def _job_territories(self):
        """Bring owners to today's; place whom a change nobody noticed has put elsewhere."""
        Territory = self.env["crm.territory"]
        owners = Territory._refresh_owners()
        if Territory._has_pending():
            moves = Territory._settle(None, Territory._keep_places)
            waiting = self.env._(" Changed rules wait for being applied.")
        else:
            moves, waiting = Territory._reassign(), ""
        people = Territory._settle_people()
        told = self.env._(
            "Territories checked: %(owners)s new owners, %(moves)s customers moved, %(people)s "
            "people followed. Without territory: %(nowhere)s; claimed by several zones: "
            "%(claimed)s.",
            owners=len(owners),
            moves=len(moves),
            people=people,
            **Territory._count_exceptions(),
        )
        return told + waiting

    def _job_territory_runs(self):
        """Work on the run that somebody has applied; whose day has begun is owner from now on.

        The night's check is at one hour of UTC: in the Americas the day has hours to go then.
        """
        run = self.env["crm.territory.run"]._work_next()
        self.env["crm.territory"]._refresh_owners()
        if not run:
            return self.env._("No run waits.")
        return self.env._(
            "%(done)s of %(total)s customers moved.", done=run.done_count, total=run.total
        )
