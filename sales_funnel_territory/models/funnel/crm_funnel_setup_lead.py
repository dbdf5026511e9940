from odoo import fields, models


class CrmFunnelSetupLead(models.Model):
    """A lead as it was before a set-up was applied, to put it back; written in bulk by SQL."""

    _name = "crm.funnel.setup.lead"
    _description = "Lead Before a Funnel Set-Up"
    _log_access = False

    setup_id = fields.Many2one("crm.funnel.setup", required=True, readonly=True, ondelete="cascade")
    lead_id = fields.Many2one(
        "crm.lead", required=True, readonly=True, index=True, ondelete="cascade"
    )
    stage_before = fields.Integer(readonly=True, help="Id of the stage before.")
    stage_after = fields.Integer(readonly=True, help="Id of the stage after.")
    probability = fields.Float(readonly=True)
    automated_probability = fields.Float(readonly=True)
    probability_after = fields.Float(readonly=True)
    expected_revenue = fields.Float(digits=(16, 2), readonly=True)
    recurring_revenue = fields.Float(digits=(16, 2), readonly=True)
    recurring_revenue_monthly = fields.Float(digits=(16, 2), readonly=True)
    prorated_revenue = fields.Float(digits=(16, 2), readonly=True)
    recurring_revenue_prorated = fields.Float(digits=(16, 2), readonly=True)
    recurring_revenue_monthly_prorated = fields.Float(digits=(16, 2), readonly=True)
    was_open = fields.Boolean(readonly=True)
    is_merged = fields.Boolean(
        readonly=True, help="Other leads were merged into this one after the set-up."
    )

    _lead_once = models.UniqueIndex("(setup_id, lead_id)", "A set-up keeps a lead once.")
