from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmCallReportDeal(models.Model):
    """What a report says of an opportunity: amount, date, stage, answers, criteria that are met.

    A row without an opportunity is a new one that came up.
    """

    _name = "crm.call.report.deal"
    _inherit = "crm.call.report.heard"
    _description = "Opportunity in a Call Report"
    _order = "report_id, sequence, id"
    _named_records = ("lead_id",)

    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('type', '=', 'opportunity'), "
        "('partner_id.commercial_partner_id', '=', customer_id)]",
        help="Empty: a new opportunity, with the name beside.",
    )
    name = fields.Char("New Opportunity", help="What the customer wants, where it is new.")
    expected_revenue = fields.Monetary(
        "New Amount", currency_field="currency_id", help="0: as before."
    )
    currency_id = fields.Many2one(related="report_id.company_id.currency_id")
    date_deadline = fields.Date("New Closing Date", help="Empty: as before.")
    stage_id = fields.Many2one(
        "crm.stage",
        string="Moves To",
        ondelete="set null",
        domain="['|', ('team_ids', '=', False), ('team_ids', 'in', lead_team_id)]",
        help="The stage that the opportunity has earned. Its exit criteria hold.",
    )
    lead_team_id = fields.Many2one(related="lead_id.team_id", string="Sales Team")
    scorecard_id = fields.Many2one(related="lead_id.scorecard_id")
    gate_ids = fields.Many2many(
        "crm.stage.gate",
        "crm_call_report_deal_gate_rel",
        string="Exit Criteria Met",
        domain="[('id', 'in', open_gate_ids)]",
        help="Criteria of its stage that are met now; this report is the evidence.",
    )
    open_gate_ids = fields.Many2many("crm.stage.gate", compute="_compute_open_gate_ids")
    demanded_gate_ids = fields.Many2many("crm.stage.gate", compute="_compute_open_gate_ids")
    evidence = fields.Text(help="What shows that the criteria are met, besides this report.")
    waiver_gate_ids = fields.Many2many(
        "crm.stage.gate",
        "crm_call_report_deal_waiver_rel",
        string="Waivers Asked",
        domain="[('id', 'in', demanded_gate_ids)]",
        help="Criteria of its stage that need not hold here; a leader decides it.",
    )
    waiver_reason = fields.Text("Reason for the Waiver", help="What whoever decides must know.")
    answer_ids = fields.One2many("crm.call.report.answer", "deal_id", string="Answers")

    _once = models.Constraint(
        "UNIQUE(report_id, lead_id)", "An opportunity stands once in a call report."
    )

    @api.depends("lead_id", "name")
    def _compute_display_name(self):
        for deal in self:
            # sudo: the name, as many2one fields show it
            deal.display_name = deal.lead_id.sudo().name or deal.name or ""

    @api.depends("lead_id.stage_id", "lead_id.team_id")
    def _compute_open_gate_ids(self):
        # sudo: criteria hold for everybody; a report on a colleague's lead stays legible
        deals = self.sudo()
        demanded = deals.lead_id._get_gates_here()
        nothing = deals.env["crm.stage.gate"]
        for deal in deals:
            gates = demanded.get(deal.lead_id._origin, nothing)
            stated = deal.lead_id.gate_statement_ids.gate_id
            wanted = gates.filtered(lambda gate: gate.kind == "statement")
            deal.open_gate_ids = (wanted - stated).ids
            deal.demanded_gate_ids = (gates - stated).ids

    @api.constrains("lead_id", "name")
    def _check_named(self):
        for deal in self:
            if not deal.lead_id and not (deal.name or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(report)s: choose an opportunity, or name the new one.",
                        report=deal.report_id.display_name,
                    )
                )

    @api.constrains("waiver_gate_ids", "waiver_reason")
    def _check_waiver_reason(self):
        for deal in self:
            if deal.waiver_gate_ids and not (deal.waiver_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(opportunity)s: say why the criteria need not hold; whoever decides "
                        "needs a reason.",
                        opportunity=deal.display_name,
                    )
                )

    def _move_to(self, lead):
        """Follow a merge of leads; of two rows of a report the one of the head stays."""
        for same in (self | self.search([("lead_id", "=", lead.id)])).grouped("report_id").values():
            rows = same.sorted(lambda row: row.lead_id != lead)
            rows[1:].answer_ids._bring_to(rows[0])
            rows[1:].unlink()
            if rows[0].lead_id != lead:
                rows[0].lead_id = lead
