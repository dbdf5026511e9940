from datetime import timedelta

from odoo import api, fields, models

NOTICES = [
    ("each", "As They Come"),
    ("morning", "One Message in the Morning"),
    ("none", "None"),
]
MORNING, NOON = 6 * 60, 12 * 60  # minutes from midnight, by the person's own clock
WRITTEN = ("comment", "email", "email_outgoing")  # what people write to each other
MOST_NEW = 10


class ResUsers(models.Model):
    """How a person wants to be told about visits, reports and what he has been given to do."""

    _inherit = "res.users"

    sales_notice = fields.Selection(
        NOTICES,
        "Sales Notices",
        default="each",
        help="What the app itself tells you about visits, call reports and activities: as it "
        "happens, in one message each working morning, or not at all. What colleagues write to "
        "you always comes.",
    )
    sales_notice_on = fields.Date("Last Morning Message", readonly=True, copy=False)

    @property
    def SELF_READABLE_FIELDS(self):  # noqa: N802 (the name is Odoo's)
        return [*super().SELF_READABLE_FIELDS, "sales_notice"]

    @property
    def SELF_WRITEABLE_FIELDS(self):  # noqa: N802 (the name is Odoo's)
        return [*super().SELF_WRITEABLE_FIELDS, "sales_notice"]

    @api.model
    def _find_quiet(self, user_ids):
        """Return who of these does not want each notice."""
        # sudo: whom a notice may be sent to
        people = self.sudo().browse(user_ids)
        return {one.id for one in people if one.sales_notice in ("morning", "none")}

    @api.model
    def _without_quiet(self, recipients, message, msg_vals):
        """Return the recipients of a notice who want it as it comes; people's words always do."""
        kind = (msg_vals or {}).get("message_type") or message.sudo().message_type
        if kind in WRITTEN:
            return recipients
        quiet = self._find_quiet([one["uid"] for one in recipients if one.get("uid")])
        return [one for one in recipients if one.get("uid") not in quiet]

    # ------------------------------------------------------------------ the morning message

    @api.model
    def _find_morning_readers(self):
        """Return who is to get a message now: it is morning there, a working day, and none yet."""
        sales = self.env.ref("sales_team.group_sale_salesman")
        people = self.search(
            [
                ("sales_notice", "=", "morning"),
                ("share", "=", False),
                ("all_group_ids", "in", sales.id),
            ]
        )
        return people.filtered(lambda one: one._is_morning())

    def _is_morning(self):
        frame = self.env["crm.today"]._today_frame(self)
        today, minutes = frame.to_local(fields.Datetime.now())
        if not MORNING <= minutes < NOON or self.sales_notice_on == today:
            return False
        return today in self._read_working_hours(today, today)

    def _send_morning_message(self):
        """Send the person what the day asks of him; return whether there was anything to say."""
        self.ensure_one()
        # as the person himself, in his language: what he may not read is not told
        today = self.env["crm.today"].with_user(self).with_context(lang=self.lang)
        data = today.get_today()
        told = data | {"new": self._tell_new_activities(today, data), "clock": _clock}
        self.sales_notice_on = data["today"]
        parts = ("visits", "reports", "unsaid", "new")
        if not any(told[name] for name in parts) and not data["activities"]["count"]:
            return False
        body = today.env["ir.qweb"]._render("sales_funnel_territory.crm_today_message", told)
        # about no record: the person is not asked to open himself
        letters = self.env["mail.thread"].with_company(self.company_id)
        letters.with_context(lang=self.lang).message_notify(
            partner_ids=self.partner_id.ids,
            subject=today.env._("Your day: %(day)s", day=data["label"]),
            body=body,
            email_layout_xmlid="mail.mail_notification_layout",
            email_add_signature=False,
        )
        return True

    def _tell_new_activities(self, today, data):
        """Return what is new as the message shows it: what, on which record, due when.

        The reminder of a report that stands in the message as late is not told again.
        """
        frame = today._today_frame(self)
        owed = {("crm.call.report", one["report_id"]) for one in data["reports"]}
        new = self._find_new_activities(today)
        told = [today._today_tell_activity(frame, one) for one in new]
        told = [one for one in told if (one["model"], one["res_id"]) not in owed]
        return [one | {"due": today.env._("due %(day)s", day=one["day"])} for one in told]

    def _find_new_activities(self, today):
        """Return what others have given the person to do since the last message."""
        since = fields.Datetime.now() - timedelta(days=1)
        if self.sales_notice_on:
            frame = today._today_frame(self)
            since = min(since, frame.to_utc(self.sales_notice_on, MORNING))
        return today.env["mail.activity"].search(
            [
                ("user_id", "=", self.id),
                ("create_uid", "!=", self.id),
                ("create_date", ">=", since),
            ],
            order="date_deadline, id",
            limit=MOST_NEW,
        )


def _clock(minutes):
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
