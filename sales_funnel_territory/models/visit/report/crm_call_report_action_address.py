from markupsafe import Markup
from odoo import fields, models
from odoo.tools import format_date


class CrmCallReportAction(models.Model):
    """What its person sees of an item, also a colleague outside sales.

    He may open neither report nor opportunity then: the activity stands on the customer and tells
    what is to be done, for whom, who asks and by when. Nothing else of the report is told.
    """

    _inherit = "crm.call.report.action"

    def _address_activities(self):
        """Let the activities of items be what their persons of now may read."""
        for item in self.filtered(lambda one: one.activity_id.active and one.user_id):
            item.activity_id.write(item._prepare_address())

    def _prepare_address(self):
        """Return what the activity stands on, and its note."""
        self.ensure_one()
        subject = self._find_subject()
        return {
            "res_model_id": self.env["ir.model"]._get_id(subject._name),
            "res_id": subject.id,
            "note": self._tell_origin(),
        }

    def _find_subject(self):
        """Return the opportunity, where the person may open it, else the customer."""
        if self.lead_id and self._can_person_read(self.lead_id):
            return self.lead_id
        return self.report_id.partner_id

    def _tell_origin(self):
        """Return who asks, and where that was agreed, in the person's own language."""
        report = self.report_id
        name = Markup.escape(report.name)
        if self._can_person_read(report):
            name = Markup('<a href="%s">%s</a>') % (report._get_link(), report.name)
        spoken = self.with_context(lang=self.user_id.lang, tz=self.user_id.tz)
        day = fields.Datetime.context_timestamp(spoken, report.date).date()
        told = {
            "customer": report.partner_id.display_name,
            "day": format_date(spoken.env, day),
            "report": name,
        }
        if self.user_id == report.user_id:
            text = spoken.env._("%(customer)s, %(day)s: agreed in call report %(report)s.", **told)
        else:
            text = spoken.env._(
                "%(customer)s, %(day)s: %(person)s asks you, in call report %(report)s.",
                person=report.user_id.name,
                **told,
            )
        return Markup("<p>%s</p>") % text

    def _can_person_read(self, record):
        """Tell whether whoever is to do it may read a record, in any of his companies."""
        person = self.user_id
        seen = record.with_user(person).with_context(allowed_company_ids=person.company_ids.ids)
        return seen.has_access("read")
