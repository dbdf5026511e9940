from html import escape

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...customer.privacy.crm_personal_data import _pattern

REPORT = "crm.call.report"
PARTS = ("crm.call.report.objective", "crm.call.report.action", "crm.call.report.addition")


class CrmPersonalData(models.AbstractModel):
    """Reports on contacts with a person; names in their texts are reached as in all others.

    So are the words by which a report is found, the copies of it that colleagues were sent, and
    the activities of its items.
    """

    _inherit = "crm.personal.data"

    @api.model
    def _find_ours(self, partner_ids, user_ids, name):
        found = super()._find_ours(partner_ids, user_ids, name)
        people = list(partner_ids)
        met = self.env[REPORT].search([("contact_ids", "in", people)])
        agreed = self.env["crm.call.report.action"].search([("contact_id", "in", people)])
        for model, records in ((REPORT, met), ("crm.call.report.action", agreed)):
            found[model] = [*found.get(model, []), *records.ids]
        return found

    @api.model
    def _get_texts(self):
        texts = super()._get_texts()
        # gathered from the others
        return texts | {REPORT: [name for name in texts[REPORT] if name != "words"]}

    @api.model
    def _erase_person(self, partner_ids, user_ids, name):
        if not (name or "").strip():
            return super()._erase_person(partner_ids, user_ids, name)
        # sudo: rows of all companies; the caller has checked who may erase
        erasing = self.sudo()
        reports = erasing._find_reports_naming(partner_ids, name)
        messages = erasing._find_copies_naming(partner_ids, name)
        activities = erasing._find_activities_naming(partner_ids, name)
        count = super()._erase_person(partner_ids, user_ids, name)
        erasing._erase_in_rows(messages, ("body", "subject"), name)
        erasing._erase_in_rows(activities, ("summary",), name)
        erasing.env.add_to_compute(reports._fields["words"], reports)
        return count + len(messages) + len(activities)

    @api.model
    def _find_reports_naming(self, partner_ids, name):
        """Return reports that have the name in a text of theirs."""
        texts = self._get_texts()
        reports = self._find_notes(REPORT, texts[REPORT], partner_ids, name)
        for model in PARTS:
            reports |= self._find_notes(model, texts[model], partner_ids, name).report_id
        return reports

    @api.model
    def _find_copies_naming(self, partner_ids, name):
        """Return messages about reports that have the name."""
        texts = (("body", name), ("body", _in_markup(name)), ("subject", name))
        named = Domain.OR(Domain(column, "ilike", text) for column, text in texts)
        about = Domain("model", "=", REPORT) & named
        if " " not in name:
            family = self._get_family_domain(REPORT, partner_ids)
            reports = self.env[REPORT].with_context(active_test=False).search(family)
            about &= Domain("res_id", "in", reports.ids)
        return self.env["mail.message"].search(about)

    @api.model
    def _find_activities_naming(self, partner_ids, name):
        """Return activities of action items that have the name."""
        about = Domain("summary", "ilike", name) & Domain("report_action_id", "!=", False)
        if " " not in name:
            family = self._get_family_domain("crm.call.report.action", partner_ids)
            about &= Domain("report_action_id", "any", family)
        return self.env["mail.activity"].with_context(active_test=False).search(about)

    @api.model
    def _erase_in_rows(self, records, columns, name):
        """Replace the name in columns, as plain text and as markup has it; by SQL, as all."""
        if not records:
            return
        label = _in_markup(self._get_label())

        def erased(column):
            text = SQL.identifier(column)
            for pattern in dict.fromkeys((_pattern(name), _pattern(_in_markup(name)))):
                text = SQL("regexp_replace(%s, %s, %s, 'g')", text, pattern, label)
            return text

        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = ANY(%s)",
                SQL.identifier(records._table),
                SQL(", ").join(SQL("%s = %s", SQL.identifier(one), erased(one)) for one in columns),
                records.ids,
            )
        )
        records.invalidate_recordset(columns, flush=False)


def _in_markup(name):
    """Return a name as it stands in a message, where quotes are as they are."""
    return escape(name, quote=False)
