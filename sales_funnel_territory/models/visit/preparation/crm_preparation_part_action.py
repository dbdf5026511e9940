from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ....planning.preparation import Suggestion
from .crm_preparation_part import Content

_MOST = 30


class CrmPreparationPartAction(models.AbstractModel):
    """What they promised and what we promised, from all reports on the customer."""

    _name = "crm.preparation.part.action"
    _inherit = "crm.preparation.part"
    _description = "Preparation: Open Actions"

    _part_model = "crm.call.report.action"
    _part_icon = "fa-check-square-o"
    _part_sequence = 20

    @api.model
    def _get_label(self):
        return self.env._("Open Actions")

    @api.model
    def _get_empty(self):
        return self.env._("Nothing is open, neither with us nor with them.")

    @api.model
    def _read(self, scope):
        customer = Domain("commercial_partner_id", "=", scope.customer.id)
        # any!: who has to do it sees it, also where he may not read the report
        return self.env["crm.call.report.action"].search_fetch(
            Domain("report_id", "any!", Domain("partner_id", "any!", customer))
            & Domain("state", "=", "open"),
            ["name", "user_id", "contact_id", "is_theirs", "date_due", "report_id"],
            order="date_due, id",
            limit=_MOST + 1,
        )

    @api.model
    def _get_named(self, found):
        return found.user_id, found.contact_id

    @api.model
    def _tell(self, scope, found):
        shown = found[:_MOST]
        due = shown.filtered(lambda one: one.date_due and one.date_due <= scope.today)
        theirs = shown.filtered("is_theirs")
        return Content(
            items=[self._describe(action, action in due) for action in theirs + (shown - theirs)],
            has_more=len(found) > _MOST,
            suggestions=[self._suggest(action) for action in due],
        )

    @api.model
    def _describe(self, action, is_due):
        return self._make_item(
            action.name,
            action.report_id,
            group=self.env._("Theirs") if action.is_theirs else self.env._("Ours"),
            when=format_date(self.env, action.date_due) if action.date_due else "",
            text=self._get_person(action),
            badges=[self._make_badge(self.env._("Due"), "late")] if is_due else [],
        )

    @api.model
    def _get_person(self, action):
        # sudo: names, as many2one fields show them
        return action.contact_id.sudo().name or action.user_id.sudo().name or ""

    @api.model
    def _suggest(self, action):
        if action.is_theirs:
            text = self.env._("Ask for what they promised: %(what)s", what=action.name)
        else:
            text = self.env._("Settle what we promised: %(what)s", what=action.name)
        why = self.env._(
            "%(person)s, due on %(day)s",
            person=self._get_person(action),
            day=format_date(self.env, action.date_due),
        )
        return Suggestion("theirs" if action.is_theirs else "ours", text, why)
