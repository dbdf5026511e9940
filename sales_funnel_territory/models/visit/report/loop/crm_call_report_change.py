from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

STATES = [
    ("offered", "Offered"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("undone", "Undone"),
]


class CrmCallReportChange(models.Model):
    """One change that a call report led to: offered, accepted or not, undone or not.

    Nobody writes these rows by hand: the buttons of the report do, and write what was accepted
    with the rights of whoever accepts.
    """

    _name = "crm.call.report.change"
    _inherit = ["crm.plain.export.mixin"]
    _description = "Change by a Call Report"
    _order = "report_id desc, sequence, id"
    _rec_name = "field_label"

    report_id = fields.Many2one(
        "crm.call.report", string="Call Report", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection("_selection_kind", required=True, index=True)
    model = fields.Char("Model of the Record", required=True)
    res_id = fields.Many2oneReference("Id of the Record", model_field="model", required=True)
    made_id = fields.Integer("Id of What Was Made", aggregator=None)
    partner_id = fields.Many2one(
        "res.partner", string="Contact", index="btree_not_null", ondelete="set null"
    )
    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", index="btree_not_null", ondelete="set null"
    )
    # in the language of who wrote the report: told where the values are gone, and to search
    record_name = fields.Char("Record as Written", exportable=False)
    field_label = fields.Char("What")
    before_text = fields.Text("Before as Written", exportable=False)
    after_text = fields.Text("After as Written", exportable=False)
    before = fields.Json("Value Before")
    after = fields.Json("Value After")
    is_suggested = fields.Boolean("Suggested", default=True)
    state = fields.Selection(STATES, required=True, default="offered", index=True)
    applied_by_id = fields.Many2one("res.users", string="Accepted By", ondelete="set null")
    applied_on = fields.Datetime("Accepted On")
    undone_by_id = fields.Many2one("res.users", ondelete="set null")
    undone_on = fields.Datetime()
    may_undo = fields.Boolean(compute="_compute_may")
    may_accept = fields.Boolean(compute="_compute_may")
    # to group by, joined and not copied
    customer_id = fields.Many2one("res.partner", string="Customer", related="report_id.partner_id")
    user_id = fields.Many2one(related="report_id.user_id", string="Written By")
    report_date = fields.Datetime(related="report_id.date", string="Date of the Report")
    company_id = fields.Many2one(related="report_id.company_id")

    _record_index = models.Index("(model, res_id)")

    @api.model
    def _selection_kind(self):
        kinds = self.env["crm.call.report.change.kind"]._get_kinds()
        return [(name, kind._get_label()) for name, kind in kinds.items()]

    @api.depends("state", "report_id.state", "report_id.user_id")
    @api.depends_context("uid")
    def _compute_may(self):
        for change in self:
            is_decider = self.env.user._is_visit_decider(change.report_id.user_id)
            is_over = change.report_id.state in ("submitted", "acknowledged")
            change.may_undo = is_decider and change.state == "accepted" and is_over
            change.may_accept = is_decider and change.state in ("offered", "declined") and is_over

    # ------------------------------------------------------------------ actions

    def action_open_record(self):
        """Open what the report has changed, or has made."""
        self.ensure_one()
        model, res_id = self._get_record_seen()
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": res_id,
            "views": [(False, "form")],
        }

    def _get_record_seen(self):
        """Return model and id of what a reader wants to see of this change."""
        kind = self._get_kind()
        if self.made_id and self.state == "accepted" and self.kind in ("lead_new", "next_visit"):
            return kind._made_model, self.made_id
        if self.model in ("res.partner", "crm.lead"):
            return self.model, self.res_id
        return "crm.lead", self.lead_id.id

    def action_accept(self):
        """Write changes of a submitted report that were left open, or declined, after all."""
        changes = self.filtered(lambda change: change.state in ("offered", "declined"))
        changes._check_may_decide()
        changes._check_acceptable()
        changes._apply()
        return True

    @api.model
    def _count_accepted(self, name, records):
        """Return {record: how many changes by reports it has taken}."""
        domain = [(name, "in", records.ids), ("state", "=", "accepted")]
        return dict(self._read_group(domain, [name], ["__count"]))

    @api.model
    def _open_of(self, name, records):
        """Open the changes of some records."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_call_report_change_action"
        )
        return {**action, "domain": [(name, "in", records.ids)], "context": {}}

    # ------------------------------------------------------------------ kinds

    def _get_kind(self):
        self.ensure_one()
        return self.env["crm.call.report.change.kind"]._get_kinds()[self.kind]

    def _by_kind(self):
        """Return [(kind, its changes)] in the order in which they are written.

        All changes of fields of records are of one kind here, the last: each record is read and
        written once.
        """
        kinds = self.env["crm.call.report.change.kind"]._get_kinds()
        by_kind, of_fields = [], self.browse()
        for name, kind in kinds.items():
            changes = self.filtered(lambda change, name=name: change.kind == name)
            if kind._kind_is_of_fields:
                of_fields |= changes
            elif changes:
                by_kind.append((kind, changes))
        return [*by_kind, (self.env["crm.call.report.change.fields"], of_fields)]

    def _get_current(self):
        """Return {change: what it is now}."""
        current = {}
        for kind, changes in self._by_kind():
            current |= kind._current(changes)
        return current

    # ------------------------------------------------------------------ who may

    def _check_may_decide(self):
        """Only who wrote the report, or leads him, decides what follows from it."""
        self.report_id.check_access("read")
        for report in self.report_id:
            if not self.env.user._is_visit_decider(report.user_id):
                raise UserError(
                    self.env._(
                        "What follows from %(report)s is decided by %(person)s or a leader.",
                        report=report.display_name,
                        person=report.user_id.name,
                    )
                )
            if report.state not in ("submitted", "acknowledged"):
                raise UserError(
                    self.env._(
                        "%(report)s is not submitted yet: use its button Finish.",
                        report=report.display_name,
                    )
                )

    def _find_obstacles(self, current=None):
        """Return {change: why this user cannot make it}, for those he cannot.

        :param current: {change: what it is now}
        """
        current = self._get_current() if current is None else current
        return {
            change: self.env._("You may not change %(record)s.", record=change.record_label)
            for kind, changes in self._by_kind()
            for change in kind._find_forbidden(changes, current)
        }

    def _check_acceptable(self):
        """Refuse changes that the user may not make, or whose record has moved on meanwhile."""
        current = self._get_current()
        for sentence in self._find_obstacles(current).values():
            raise UserError(sentence)
        for change, now in current.items():
            if now and any(now[name] != was for name, was in (change.before or {}).items()):
                change._refuse_moved(now)

    def _refuse_moved(self, now):
        raise UserError(
            self.env._(
                "%(field)s of %(record)s has changed since it was offered: it was “%(before)s” "
                "then, now it is “%(now)s”. Change it there.",
                field=self.label,
                record=self.record_label,
                before=self.before_label or self.env._("empty"),
                now=self._say(now),
            )
        )

    # ------------------------------------------------------------------ write

    def _apply(self):
        """Write these changes with the user's rights, and note on the records whose they are."""
        by_kind = self._by_kind()
        for kind, changes in by_kind:
            kind._apply(changes)
        # sudo: rows of a report's changes are written by nobody's hand
        self.sudo().write(
            {"state": "accepted", "applied_by_id": self.env.uid, "applied_on": self.env.cr.now()}
        )
        for kind, changes in by_kind:
            changes._keep_written(kind)
        self._log(lambda link: self.env._("Changed by %(report)s:", report=link))

    def _keep_written(self, kind):
        """Keep values as they stand, rounded and all: undoing compares with them."""
        for change in self:
            after = {**change.after, **kind._read_written(change)}
            if after != change.after:
                change.sudo().after = after  # sudo: as above

    def _log(self, describe):
        """Leave a line with a link to the report in the log of each record."""
        for model, name in (("res.partner", "partner_id"), ("crm.lead", "lead_id")):
            noted = self.filtered(lambda change, link=name: change._is_logged_on(link))
            bodies = {
                record.id: changes._make_note(describe)
                for record, changes in noted.grouped(name).items()
            }
            if bodies:
                self.env[model].browse(bodies)._message_log_batch(bodies=bodies)

    def _is_logged_on(self, name):
        return bool(self[name]) and (name == "lead_id" or not self.lead_id)

    def _make_note(self, describe):
        report = self.report_id[:1]
        link = report._get_html_link(title=report.name)
        return Markup("<br/>").join([describe(link), *(change._tell() for change in self)])

    # ------------------------------------------------------------------ erase, merge

    @api.model
    def _erase_people(self, partner_ids):
        """Forget the values of changes about people who are erased; the rows stay."""
        # sudo: changes of all reports; who may erase was checked before
        people = list(partner_ids)
        of_people = Domain("model", "=", "res.partner") & Domain("res_id", "in", people)
        changes = self.sudo().search(Domain("partner_id", "in", people) | of_people)
        changes.filtered(lambda change: not change.partner_id.is_company).write(
            {
                "before": False,
                "after": False,
                "before_text": False,
                "after_text": False,
                "record_name": self.env._("Erased person"),
            }
        )

    @api.model
    def _follow_merge(self, model, field_name, sources, target):
        """Changes of records that become another one are its changes from now on."""
        # sudo: changes of all reports; who may merge was checked before
        moved = self.sudo().search([("model", "=", model), ("res_id", "in", sources.ids)])
        moved.write({"res_id": target.id})
        linked = self.sudo().search(Domain(field_name, "in", sources.ids))
        linked.write({field_name: target.id})
