from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("asked", "Asked"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
]


class CrmActivityDelegation(models.Model):
    """One colleague asks another to take an activity; it stays his until the other accepts."""

    _name = "crm.activity.delegation"
    _inherit = ["mail.thread"]
    _description = "Delegated Activity"
    _order = "id desc"

    activity_id = fields.Many2one(
        "mail.activity", required=True, readonly=True, index=True, ondelete="cascade"
    )
    from_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="cascade"
    )
    to_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(STATES, default="asked", required=True, readonly=True, index=True)
    note = fields.Char("Message", readonly=True)
    answer = fields.Char(readonly=True)
    answered_on = fields.Datetime(readonly=True)
    is_open = fields.Boolean("To Be Answered", compute="_compute_is_open", compute_sudo=True)
    is_mine_to_answer = fields.Boolean(compute="_compute_is_mine", compute_sudo=True)
    # what the colleague is told; he may not read the activity yet
    activity_name = fields.Char("What", compute="_compute_activity", compute_sudo=True)
    document_name = fields.Char("About", compute="_compute_activity", compute_sudo=True)
    date_deadline = fields.Date("Due Date", compute="_compute_activity", compute_sudo=True)

    _one_asked = models.UniqueIndex("(activity_id) WHERE state = 'asked'")

    @api.depends("activity_id")
    def _compute_activity(self):
        for one in self:
            activity = one.activity_id
            one.activity_name = activity.summary or activity.activity_type_id.name
            one.document_name = activity.res_name
            one.date_deadline = activity.date_deadline

    @api.depends("state", "activity_id.active", "activity_id.user_id", "from_id")
    def _compute_is_open(self):
        for one in self:
            activity = one.activity_id
            one.is_open = (
                one.state == "asked" and activity.active and activity.user_id == one.from_id
            )

    @api.depends("is_open", "to_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for one in self:
            one.is_mine_to_answer = one.is_open and one.to_id == self.env.user

    @api.depends("activity_name")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one.activity_name or self.env._("Delegated Activity")

    # ------------------------------------------------------------------ asking

    @api.model
    def _ask(self, activity, colleague, note=""):
        """Ask a colleague to take an activity of one's own; tell him.

        :raises UserError: when it cannot be asked
        """
        self._check_ask(activity, colleague)
        # sudo: whose activity it is was checked; nobody writes these rows by hand
        asked = self.sudo().search([("activity_id", "=", activity.id), ("state", "=", "asked")])
        asked.write({"state": "withdrawn", "answered_on": fields.Datetime.now()})
        asked.flush_recordset(["state"])  # one asked at a time, as the database sees it
        one = self.sudo().create(
            {
                "activity_id": activity.id,
                "from_id": self.env.uid,
                "to_id": colleague.id,
                "note": (note or "").strip(),
            }
        )
        one._tell(
            colleague,
            self.env._("%(person)s asks you to take: %(activity)s", **one._get_words()),
            one.note,
        )
        return one.sudo(False)

    @api.model
    def _check_ask(self, activity, colleague):
        if not activity.active or activity.user_id != self.env.user:
            raise UserError(
                self.env._(
                    "“%(activity)s” is not yours any more, or done: it cannot be delegated.",
                    activity=activity.display_name,
                )
            )
        # sudo: whether a colleague is a user of the same company
        person = colleague.sudo().exists()
        if not person or person.share or not person.active or person == self.env.user:
            raise UserError(
                self.env._("An activity is delegated to a colleague: choose another person.")
            )
        if not person.company_ids & self.env.user.company_ids:
            raise UserError(
                self.env._(
                    "%(person)s works in another company: choose a colleague of yours.",
                    person=person.name,
                )
            )
        if not self._may_see(person, activity):
            raise UserError(
                self.env._(
                    "%(person)s may not see what “%(activity)s” is about: choose somebody who may.",
                    person=person.name,
                    activity=activity.display_name,
                )
            )

    @api.model
    def _may_see(self, person, activity):
        """Tell whether a person may read the record of an activity, in whichever company."""
        if not activity.res_model:
            return True
        companies = {"allowed_company_ids": person.company_ids.ids}
        record = self.env[activity.res_model].browse(activity.res_id)
        return record.with_user(person).with_context(**companies).has_access("read")

    def _get_words(self):
        return {"person": self.env.user.name, "activity": self.sudo().activity_name or ""}

    def _tell(self, person, subject, words):
        """Tell a colleague by his inbox or internal mail, as he wishes."""
        body = Markup("<p>%s</p>") % subject  # pylint: disable=translation-not-lazy
        if words:
            body += Markup("<p>%s</p>") % words
        self.message_notify(
            partner_ids=person.sudo().partner_id.ids,  # sudo: a colleague's own address
            subject=subject,
            body=body,
            author_id=self.env.user.partner_id.id,
        )

    # ------------------------------------------------------------------ answering

    def action_accept(self):
        """Take the activity: from now on it is the colleague's."""
        self.ensure_one()
        self._check_answer()
        self._check_seen()
        # sudo: the person asked accepts what its owner offered; both were checked
        one = self.sudo()
        one.write({"state": "accepted", "answered_on": fields.Datetime.now()})
        one.activity_id.with_context(mail_activity_quick_update=True).write(
            {"user_id": self.env.uid, "matrix_importance": False, "matrix_urgency": False}
        )
        one._tell(
            one.from_id,
            self.env._("%(person)s takes over: %(activity)s", **one._get_words()),
            "",
        )
        return True

    def action_decline(self, answer=""):
        """Leave the activity where it is, and say so."""
        self.ensure_one()
        self._check_answer()
        # sudo: the person asked answers; that he is it was checked
        one = self.sudo()
        one.write(
            {
                "state": "declined",
                "answer": (answer or "").strip() if isinstance(answer, str) else "",
                "answered_on": fields.Datetime.now(),
            }
        )
        one._tell(
            one.from_id,
            self.env._("%(person)s does not take: %(activity)s", **one._get_words()),
            one.answer,
        )
        return True

    def action_withdraw(self):
        """Ask no longer: only who asked can."""
        self.ensure_one()
        if self.from_id != self.env.user:
            raise AccessError(self.env._("Only who asked can ask no longer."))
        if self.state == "asked":
            # sudo: who asked was checked
            self.sudo().write({"state": "withdrawn", "answered_on": fields.Datetime.now()})
        return True

    def _check_seen(self):
        """Refuse to take what the person asked may not see any more."""
        activity = self.sudo().activity_id  # sudo: which record it is about
        if not self._may_see(self.env.user, activity):
            raise AccessError(
                self.env._(
                    "You may not see what “%(activity)s” is about any more: decline it.",
                    activity=self.activity_name,
                )
            )

    def _check_answer(self):
        if self.to_id != self.env.user:
            raise AccessError(
                self.env._(
                    "%(person)s was asked about “%(activity)s”: only he can answer.",
                    person=self.to_id.sudo().name,  # sudo: a colleague's name
                    activity=self.activity_name,
                )
            )
        if not self.is_open:
            raise UserError(
                self.env._(
                    "“%(activity)s” is no longer asked of you: it was answered, withdrawn, done "
                    "or given to somebody else.",
                    activity=self.activity_name,
                )
            )
