from odoo import api, fields, models

from .crm_call_report import MESSAGE_PARTS, OPEN_STATES


class CrmCallReport(models.Model):
    """What a report starts with: the template of its kind and of the customer's industry."""

    _inherit = "crm.call.report"

    template_id = fields.Many2one(
        compute="_compute_template_id", store=True, readonly=False, precompute=True
    )
    open_parts = fields.Char(
        compute="_compute_open_parts", help="Parts of the message that are asked for, or told."
    )
    is_all_parts = fields.Boolean(
        "All Parts", store=False, help="Show the parts of the message that are not asked for, too."
    )
    purpose_hint = fields.Char(compute="_compute_purpose_hint")
    hint_product = fields.Char(related="template_id.hint_product", string="Hint: Product")
    hint_budget = fields.Char(related="template_id.hint_budget", string="Hint: Budget")
    hint_organisation = fields.Char(
        related="template_id.hint_organisation", string="Hint: Organisation"
    )
    hint_decision = fields.Char(related="template_id.hint_decision", string="Hint: Decision Model")
    hint_competitors = fields.Char(
        related="template_id.hint_competitors", string="Hint: Competitors"
    )
    hint_needs = fields.Char(related="template_id.hint_needs", string="Hint: Needs")

    @api.depends("kind", "partner_id")
    def _compute_template_id(self):
        Template = self.env["crm.call.report.template"]
        found = {}
        for report in self:
            # sudo: the industry of a customer that may be out of view
            industry = report.partner_id.sudo().commercial_partner_id.industry_id
            key = (report.kind, industry)
            if key not in found:
                found[key] = Template._find_for(*key)
            if report.state in OPEN_STATES or not report.state:
                report.template_id = found[key]

    @api.depends("template_id", "state", *(f"message_{part}" for part in MESSAGE_PARTS))
    def _compute_open_parts(self):
        for report in self:
            asked = report._get_asked_parts()
            told = [part for part in MESSAGE_PARTS if report[f"message_{part}"]]
            report.open_parts = ",".join(part for part in MESSAGE_PARTS if part in {*asked, *told})

    def _get_asked_parts(self):
        """Return the parts that stand open although nothing is in them: none once submitted."""
        self.ensure_one()
        if self.state not in (*OPEN_STATES, False):
            return ()
        return self.template_id._get_open_parts() if self.template_id else MESSAGE_PARTS

    @api.depends("template_id")
    def _compute_purpose_hint(self):
        for report in self:
            purposes = report.template_id._get_purposes() if report.template_id else []
            report.purpose_hint = purposes and self.env._("e.g. %(purpose)s", purpose=purposes[0])

    @api.onchange("template_id")
    def _onchange_template_id(self):
        """Propose the objectives of the template, unless there are some."""
        if not self.objective_ids and self.state == "prepared":
            self.objective_ids = self._prepare_objectives()

    def _prepare_objectives(self):
        return [
            fields.Command.create({"name": one.name, "wanted": one.wanted})
            for one in self.template_id.objective_ids
        ]

    @api.model
    def _prepare_for_visit(self, visits):
        reports = super()._prepare_for_visit(visits)
        # sudo: reports just made of visits that the user may report on
        for report in reports.sudo().filtered(lambda one: one.state == "prepared"):
            if not report.objective_ids and report.template_id.objective_ids:
                report.objective_ids = report._prepare_objectives()
        return reports
