from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from .crm_stage_gate import is_uninstalling

STATES = [
    ("requested", "To Decide"),
    ("granted", "Granted"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
]
# What only a decision writes: by nobody's hand, whatever his rights on the record.
DECISION_FIELDS = frozenset(
    {"state", "decided_by_id", "decided_on", "comment", "requested_by_id", "requested_on"}
)


class CrmLeadRequest(models.AbstractModel):
    """Something asked of a leader for one lead: a waiver, an approval.

    What it is about is told by the field that ``_subject`` names.
    """

    _name = "crm.lead.request"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Request about an Opportunity"
    _order = "requested_on desc, id desc"

    _subject = None

    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="lead_id.user_id", string="Salesperson")
    team_id = fields.Many2one(related="lead_id.team_id")
    company_id = fields.Many2one(related="lead_id.company_id")
    reason = fields.Text(required=True, tracking=True)
    state = fields.Selection(
        STATES, required=True, default="requested", readonly=True, index=True, tracking=True
    )
    requested_by_id = fields.Many2one("res.users", string="Asked By", readonly=True, index=True)
    requested_on = fields.Datetime("Asked On", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, index=True)
    decided_on = fields.Datetime(readonly=True)
    comment = fields.Text("Comment of the Decision", readonly=True, tracking=True)
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_withdraw = fields.Boolean(compute="_compute_can_decide")

    @api.depends("lead_id.name")
    def _compute_display_name(self):
        for request in self:
            request.display_name = f"{request._get_subject_name()}: {request.lead_id.name}"

    @api.depends_context("uid")
    @api.depends("state", "lead_id.user_id", "lead_id.team_id")
    def _compute_can_decide(self):
        user = self.env.user
        for request in self:
            is_open = request.state == "requested"
            request.can_decide = is_open and request._may_decide(user)
            request.can_withdraw = is_open and request.sudo().requested_by_id == user

    @api.constrains("reason")
    def _check_reason(self):
        if not all((request.reason or "").strip() for request in self):
            raise UserError(self.env._("Say why: whoever decides needs a reason."))

    # ------------------------------------------------------------------ what it is about

    def _get_subject(self):
        """Return what it is about, as domains and values have it."""
        subject = self[self._subject]
        return subject.id if isinstance(subject, models.BaseModel) else subject

    def _get_subject_name(self):
        raise NotImplementedError

    def _is_managers_only(self):
        """Tell whether only a sales manager may decide; the leaders are not enough then."""
        return False

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        asked = {
            "state": "requested",
            "requested_by_id": self.env.uid,
            "requested_on": self.env.cr.now(),
            "decided_by_id": False,
            "decided_on": False,
            "comment": False,
        }
        requests = super().create([{**vals, **asked} for vals in vals_list])
        requests._check_asked_once()
        requests._ask_deciders()
        return requests

    def write(self, vals):
        self.check_access("write")
        if DECISION_FIELDS & set(vals):
            raise AccessError(
                self.env._("A decision is made with its buttons, by those who may decide.")
            )
        if {"lead_id", self._subject} & set(vals):
            raise UserError(
                self.env._(
                    "A request stays with the opportunity and the criterion it was made for. "
                    "Withdraw it and ask anew."
                )
            )
        if "reason" in vals:
            self._check_may_change()
        return super().write(vals)

    def _write_as_is(self, vals):
        """Write past our own refusals: who may decide was checked before."""
        # sudo: a decision is nobody's to write, whatever his rights
        return super(CrmLeadRequest, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    def _check_may_change(self):
        for request in self.sudo():  # sudo: who asked and the state, to judge the change
            if request.state != "requested" or request.requested_by_id.id != self.env.uid:
                raise UserError(
                    self.env._(
                        "\u201c%(request)s\u201d can be changed only by who asked, and only until "
                        "it is decided. Ask anew instead.",
                        request=request.display_name,
                    )
                )

    @api.ondelete(at_uninstall=True)
    def _unlink_except_decided(self):
        if is_uninstalling(self.env):
            return
        for request in self.sudo():  # sudo: the state and who asked, whoever deletes
            if request.state in ("granted", "refused"):
                raise UserError(
                    self.env._(
                        "\u201c%(request)s\u201d was decided and stays on record.",
                        request=request.display_name,
                    )
                )
            if request.requested_by_id.id != self.env.uid and not self.env.su:
                raise UserError(
                    self.env._(
                        "\u201c%(request)s\u201d was asked by %(who)s, who alone takes it back.",
                        request=request.display_name,
                        who=request.requested_by_id.name,
                    )
                )

    # ------------------------------------------------------------------ asking, deciding

    def _check_asked_once(self):
        for request in self:
            others = self.sudo().search_count(  # sudo: also those of colleagues
                [
                    ("lead_id", "=", request.lead_id.id),
                    (self._subject, "=", request._get_subject()),
                    ("state", "in", ("requested", "granted")),
                    ("id", "!=", request.id),
                ],
                limit=1,
            )
            if others:
                raise UserError(
                    self.env._(
                        "\u201c%(request)s\u201d was asked before and is granted or waits for its "
                        "decision.",
                        request=request.display_name,
                    )
                )

    def _ask_deciders(self):
        """Schedule one activity for whoever decides; colleagues only, never a customer."""
        for request in self.sudo():  # sudo: an activity for a leader the rep may not read
            decider = request._find_decider()
            if decider:
                request.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=decider.id,
                    summary=request._get_activity_summary(),
                    note=plaintext2html(request.reason),
                )

    def _get_activity_summary(self):
        raise NotImplementedError

    def action_grant(self):
        return self._decide("granted")

    def action_refuse(self):
        return self._decide("refused")

    def action_withdraw(self):
        mine = self.filtered("can_withdraw")
        mine._set_state("withdrawn")
        mine.sudo().activity_ids.unlink()  # sudo: the leader's activity has lost its object
        return True

    @api.readonly
    def action_open_decide(self):
        """Open the request itself, where a comment can be written with the decision."""
        return self.get_formview_action()

    def decide(self, state, comment=None):
        """Grant or refuse with a comment.

        :param state: granted / refused
        """
        if state not in ("granted", "refused"):
            raise UserError(
                self.env._("A request is granted or refused, not %(state)s.", state=state)
            )
        return self._decide(state, comment)

    def _decide(self, state, comment=None):
        for request in self:
            if request.state != "requested":
                raise UserError(
                    self.env._(
                        "\u201c%(request)s\u201d is already decided.", request=request.display_name
                    )
                )
            if not request._may_decide(self.env.user):
                raise AccessError(request._get_refused_decision())
        self.check_access("read")
        self._set_state(state, decided_by_id=self.env.uid, decided_on=self.env.cr.now())
        if comment:
            self._write_as_is({"comment": comment})
        self._tell_who_asked()
        return True

    def _get_refused_decision(self):
        decider = self.sudo()._find_decider()  # sudo: only a colleague's name is told
        if decider:
            return self.env._(
                "You cannot decide on \u201c%(request)s\u201d: nobody decides his own request, "
                "and only leaders of its team and sales managers do. %(decider)s can.",
                request=self.display_name,
                decider=decider.name,
            )
        return self.env._(
            "You cannot decide on \u201c%(request)s\u201d: nobody decides his own request, and "
            "only leaders of its team and sales managers do. Ask one of them.",
            request=self.display_name,
        )

    def _set_state(self, state, **values):
        self._write_as_is({"state": state, **values})

    def _tell_who_asked(self):
        """Close the leader's activity and tell the colleague who asked."""
        for request in self.sudo():  # sudo: the activity may be another leader's
            request.activity_ids.action_feedback(feedback=request.comment or "")
            if request.requested_by_id.id != self.env.uid:
                request.message_notify(
                    partner_ids=request.requested_by_id.partner_id.ids,
                    subject=request.display_name,
                    body=request._get_decision_sentence(),
                    model=request._name,
                    res_id=request.id,
                    author_id=self.env.user.partner_id.id,
                )

    def _prepare_asked(self):
        """Return an open request for the web client: what was asked, of whom."""
        return {
            "model": self._name,
            "id": self.id,
            "reason": self.reason or "",
            "by": self.requested_by_id.name or "",
            "of": ", ".join(self.activity_ids.user_id.mapped("name")),
            "moment": fields.Datetime.to_string(self.requested_on),
            "is_mine": self.requested_by_id.id == self.env.uid,
        }

    def _get_decision_sentence(self):
        sentence = (
            self.env._("%(who)s granted it.", who=self.decided_by_id.name)
            if self.state == "granted"
            else self.env._("%(who)s refused it.", who=self.decided_by_id.name)
        )
        return f"{sentence} {self.comment}" if self.comment else sentence

    @api.model
    def _create_decided(self, vals_list):
        """Take over decisions as they are, where the past comes in (never from outside)."""
        quiet = self.with_context(mail_create_nolog=True, tracking_disable=True)
        return super(CrmLeadRequest, quiet).create(vals_list)  # pylint: disable=super-method-mismatch
