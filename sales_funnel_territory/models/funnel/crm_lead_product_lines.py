from odoo import api, fields, models


class CrmLead(models.Model):
    """Expected revenue from product lines, where the team says so."""

    _inherit = "crm.lead"

    line_ids = fields.One2many("crm.lead.line", "lead_id", string="Products", copy=True)
    use_product_lines = fields.Boolean(related="team_id.use_product_lines")
    is_revenue_from_lines = fields.Boolean(
        compute="_compute_is_revenue_from_lines",
        help="The expected revenue is the sum of the product lines.",
    )
    expected_revenue = fields.Monetary(
        compute="_compute_expected_revenue", store=True, readonly=False
    )

    @api.depends("team_id", "line_ids")
    def _compute_is_revenue_from_lines(self):
        followers = self._filter_revenue_from_lines()
        for lead in self:
            lead.is_revenue_from_lines = lead in followers

    @api.depends("line_ids.amount")
    def _compute_expected_revenue(self):
        followers = self._filter_revenue_from_lines()
        for lead in self:
            if lead in followers:
                lead.expected_revenue = sum(lead.line_ids.mapped("amount"))
            else:
                lead.expected_revenue = lead.expected_revenue

    def _filter_revenue_from_lines(self):
        """Return the leads whose expected revenue is the sum of their lines; none without any."""
        team_ids = self.env["crm.team"]._teams_with_revenue_from_lines()
        if not team_ids:
            return self.browse()
        return self.filtered(lambda lead: lead.team_id._origin.id in team_ids and lead.line_ids)

    @api.onchange("team_id")
    def _onchange_team_id_product_lines(self):
        self._compute_expected_revenue()

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        if any(vals.get("line_ids") for vals in vals_list):
            leads._follow_lines()
        return leads

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(("expected_revenue", "team_id", "user_id", "line_ids")):
            self._follow_lines()
        return result

    def _follow_lines(self):
        """Compute the expected revenue of these leads again, where it comes from their lines."""
        if self and self.env["crm.team"]._teams_with_revenue_from_lines():
            self.env.add_to_compute(self._fields["expected_revenue"], self)

    @api.model
    def _get_merged_models(self):
        return [*super()._get_merged_models(), "crm.lead.line"]

    def _merge_own_rows(self, opportunities):
        result = super()._merge_own_rows(opportunities)
        (self | opportunities).line_ids._move_to(self)
        return result
