from odoo import api, fields, models
from odoo.tools import SQL

_KEPT_DAYS = 365


class CrmPhoneSubmission(models.Model):
    """What a phone has sent in, by the name the phone gave it: nothing counts twice.

    *Written* is the time of the device, *submitted* that of the server.
    """

    _name = "crm.phone.submission"
    _description = "Submission from a Phone"
    _order = "id desc"
    _rec_name = "key"

    user_id = fields.Many2one(
        "res.users", "Person", required=True, readonly=True, ondelete="cascade"
    )
    key = fields.Char(required=True, readonly=True)
    report_id = fields.Many2one(
        "crm.call.report", "Call Report", readonly=True, index="btree_not_null", ondelete="set null"
    )
    written_on = fields.Datetime("Written", readonly=True)
    submitted_on = fields.Datetime("Submitted", required=True, readonly=True)

    _key_of_user = models.Constraint(
        "UNIQUE(user_id, key)", "This was submitted already: nothing is submitted twice."
    )

    @api.model
    def _find_own(self, key):
        return self.search([("user_id", "=", self.env.uid), ("key", "=", key)])

    @api.model
    def _take(self, key):
        """Insert a person's key. Where another request has just done so, PostgreSQL refuses and
        Odoo begins this one again, which then finds it.
        """
        moment = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO crm_phone_submission
                    (user_id, key, submitted_on, create_uid, create_date, write_uid, write_date)
                VALUES (%(user)s, %(key)s, %(now)s, %(user)s, %(now)s, %(user)s, %(now)s)
                ON CONFLICT (user_id, key) DO NOTHING RETURNING id""",
                user=self.env.uid,
                key=key,
                now=moment,
            )
        )
        return self.browse([row[0] for row in rows])

    def _tell(self):
        # sudo: one's own submission, of a report that may be another's by now
        report = self.sudo().report_id
        return {
            "report_id": report.id,
            "number": report.name or "",
            "state": report.state or "",
            "written_on": fields.Datetime.to_string(self.written_on) or "",
            "submitted_on": fields.Datetime.to_string(self.submitted_on),
        }

    @api.autovacuum
    def _gc_submissions(self):
        """No phone repeats itself after a year."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=_KEPT_DAYS)
        self.search([("submitted_on", "<", limit)], limit=10000).unlink()
