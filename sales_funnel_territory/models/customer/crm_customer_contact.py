from odoo import api, models
from odoo.tools import SQL, mute_logger
from psycopg2.errors import SerializationFailure

_PARAMETER = "sales_funnel_territory.contact_kinds"
VISITS = ("meeting", "visit")
COUNTED = ("meeting", "visit", "call", "report", "email")


class CrmCustomerStatus(models.Model):
    """Contacts that count: they move the dates of a customer's status, and nothing else.

    A contact seen while somebody else holds the customer's row is left to the next one, or to
    the nightly count, rather than making two people wait for, or fail at, each other.
    """

    _inherit = "crm.customer.status"

    @api.model
    def _get_counted_kinds(self):
        """Return the kinds that count as a contact, by the settings (all by default)."""
        # sudo: a setting for everybody
        text = self.env["ir.config_parameter"].sudo().get_param(_PARAMETER, ",".join(COUNTED))
        return [kind for kind in text.split(",") if kind in COUNTED]

    @api.model
    def _take_contacts_safely(self, source):
        """Take contacts over as a transaction ends, which must never fail because of it.

        Where somebody else has written a customer's row since this transaction began, it is
        done right after the commit, by a transaction that sees that.

        :param source: as for ``_take_contacts``
        """
        # a savepoint without release, it goes with the commit: a query less for everybody
        self.env.cr.execute("SAVEPOINT sales_funnel_territory_contacts")
        try:
            with mute_logger("odoo.sql_db"):
                self._take_contacts(source)
        except SerializationFailure:
            self.env.cr.execute("ROLLBACK TO SAVEPOINT sales_funnel_territory_contacts")
            self.env.cr.postcommit.add(lambda: self._take_contacts_anew(source))

    @api.model
    def _take_contacts_anew(self, source):
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr))._take_contacts(source)

    @api.model
    def _take_contacts(self, source):
        """Take contacts over into the statuses of their customers, and decide what is due.

        :param source: SELECT of customer_id, kind and moment (UTC); it may name partners who
            are no customers
        :return: number of customers whose dates have moved
        """
        rows = self.env.execute_query(self._contacts_sql(source))
        if rows:
            self._write_due({row[0]: self._decide_row(*row[1:]) for row in rows})
            self.invalidate_model()
        return len(rows)

    @api.model
    def _contacts_sql(self, source):
        """Move the dates of statuses that nobody else is writing; return the rows to decide on."""
        return SQL(
            """WITH seen AS (
                SELECT customer_id,
                    MAX(moment) FILTER (WHERE kind = ANY(%(counted)s)) AS contact,
                    MAX(moment) FILTER (WHERE kind = ANY(%(visits)s)) AS visit,
                    MIN(moment) FILTER (WHERE kind = ANY(%(visits)s)) AS first_visit
                FROM (%(source)s) AS source GROUP BY customer_id
            ), free AS (
                SELECT own.id FROM crm_customer_status AS own
                JOIN seen ON seen.customer_id = own.partner_id
                WHERE own.active AND (
                    seen.contact > COALESCE(own.last_contact_on, '-infinity')
                    OR seen.visit > COALESCE(own.last_visit_on, '-infinity')
                    OR seen.first_visit < COALESCE(own.first_meeting_on, 'infinity'))
                FOR UPDATE OF own SKIP LOCKED
            ), moved AS (
                UPDATE crm_customer_status AS own SET
                    last_contact_on = GREATEST(own.last_contact_on, seen.contact),
                    last_visit_on = GREATEST(own.last_visit_on, seen.visit),
                    first_meeting_on = LEAST(own.first_meeting_on, seen.first_visit)
                FROM seen, free
                WHERE own.partner_id = seen.customer_id AND own.id = free.id
                RETURNING own.*
            )
            SELECT status.id, %(columns)s FROM moved AS status
            JOIN res_partner AS customer ON customer.id = status.partner_id
            LEFT JOIN res_users AS person ON person.id = customer.user_id
            LEFT JOIN crm_customer_class AS class ON class.id = status.class_id""",
            counted=self._get_counted_kinds(),
            visits=list(VISITS),
            source=source,
            columns=self._due_columns_sql(),
        )

    # ------------------------------------------------------------------ where contacts are found

    @api.model
    def _messages_sql(self, condition):
        """Select contacts among messages: e-mails with the customer's people, calls done.

        Internal notes and mails to nobody of the customer are none.

        :param condition: on ``message`` (mail_message)
        """
        return SQL(
            """SELECT customer.id AS customer_id, contact.kind, message.date AS moment
            FROM mail_message AS message
            LEFT JOIN mail_activity_type AS done ON done.id = message.mail_activity_type_id
            LEFT JOIN mail_message_subtype AS subtype ON subtype.id = message.subtype_id
            LEFT JOIN crm_lead AS lead ON message.model = 'crm.lead' AND lead.id = message.res_id
            JOIN res_partner AS person ON person.id =
                CASE message.model WHEN 'crm.lead' THEN lead.partner_id ELSE message.res_id END
            JOIN res_partner AS customer ON customer.id = person.commercial_partner_id
            CROSS JOIN LATERAL (SELECT CASE
                WHEN message.mail_activity_type_id IS NOT NULL THEN done.contact_kind
                ELSE 'email' END AS kind) AS contact
            WHERE message.model IN ('crm.lead', 'res.partner') AND customer.is_sales_customer
              AND %(condition)s
              AND (done.contact_kind IS NOT NULL OR (
                message.mail_activity_type_id IS NULL
                AND message.is_internal IS NOT TRUE
                AND (message.message_type IN ('email', 'email_outgoing')
                  OR (message.message_type = 'comment' AND subtype.internal IS NOT TRUE))
                AND EXISTS (
                    SELECT FROM res_partner AS one
                    WHERE one.commercial_partner_id = customer.id AND (
                        one.id = message.author_id
                        OR EXISTS (
                            SELECT FROM mail_message_res_partner_rel AS sent
                            WHERE sent.mail_message_id = message.id
                              AND sent.res_partner_id = one.id)))))""",
            condition=condition,
        )

    @api.model
    def _meetings_sql(self, condition):
        """Select done meetings with people of a customer, or on his opportunities.

        Done: its end has passed, it is not archived and the person did not decline. The event
        of a visit is no meeting beside it; a meeting whose visit was missed did not happen.

        :param condition: on ``event`` (calendar_event)
        """
        return SQL(
            """SELECT DISTINCT customer.id AS customer_id, 'meeting' AS kind, event.stop AS moment
            FROM calendar_event AS event
            LEFT JOIN crm_lead AS lead ON lead.id = event.opportunity_id
            LEFT JOIN calendar_attendee AS attendee ON attendee.event_id = event.id
            JOIN res_partner AS person
                ON person.id = lead.partner_id OR person.id = attendee.partner_id
            JOIN res_partner AS customer
                ON customer.id = person.commercial_partner_id AND customer.is_sales_customer
            WHERE event.active AND event.stop <= %(now)s AND %(condition)s
              AND NOT EXISTS (
                SELECT FROM calendar_attendee AS own
                JOIN res_users AS holder ON holder.partner_id = own.partner_id
                WHERE own.event_id = event.id AND holder.id = event.user_id
                  AND own.state = 'declined')
              AND NOT EXISTS (
                SELECT FROM crm_visit AS visit
                WHERE visit.event_id = event.id AND (visit.origin <> 'appointment'
                    OR visit.state IN ('missed', 'cancelled')))""",
            now=self.env.cr.now(),
            condition=condition,
        )
