from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

WRITTEN = ("submitted", "acknowledged")
_CRON = "sales_funnel_territory.ir_cron_call_report_mails"


class CrmCallReport(models.Model):
    """Colleagues get a report when it is submitted; a customer only what somebody sends him.

    A customer is never written to by anything but the mail editor, in which a person reads the
    text, changes it and presses Send.
    """

    _inherit = "crm.call.report"

    is_to_send = fields.Boolean(readonly=True, copy=False, exportable=False)

    _to_send = models.Index("(id) WHERE is_to_send IS TRUE")

    # ------------------------------------------------------------------ to colleagues

    def _prepare_submission(self):
        return {**super()._prepare_submission(), "is_to_send": True}

    def _submit(self):
        result = super()._submit()
        cron = self.env.ref(_CRON, raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()  # sudo: whoever submits; it runs as the system
        return result

    @api.model
    def _send_submitted(self):
        """Send what was submitted to whom it is addressed; return how many reports."""
        reports = self.search([("is_to_send", "=", True)], order="id")
        for report in reports:
            # by the clock and in the language of who wrote it, not by those of the server
            person = report.user_id
            told = report.with_context(lang=person.lang, tz=str(person._get_zone()))
            told._send_to_colleagues(report._get_addressees())
            report.is_to_send = False
            self.env["ir.cron"]._commit_progress(1)
        return len(reports)

    def _get_addressees(self):
        """Return who gets the report when it is submitted: To and CC, who is still here."""
        people = (self.to_ids | self.cc_ids) - self.user_id
        return people.filtered(lambda one: one.active and not one.share)

    def _send_to_colleagues(self, people, note=""):
        """Post the report in its own chatter, and tell these colleagues of it.

        :param people: internal users; each is told as he wants to be: in his inbox or by mail
        """
        self.ensure_one()
        inside = people.filtered(lambda one: not one.share)
        if not inside:
            return
        author = self.user_id if self.env.su else self.env.user
        # sudo: a note in the chatter of a report that nobody changes any more
        self.sudo().message_post_with_source(
            "sales_funnel_territory.crm_call_report_message",
            render_values={"sheet": self._prepare_sheet(), "note": note},
            subject=self.env._("Call report: %(report)s", report=self.display_name),
            author_id=author.partner_id.id,
            partner_ids=inside.partner_id.ids,
            # what a colleague sends always comes; what the app sends, as each person wants it
            message_type="notification" if self.env.su else "comment",
            subtype_xmlid="mail.mt_note",
        )

    def action_send(self):
        """Ask to whom of us the report goes."""
        self._check_may_send()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send to Colleagues"),
            "res_model": "crm.call.report.send",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_report_id": self.id},
        }

    def _check_may_send(self):
        self.ensure_one()
        self.check_access("read")
        if self.state not in WRITTEN:
            raise UserError(
                self.env._(
                    "%(report)s is not submitted yet: submit it, then send it.",
                    report=self.display_name,
                )
            )

    # ------------------------------------------------------------------ to the customer

    def action_send_to_customer(self):
        """Open the mail editor with a summary for the people met; nothing is sent by this."""
        self._check_may_send()
        people = self.contact_ids._filtered_access("read").filtered("email")
        lang = self._find_customer_lang(people)
        minutes = self._write_minutes(lang)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send to the Customer"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": "res.partner",
                "default_res_ids": self.partner_id.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": people.ids,
                "default_call_report_id": self.id,
                # with one language there is nothing to choose
                "default_call_report_lang": self._has_languages() and lang,
                "default_notify_skip_followers": True,
                **{f"default_{name}": value for name, value in minutes.items()},
            },
        }

    @api.model
    def _has_languages(self):
        return len(self.env["res.lang"].get_installed()) > 1

    def _find_customer_lang(self, people):
        """Return the language to write to these people in: theirs, the customer's, else one's own.

        A language that is not installed here cannot be written.
        """
        installed = dict(self.env["res.lang"].get_installed())
        # sudo: the language of the customer; whoever reads the report sees his name in it
        wanted = [*people.mapped("lang"), self.partner_id.sudo().lang, self.env.lang]
        return next((lang for lang in wanted if lang in installed), self.env.user.lang)

    def _write_minutes(self, lang):
        """Return subject and text of the mail to the customer, in a language.

        The text has what was agreed and nothing that is ours: not what we came for, no reaction,
        no risk, no word on budget, decisions or competitors.
        """
        self._check_may_send()
        report = self.with_context(lang=lang)
        day = format_date(report.env, fields.Datetime.context_timestamp(report, report.date))
        return {
            "subject": report.env._("What we agreed on %(day)s", day=day),
            "body": report.env["ir.qweb"]._render(
                "sales_funnel_territory.crm_call_report_minutes",
                {"sheet": report._prepare_minutes()},
            ),
        }

    def _prepare_minutes(self):
        """Return what may be told outside: when, who, and what was agreed.

        The purpose is ours: “meet the economic buyer” is for nobody else to read.
        """
        sheet = self._prepare_sheet()
        return {
            "period": self._tell_period(),
            "people": ", ".join(
                # sudo: names of those who were there
                filter(None, (self.sudo().contact_ids.mapped("name")))
            ),
            "ours": self._join((self.user_id | self.companion_ids).sudo()),
            "actions": sheet["actions"],
            "next_step": sheet["next_step"],
        }
