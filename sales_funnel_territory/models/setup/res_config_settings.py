from odoo import api, fields, models

SUBJECTS = ("funnel", "customer", "territory", "forecast")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    probability_source = fields.Selection(
        related="company_id.probability_source",
        readonly=False,
        required=True,
        string="Probability without a Team",
    )
    scorecard_id = fields.Many2one(related="company_id.scorecard_id", readonly=False)
    weekly_close_weekday = fields.Selection(
        related="company_id.weekly_close_weekday", readonly=False, required=True
    )
    group_subject_funnel = fields.Boolean(
        "Funnel", implied_group="sales_funnel_territory.group_subject_funnel"
    )
    group_subject_customer = fields.Boolean(
        "Customers", implied_group="sales_funnel_territory.group_subject_customer"
    )
    group_subject_territory = fields.Boolean(
        "Territories", implied_group="sales_funnel_territory.group_subject_territory"
    )
    group_subject_visit = fields.Boolean(
        "Visits", implied_group="sales_funnel_territory.group_subject_visit"
    )
    group_subject_forecast = fields.Boolean(
        "Forecast", implied_group="sales_funnel_territory.group_subject_forecast"
    )
    stale_weighted_count = fields.Integer(
        "Stale Weighted Amounts", compute="_compute_stale_weighted_count"
    )
    is_weighted_repair_accepted = fields.Boolean(compute="_compute_stale_weighted_count")

    @api.depends_context("uid")
    def _compute_stale_weighted_count(self):
        """Count while the offer stands; afterwards the job does, and this page opens at once."""
        Lead = self.env["crm.lead"]
        accepted = Lead._is_weighted_repair_accepted()
        for settings in self:
            settings.is_weighted_repair_accepted = accepted
            settings.stale_weighted_count = 0 if accepted else Lead._count_stale_weighted()

    def set_values(self):
        before = self.default_get([f"group_subject_{subject}" for subject in SUBJECTS])
        result = super().set_values()
        for subject in SUBJECTS:
            name = f"group_subject_{subject}"
            if self[name] != before[name]:
                self.env["crm.funnel.job"]._switch_subject(subject, self[name])
        return result

    def action_repair_weighted(self):
        return self.env["crm.funnel.checklist"].open_step("weighted")

    def action_open_funnel_setup(self):
        return self.env["crm.stage"]._get_funnel_setup_action()
