from odoo import api, fields, models
from odoo.tools import format_date


class CrmCallReportChangeKindNextVisit(models.AbstractModel):
    """The next visit, proposed for the day that was agreed.

    Suggested where a next visit was asked for; the day of the next step is only offered.
    """

    _name = "crm.call.report.change.kind.next_visit"
    _inherit = "crm.call.report.change.made"
    _description = "Change by a Call Report: Next Visit"
    _kind_sequence = 90
    _kind_icon = "fa-calendar-plus-o"
    _made_model = "crm.visit"
    _made_text = "purpose"

    @api.model
    def _get_label(self):
        return self.env._("Next Visit")

    @api.model
    def _find_labels(self, changes):
        return dict.fromkeys(changes, self._get_label())

    @api.model
    def _offer(self, report):
        day = report.next_visit_on or report.next_step_date
        if not day or day < fields.Date.context_today(report):
            return []
        after = {
            "partner_id": report.partner_id.id,
            "user_id": report.user_id.id,
            "company_id": report.company_id.id,
            "window_from": fields.Date.to_string(day),
            "window_to": fields.Date.to_string(day),
            "purpose": report.next_step or False,
        }
        return [
            self._prepare_change(
                report.partner_id,
                self._get_label(),
                {},
                after,
                after_text=self._tell_visit(after),
                is_suggested=bool(report.next_visit_on),
            )
        ]

    @api.model
    def _tell_visit(self, after):
        day = format_date(self.env, after["window_from"])
        return " \u2013 ".join(filter(None, (day, after["purpose"])))

    @api.model
    def _find_words(self, changes, side):
        told = super()._find_words(changes, side)
        proposed = changes.filtered(lambda change: side == "after" and change.after)
        return told | {change: self._tell_visit(change.after) for change in proposed}

    @api.model
    def _prepare_made(self, change):
        report = change.report_id
        return {
            **change.after,
            "contact_ids": [fields.Command.set(report.contact_ids.ids)],
            "opportunity_ids": [fields.Command.set(report._get_leads().ids)],
        }

    @api.model
    def _get_compared(self, change):
        return ("state", "start", "window_from", "window_to", "user_id", "partner_id", "purpose")
