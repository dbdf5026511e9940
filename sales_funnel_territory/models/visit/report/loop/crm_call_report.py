from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..crm_call_report import OPEN_STATES


class CrmCallReport(models.Model):
    """One loop: what a report says is offered as changes, written once somebody accepts them."""

    _inherit = "crm.call.report"

    person_ids = fields.One2many("crm.call.report.person", "report_id", string="People")
    deal_ids = fields.One2many("crm.call.report.deal", "report_id", string="News of Opportunities")
    fact_ids = fields.One2many("crm.call.report.fact", "report_id", string="New in the Profile")
    rival_ids = fields.One2many("crm.call.report.rival", "report_id", string="Competitors Seen")
    need_signal_ids = fields.Many2many(
        "crm.need.signal",
        "crm_call_report_need_signal_rel",
        string="Signals of a Need",
        help="What points to a need and was noticed; it makes the customer more urgent.",
    )
    next_visit_on = fields.Date("Next Visit", help="A visit is proposed for this day.")
    change_ids = fields.One2many(
        "crm.call.report.change", "report_id", string="What Follows", readonly=True
    )
    change_count = fields.Integer("Changes", compute="_compute_change_count")
    open_change_count = fields.Integer("Open Changes", compute="_compute_change_count")

    @api.depends("change_ids.state")
    def _compute_change_count(self):
        groups = self.env["crm.call.report.change"]._read_group(
            [("report_id", "in", self.ids)], ["report_id", "state"], ["__count"]
        )
        counts = {(report.id, state): count for report, state, count in groups}
        for report in self:
            report.change_count = counts.get((report._origin.id, "accepted"), 0)
            report.open_change_count = counts.get((report._origin.id, "offered"), 0)

    # ------------------------------------------------------------------ people met

    @api.onchange("contact_ids")
    def _onchange_contact_ids(self):
        missing = self.contact_ids._origin - self.person_ids.contact_id._origin
        self.person_ids = [Command.create({"contact_id": one.id}) for one in missing]

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        reports._match_people()
        return reports

    def write(self, vals):
        result = super().write(vals)
        if "contact_ids" in vals:
            self._match_people()
        elif "person_ids" in vals:
            self._list_people()
        return result

    def _match_people(self):
        """Keep one row for each person met."""
        for report in self:
            listed = report.person_ids.filtered(
                lambda row, met=report.contact_ids: row.contact_id in met
            )
            listed.filtered(lambda row: not row.is_met).is_met = True
            (report.person_ids.filtered("is_met") - listed)._leave()
            report._add_people(report.contact_ids - listed.contact_id)

    def _list_people(self):
        """Keep the people met as their rows say."""
        for report in self:
            met = report.person_ids.filtered("is_met").contact_id
            if met != report.contact_ids:
                report.contact_ids = met

    def _add_people(self, contacts):
        rows = [{"report_id": self.id, "contact_id": one.id} for one in contacts]
        if rows:
            self.env["crm.call.report.person"].create(rows)

    # ------------------------------------------------------------------ what it is about

    def _get_leads(self):
        """Return the opportunities that the report is about and that the user may read."""
        return (self.opportunity_ids | self.deal_ids.lead_id)._filtered_access("read")

    def _get_deals(self):
        """Return what it says of opportunities that the user may read."""
        leads = self._get_leads()
        return self.deal_ids.filtered(lambda deal: deal.lead_id in leads)

    def _get_roles(self):
        """Return {person: buying roles} that the people of the report play on its opportunities."""
        self.ensure_one()
        leads, people = self._get_leads(), self.person_ids.contact_id
        roles = self.env["crm.buying.role"].search(
            [("lead_id", "in", leads.ids), ("partner_id", "in", people.ids)]
        )
        return roles.grouped("partner_id")

    def _get_day_met(self):
        """Return the day of the contact by its person's clock; none while it lies ahead."""
        self.ensure_one()
        if self.date > fields.Datetime.now():
            return None
        zone = self.with_context(tz=str(self.user_id._get_zone()))
        day = fields.Datetime.context_timestamp(zone, self.date).date()
        return min(day, fields.Date.context_today(self))

    def _get_evidence(self):
        """Return how this report is cited."""
        self.ensure_one()
        return self.env._(
            "Call report %(number)s: %(purpose)s", number=self.name, purpose=self.purpose or ""
        ).rstrip(": ")

    # ------------------------------------------------------------------ offer, decide

    def action_finish(self):
        """Show what follows from the report, to be accepted or not; then it is submitted."""
        self.ensure_one()
        self._check_open()
        self.check_access("write")
        self._check_complete()
        if not self.get_offered_changes():
            return self.action_submit()
        return {
            "type": "ir.actions.client",
            "tag": "sales_funnel_territory.call_report_finish",
            "params": {"report_id": self.id},
        }

    def get_offered_changes(self):
        """Return what follows from what the report says now, as the finish screen shows it."""
        self.ensure_one()
        self._offer_changes()
        offered = self.change_ids.filtered(lambda change: change.state == "offered")
        obstacles = offered._find_obstacles()
        return [change._describe_offer(obstacles.get(change, "")) for change in offered]

    def finish(self, accepted_ids):
        """Submit the report and write the changes that were accepted; the others are declined.

        :param accepted_ids: ids of changes as ``get_offered_changes`` gave them
        :raises UserError: for changes that it does not offer any more, as another screen has
            offered them anew: they are looked at again
        """
        self.ensure_one()
        self._check_open()
        self.check_access("write")
        offered = self.change_ids.filtered(lambda change: change.state == "offered")
        accepted = offered.filtered(lambda change: change.id in set(accepted_ids))
        self._check_seen(accepted, accepted_ids)
        accepted._check_acceptable()
        # sudo: rows of a report's changes are written by nobody's hand
        accepted.sudo().write({"state": "accepted"})
        (offered - accepted).sudo().write({"state": "declined"})
        return self.action_submit()

    def _check_seen(self, accepted, accepted_ids):
        if set(accepted_ids) != set(accepted.ids):
            raise UserError(
                self.env._(
                    "What %(report)s changes is not what you have seen: go back, press Finish and "
                    "look at it again.",
                    report=self.display_name,
                )
            )

    def _offer_changes(self):
        """Offer anew what is not decided yet, from what the report says now."""
        result = super()._offer_changes()
        for report in self:
            if report.state in OPEN_STATES and not report._is_decided():
                report._offer_anew()
        return result

    def _is_decided(self):
        return any(change.state != "offered" for change in self.change_ids)

    def _offer_anew(self):
        self.check_access("write")
        kinds = self.env["crm.call.report.change.kind"]._get_kinds().values()
        offers = [values for kind in kinds for values in kind._offer(self)]
        rows = [
            {**values, "report_id": self.id, "sequence": sequence}
            for sequence, values in enumerate(offers, 1)
        ]
        self._go_before_others()
        # sudo: rows of a report's changes are written by nobody's hand
        self.sudo().change_ids.unlink()
        self.env["crm.call.report.change"].sudo().create(rows)

    def _go_before_others(self):
        """Let who does the same on another screen begin again after this one.

        An update: a lock alone would not show him what was written here.
        """
        self.env.cr.execute(
            SQL("UPDATE crm_call_report SET write_uid = write_uid WHERE id = %s", self.id)
        )

    def _apply_changes(self):
        """Write what was accepted and is not written yet, with the rights of the user."""
        result = super()._apply_changes()
        accepted = self.change_ids.filtered(
            lambda change: change.state == "accepted" and not change.applied_on
        )
        if accepted:
            accepted._apply()
        return result

    # ------------------------------------------------------------------ afterwards

    def action_open_changes(self):
        """Open what this report has changed, to look at it or to undo it."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_call_report_change_action"
        )
        return {**action, "domain": [("report_id", "in", self.ids)], "context": {}}
