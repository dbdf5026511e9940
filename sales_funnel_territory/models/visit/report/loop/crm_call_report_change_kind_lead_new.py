from odoo import api, fields, models
from odoo.tools import format_amount

_COMPARED = ("name", "expected_revenue", "date_deadline", "stage_id", "active")


class CrmCallReportChangeKindLeadNew(models.AbstractModel):
    """A new opportunity that came up; put back, it is archived."""

    _name = "crm.call.report.change.kind.lead_new"
    _inherit = "crm.call.report.change.made"
    _description = "Change by a Call Report: New Opportunity"
    _kind_sequence = 80
    _kind_icon = "fa-plus-circle"
    _made_model = "crm.lead"
    _made_text = "name"

    @api.model
    def _get_label(self):
        return self.env._("New Opportunity")

    @api.model
    def _find_labels(self, changes):
        return dict.fromkeys(changes, self._get_label())

    @api.model
    def _offer(self, report):
        return [
            self._prepare_lead(report, deal)
            for deal in report.deal_ids.filtered(lambda deal: not deal.lead_id)
        ]

    @api.model
    def _prepare_lead(self, report, deal):
        after = {
            "name": deal.name,
            "type": "opportunity",
            "partner_id": report.partner_id.id,
            "user_id": report.user_id.id,
            "company_id": report.company_id.id,
            "expected_revenue": deal.expected_revenue,
            "date_deadline": fields.Date.to_string(deal.date_deadline) or False,
        }
        told = self._tell_lead(after, deal.currency_id)
        return self._prepare_change(
            report.partner_id, self._get_label(), {}, after, after_text=told
        )

    @api.model
    def _tell_lead(self, after, currency):
        amount = after["expected_revenue"]
        told = amount and format_amount(self.env, amount, currency)
        return " \u2013 ".join(filter(None, (after["name"], told)))

    @api.model
    def _find_words(self, changes, side):
        told = super()._find_words(changes, side)
        for change in changes.filtered(lambda change: side == "after" and change.after):
            # sudo: the currency of the report's company
            currency = change.sudo().company_id.currency_id
            told[change] = self._tell_lead(change.after, currency)
        return told

    @api.model
    def _apply(self, changes):
        # in the first stage: what it must have earned for others, it has not
        landing = self.with_context(gate_landing="first")
        return super(CrmCallReportChangeKindLeadNew, landing)._apply(changes)

    @api.model
    def _get_compared(self, change):
        return _COMPARED

    @api.model
    def _undo(self, changes):
        self.env["crm.lead"].browse(changes.mapped("made_id")).write({"active": False})
