from datetime import timedelta

from odoo import api, fields, models

from .crm_call_report import OPEN_STATES

_AHEAD = timedelta(hours=3)
_THEN = timedelta(hours=24)
_QUIET = {"mail_activity_quick_update": True, "mail_auto_subscribe_no_notify": True}


class CrmCallReport(models.Model):
    """Reminders of reports that are due: their writer first, a day later the leader.

    As activities, without an e-mail to anybody; they end with the submission.
    """

    _inherit = "crm.call.report"

    reminded_on = fields.Datetime(readonly=True, copy=False)
    escalated_on = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _remind_of_due(self):
        """Remind writers of what is due within hours, and leaders of what was due a day ago.

        :return: how many writers' and leaders' reminders
        """
        now = fields.Datetime.now()
        writers = self.search(
            [
                ("state", "in", OPEN_STATES),
                ("deadline", "<", now + _AHEAD),
                ("date", "<", now),
                ("reminded_on", "=", False),
            ]
        )
        writers._remind(_ask_writer, lambda report: report.user_id)
        writers.write({"reminded_on": now})
        leaders = self.search(
            [
                ("state", "in", OPEN_STATES),
                ("deadline", "<", now - _THEN),
                ("reminded_on", "<", now),
                ("escalated_on", "=", False),
            ]
        )
        leaders -= writers
        leaders._remind(_tell_leader, lambda report: report._find_superiors()[:1])
        leaders.write({"escalated_on": now})
        return len(writers), len(leaders)

    def _remind(self, get_summary, get_person):
        """Remind each person in his language, on the day that his clock has."""
        for report in self.with_context(**_QUIET):
            person = get_person(report)
            if person.active:
                theirs = report.with_context(lang=person.lang, tz=str(person._get_zone()))
                theirs.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=fields.Date.context_today(theirs, report.deadline),
                    user_id=person.id,
                    summary=get_summary(theirs.env),
                )

    def _submit(self):
        result = super()._submit()
        # sudo: reminders of whoever was reminded
        self.sudo().filtered("reminded_on").activity_unlink(["mail.mail_activity_data_todo"])
        return result


def _ask_writer(env):
    return env._("Submit the call report")


def _tell_leader(env):
    return env._("A call report is late")
