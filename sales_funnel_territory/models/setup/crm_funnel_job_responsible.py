from odoo import models


class CrmFunnelJob(models.Model):
    """The nightly job also finds main responsibles that were changed behind Odoo's back."""

    _inherit = "crm.funnel.job"

    def _job_customers(self):
        result = super()._job_customers()
        count = self.env["crm.customer.responsible"]._record()
        if not count:
            return result
        return self.env._(
            "%(result)s Main responsibles found changed: %(count)s.", result=result, count=count
        )
