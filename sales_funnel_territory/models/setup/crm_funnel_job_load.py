from odoo import models
from odoo.tools import SQL


class CrmFunnelJob(models.Model):
    """The job that counts what territories and people carry."""

    _inherit = "crm.funnel.job"

    def _job_territory_figures(self):
        """Count workload, capacity and money of all territories."""
        # until the commit: compiling (jit), and sorting on disk, take longer than the work
        self.env.cr.execute(SQL("SET LOCAL jit = off; SET LOCAL work_mem = '128MB'"))
        count = self.env["crm.territory.load"]._refresh()
        self.env["crm.territory.figures"]._refresh()
        over = self.env["crm.territory.load"].search_count(
            [("load_state", "=", "over"), ("is_zone", "=", True)]
        )
        return self.env._(
            "Figures of %(count)s territories counted; %(over)s zones have more work than hours.",
            count=count,
            over=over,
        )
