from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from psycopg2.errors import UniqueViolation

from .crm_call_report import MESSAGE_PARTS

# what a report takes over from its visit
_TAKEN = ("partner_id", "user_id", "company_id", "purpose")
_TAKEN_MANY = ("contact_ids", "companion_ids", "opportunity_ids")


class CrmCallReport(models.Model):
    """The report on a visit: one, prepared from it, with the times of check-in and check-out."""

    _inherit = "crm.call.report"

    @api.model
    def _prepare_for_visit(self, visits):
        """Return the reports of visits, prepared anew where there is none yet.

        :raises UserError: for a visit without a customer
        """
        # sudo: one a visit, also a report that its reader may not see
        known = self.sudo().with_context(active_test=False)
        present = known.search([("visit_id", "in", visits.ids)])
        missing = visits - present.visit_id
        values = [self._prepare_visit_report(visit) for visit in missing]
        try:
            made = self.create(values)
        except UniqueViolation as error:
            # opened twice at once: Odoo begins this request again, which finds the other's
            raise ConcurrencyError(str(error)) from error
        return self.browse((present | made).ids)

    @api.model
    def _prepare_visit_report(self, visit):
        if not visit.partner_id:
            raise UserError(
                self.env._(
                    "“%(visit)s” has no customer to report on: choose one first.",
                    visit=visit.display_name,
                )
            )
        values = {name: visit._fields[name].convert_to_write(visit[name], visit) for name in _TAKEN}
        for name in _TAKEN_MANY:
            # what the writer may not read, he does not report on
            values[name] = [fields.Command.set(visit[name]._filtered_access("read").ids)]
        return values | {"kind": "visit", "visit_id": visit.id, **visit._get_report_times()}

    def action_open_visit(self):
        """Open the visit that this report is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.visit",
            "res_id": self.visit_id.id,
            "views": [(False, "form")],
        }

    def _is_written(self):
        """Tell whether something of what was said stands in it already."""
        self.ensure_one()
        told = (*(f"message_{part}" for part in MESSAGE_PARTS), "reaction", "risk", "next_step")
        return any(self[name] for name in told) or bool(self.action_ids)

    def _get_differences(self, values):
        """Return those values that the report does not have yet."""
        self.ensure_one()
        return {
            name: value
            for name, value in values.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }

    def _submit(self):
        """Submitting a report says that its visit was done."""
        result = super()._submit()
        open_visits = self.visit_id.filtered(
            lambda visit: visit.state in ("planned", "confirmed", "under_way")
        )
        under_way = open_visits.filtered(lambda visit: visit.state == "under_way")
        for visit in under_way:
            visit.action_check_out()
        for report in self.filtered(lambda one: one.visit_id in open_visits - under_way):
            report.visit_id._turn("done")
        return result
