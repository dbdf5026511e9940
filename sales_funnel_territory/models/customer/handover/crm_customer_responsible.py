from odoo import fields, models


class CrmCustomerResponsible(models.Model):
    """A change of the main responsible may be part of a hand-over of everything."""

    _inherit = "crm.customer.responsible"

    handover_id = fields.Many2one(
        "crm.handover",
        string="Hand-over",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="sales_funnel_territory.group_team_leader",
    )

    def _open_rows(self, scope, noted):
        count = super()._open_rows(scope, noted)
        handover_id = self.env.context.get("handover_id")
        if count and handover_id and noted:
            self.env["crm.handover"]._mark_rows(handover_id, noted)
        return count
