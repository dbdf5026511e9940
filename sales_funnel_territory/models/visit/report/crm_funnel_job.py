from odoo import models


class CrmFunnelJob(models.Model):
    """The job of call reports: reminders, items that were not done in time."""

    _inherit = "crm.funnel.job"

    def _job_call_reports(self):
        # sudo: everybody's, by a job
        writers, leaders = self.env["crm.call.report"].sudo()._remind_of_due()
        late = self.env["crm.call.report.action"].sudo()._count_late()
        if not (writers or leaders or late):
            return self.env._("No call report has become due, no action item late.")
        return self.env._(
            "Reminded of call reports: %(writers)s writers, %(leaders)s leaders; action items "
            "that were not done in time: %(late)s.",
            writers=writers,
            leaders=leaders,
            late=late,
        )
