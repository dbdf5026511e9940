from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ....planning.preparation import Suggestion
from .crm_preparation_part import Content

WRITTEN = ("submitted", "acknowledged")
_MOST = 5


class CrmPreparationPartReport(models.AbstractModel):
    """The last reports: what was said, how they took it, what was agreed."""

    _name = "crm.preparation.part.report"
    _inherit = "crm.preparation.part"
    _description = "Preparation: Last Call Reports"

    _part_model = "crm.call.report"
    _part_icon = "fa-file-text-o"
    _part_sequence = 10

    @api.model
    def _get_label(self):
        return self.env._("Last Call Reports")

    @api.model
    def _get_empty(self):
        return self.env._("No report yet: this visit's will be the first to stand here.")

    @api.model
    def _read(self, scope):
        # whoever was met was met, also one who is archived since
        return (
            self.env["crm.call.report"]
            .with_context(active_test=False)
            .search_fetch(
                Domain("partner_id.commercial_partner_id", "=", scope.customer.id)
                & Domain("active", "=", True)
                & Domain("state", "in", WRITTEN)
                & Domain("id", "not in", scope.report.ids),
                [
                    "name",
                    "date",
                    "kind",
                    "purpose",
                    "reaction",
                    "risk",
                    "next_step",
                    "next_step_date",
                    "user_id",
                    "contact_ids",
                ],
                order="date DESC, id DESC",
                limit=_MOST + 1,
            )
        )

    @api.model
    def _get_named(self, found):
        return found.user_id, found.contact_ids

    @api.model
    def _tell(self, scope, found):
        reports, shown = found, found[:_MOST]
        kinds = dict(reports._fields["kind"]._description_selection(self.env))
        return Content(
            items=[self._describe(report, kinds) for report in shown],
            has_more=len(reports) > _MOST,
            suggestions=self._suggest(shown[:1]),
        )

    @api.model
    def _describe(self, report, kinds):
        # sudo: names, as many2one fields show them
        people = [report.sudo().user_id.name, *report.sudo().contact_ids.mapped("name")]
        return self._make_item(
            report.purpose or report.name,
            report,
            when=format_date(self.env, self._get_day(report)),
            text=" · ".join([kinds.get(report.kind, ""), ", ".join(filter(None, people))]),
            lines=[
                self._make_line(text, tone, label)
                for label, text, tone in (
                    (self.env._("Reaction"), report.reaction, ""),
                    (self.env._("Risk"), report.risk, "attention"),
                    (self.env._("Next step"), self._tell_next_step(report), ""),
                )
                if text
            ],
        )

    @api.model
    def _get_day(self, report):
        """Return the day of a report, by the reader's clock."""
        return fields.Datetime.context_timestamp(self, report.date).date()

    @api.model
    def _tell_next_step(self, report):
        day = report.next_step_date
        if not (report.next_step and day):
            return report.next_step
        return self.env._(
            "%(step)s (%(day)s)", step=report.next_step, day=format_date(self.env, day)
        )

    @api.model
    def _suggest(self, last):
        if not last.next_step:
            return []
        day = format_date(self.env, self._get_day(last))
        why = self.env._("Next step agreed on %(day)s", day=day)
        return [Suggestion("next_step", last.next_step, why)]
