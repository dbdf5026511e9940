from odoo import models


class CrmStageApproval(models.Model):
    """A leader's or manager's yes, where a criterion asks for it."""

    _name = "crm.stage.approval"
    _inherit = ["crm.gate.request"]
    _description = "Approval of an Opportunity"

    def _get_activity_summary(self):
        return self.env._("Approval asked: %(request)s", request=self.display_name)
