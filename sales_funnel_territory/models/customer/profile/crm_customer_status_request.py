from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ....planning.answer_time import due_day

_ASKED_UNTIL = "sales_funnel_territory.profiles_asked_until"
_ASKING = ("meeting", "visit", "report")
_EVERY_DAY = (True,) * 7


class CrmCustomerStatus(models.Model):
    """After a visit, meeting or report the responsible is asked for the update of the profile:
    one open to-do for each customer, and only where something is missing or too old.
    """

    _inherit = "crm.customer.status"

    @api.model
    def _ask_for_profiles(self):
        """Ask after the contacts since the last run.

        :return: number of to-dos that were made
        """
        # sudo: where the job left off, for the next run
        parameters = self.env["ir.config_parameter"].sudo()
        now = self.env.cr.now().replace(microsecond=0)
        since = fields.Datetime.to_datetime(parameters.get_param(_ASKED_UNTIL))
        moments = self._read_asking_contacts(since or now - timedelta(days=1))
        parameters.set_param(_ASKED_UNTIL, fields.Datetime.to_string(now))
        statuses = self.browse(moments)._filter_asked()
        values = [status._prepare_profile_request(moments[status.id]) for status in statuses]
        # no mail for each: it stands among the person's activities
        Activity = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        return len(Activity.create(values))

    @api.model
    def _read_asking_contacts(self, since):
        """Return {id of a status that is due: its latest visit, meeting or report since then}."""
        self.env.flush_all()
        kinds = [kind for kind in _ASKING if kind in self._get_counted_kinds()]
        messages = SQL(
            """message.create_date > %s AND message.mail_activity_type_id IN (
                SELECT id FROM mail_activity_type WHERE contact_kind = ANY(%s))""",
            since,
            kinds,
        )
        meetings = SQL("(event.stop > %(since)s OR event.create_date > %(since)s)", since=since)
        rows = self.env.execute_query(
            SQL(
                """SELECT status.id, MAX(contact.moment)
                FROM (%(messages)s UNION ALL %(meetings)s UNION ALL %(visits)s) AS contact
                JOIN crm_customer_status AS status ON status.partner_id = contact.customer_id
                WHERE status.active AND contact.kind = ANY(%(kinds)s)
                  AND NOT EXISTS (
                    SELECT FROM mail_activity AS request
                    WHERE request.profile_status_id = status.id AND request.active)
                GROUP BY status.id""",
                messages=self._messages_sql(messages),
                meetings=self._meetings_sql(meetings),
                visits=self._visits_sql(SQL("visit.write_date > %s", since)),
                kinds=kinds,
            )
        )
        return dict(rows)

    def _filter_asked(self):
        """Return those with something to do, and somebody who can do it."""
        due = self.filtered(lambda status: status.is_profile_due and status.user_id.active)
        return due.filtered(
            lambda status: status.partner_id.with_user(status.user_id).has_access("write")
        )

    def _prepare_profile_request(self, moment):
        person = self.partner_id.user_id
        company = self.partner_id.company_id or person.company_id
        zone, is_open = self._get_calendar(person.id, company.id, _EVERY_DAY)
        local = moment.replace(tzinfo=UTC).astimezone(zone)
        return {
            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "res_id": self.partner_id.id,
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "summary": self.with_context(lang=person.lang).env._("Update the customer profile"),
            "date_deadline": due_day(local, is_open),
            "user_id": person.id,
            "profile_status_id": self.id,
        }

    @api.model
    def _close_profile_requests(self, status_ids=None):
        """Close the to-dos of customers of whom nothing is missing or too old any more.

        :param status_ids: only of these (default: of all)
        :return: how many
        """
        domain = [("profile_status_id", "!=", False)]
        if status_ids is not None:
            domain = [("profile_status_id", "in", list(status_ids))]
        # sudo: the to-do asks for what is done now, whoever did it
        requests = self.env["mail.activity"].sudo().search(domain)
        done = requests.filtered(lambda request: not request.profile_status_id.is_profile_due)
        if done:
            done.action_feedback(feedback=self.env._("The profile is complete and up to date."))
        return len(done)

    def _take_profile_requests(self, others):
        """Customers that are merged have one to-do at most."""
        requests = self.env["mail.activity"].search(
            [("profile_status_id", "in", (self | others).ids)], order="date_deadline, id"
        )
        (requests - requests[:1]).unlink()
        requests[:1].profile_status_id = self
