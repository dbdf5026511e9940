from odoo import models


class CrmFunnelJob(models.Model):
    """What the jobs of the customer base do for profiles."""

    _inherit = "crm.funnel.job"

    def _job_customers(self):
        """Measure profiles anew: parts become too old, other apps fill fields."""
        told = super()._job_customers()
        Status = self.env["crm.customer.status"]
        changed = Status._refresh_profiles()
        closed = Status._close_profile_requests()
        if not (changed or closed):
            return told
        more = self.env._(
            "Profiles measured anew: %(changed)s; to-dos closed: %(closed)s.",
            changed=changed,
            closed=closed,
        )
        return f"{told} {more}"

    def _job_meetings(self):
        """Ask for the update of profiles after visits, meetings and reports."""
        told = super()._job_meetings()
        asked = self.env["crm.customer.status"]._ask_for_profiles()
        if not asked:
            return told
        more = self.env._("Asked for the update of %(count)s customer profiles.", count=asked)
        return f"{told} {more}"
