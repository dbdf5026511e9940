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
        if count and noted:
            told = self.env.context.get("handover_id") or []
            handover = self.env["crm.handover"].browse(told).exists()
            # whoever may not hand over only says so
            if handover and handover.has_access("write"):
                handover._mark_rows(handover.id, noted)
        return count
