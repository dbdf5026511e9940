from odoo import api, fields, models
from odoo.fields import Domain

MOST_REPORTS = 20
OPEN_REPORTS = ("prepared", "in_progress")


class CrmToday(models.AbstractModel):
    """The reports a person still owes: those that are late, and visits without one."""

    _inherit = "crm.today"

    @api.model
    def _today_parts(self, frame):
        return super()._today_parts(frame) | {"reports": self._today_owed(frame)}

    @api.model
    def _today_owed(self, frame):
        """Return reports to be written on what is over, the oldest first; late ones are marked."""
        reports = self._today_open_reports(frame)
        visits = self._today_unreported(frame)
        places = self._today_places(reports.partner_id | visits.partner_id)
        told = [self._today_tell_owed(frame, one, places) for one in reports]
        told += [self._today_tell_unreported(frame, one, places) for one in visits]
        return sorted(told, key=lambda one: (not one["is_late"], one["date"]))[:MOST_REPORTS]

    @api.model
    def _today_open_reports(self, frame):
        now = fields.Datetime.now()
        return self.env["crm.call.report"].search(
            [
                ("user_id", "=", frame.user.id),
                ("state", "in", OPEN_REPORTS),
                "|",
                ("date_end", "<", now),
                "&",
                ("date_end", "=", False),
                ("date", "<", now),
                # what is under way is the large card
                "|",
                ("visit_id", "=", False),
                ("visit_id.state", "!=", "under_way"),
                # an open visit is to be said first: done, or missed?
                "|",
                ("visit_id", "=", False),
                ("visit_id.state", "=", "done"),
            ],
            order="date, id",
            limit=MOST_REPORTS,
        )

    @api.model
    def _today_unreported(self, frame):
        """Return visits that were made and have no report at all, once one is due."""
        Visit = self.env["crm.visit"]
        # sudo: the companies of a colleague, too
        companies = frame.user.sudo().company_ids
        return Visit.search(
            Visit._get_unreported_domain(companies) & Domain("user_id", "=", frame.user.id),
            order="start, id",
            limit=MOST_REPORTS,
        )

    @api.model
    def _today_tell_owed(self, frame, report, places):
        # sudo: the customer's name, as many2one fields show it
        name = report.partner_id.sudo().display_name
        return self._today_tell_debt(frame, name, report.date, report.partner_id, places) | {
            "report_id": report.id,
            "visit_id": False,
            "purpose": report.purpose or "",
            "is_late": report.is_overdue,
        }

    @api.model
    def _today_tell_unreported(self, frame, visit, places):
        name = visit.display_name
        return self._today_tell_debt(frame, name, visit.start, visit.partner_id, places) | {
            "report_id": False,
            "visit_id": visit.id,
            "purpose": visit.purpose or "",
            "is_late": True,
        }

    @api.model
    def _today_tell_debt(self, frame, name, moment, partner, places):
        return places.get(partner.id, self._today_no_place()) | {
            "name": name,
            "date": moment.isoformat(),
            "day": self._today_tell_day(frame, frame.to_local(moment)[0]),
        }

    # ------------------------------------------------------------------ on the visits of the day

    @api.model
    def _today_tell_steps(self, visit, is_changeable):
        told = super()._today_tell_steps(visit, is_changeable)
        is_owed = visit.report_state not in ("submitted", "acknowledged")
        may_have_one = visit.is_of_customer or bool(visit.report_id)
        is_mine = visit.user_id == self.env.user and may_have_one
        return told | {
            "can_report": is_mine and is_changeable and is_owed and visit.state != "missed",
            "is_reported": visit.report_state in ("submitted", "acknowledged"),
        }
