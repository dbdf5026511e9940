from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools.day_words import day_words

MOST_CONTACTS = 12
# the headed parts that fold open, in their order; the first ones as the template has them
MESSAGE = ("product", "budget", "organisation", "decision", "competitors", "needs")
PARTS = (*(f"message_{part}" for part in MESSAGE), "reaction", "risk")
DAYS_AHEAD = (1, 7, 14, 30)


class CrmToday(models.AbstractModel):
    """The call report as the phone shows it: everything to choose from is in one answer."""

    _inherit = "crm.today"

    @api.model
    def get_report(self, report_id=False, visit_id=False):
        """Return a report to be written on a phone.

        :param visit_id: its report, prepared where there is none yet
        """
        self._check_sales()
        report = self._today_report(report_id, visit_id)
        frame = self._today_frame(report.user_id)
        return (
            self._today_tell_report(frame, report)
            | self._today_tell_written(report)
            | self._today_tell_choices(frame, report)
        )

    @api.model
    def _today_report(self, report_id=False, visit_id=False):
        Report = self.env["crm.call.report"]
        if report_id:
            report = Report.browse(int(report_id)).exists()
        else:
            visit = self.env["crm.visit"].browse(int(visit_id)).exists()
            report = Report._prepare_for_visit(visit)
        if not report:
            raise UserError(self.env._("This report is gone: open it from its customer again."))
        report.check_access("read")
        return report

    @api.model
    def _today_tell_report(self, frame, report):
        day, start = frame.to_local(report.date)
        end = frame.to_local(report.date_end)[1] if report.date_end else False
        labels = {
            name: dict(report._fields[name]._description_selection(self.env))
            for name in ("state", "kind")
        }
        places = self._today_places(report.partner_id)
        return places.get(report.partner_id.id, self._today_no_place()) | {
            "id": report.id,
            "number": report.name,
            # sudo: the customer's name, as many2one fields show it
            "name": report.partner_id.sudo().display_name,
            "state": report.state,
            "state_label": labels["state"][report.state],
            "kind_label": labels["kind"][report.kind],
            "day": self._today_tell_day(frame, day),
            "start": start,
            "end": end,
            "due": self._today_tell_due(frame, report),
            "is_late": report.is_overdue,
            "is_ahead": report.date > fields.Datetime.now(),
            "can_write": report.may_write,
            "is_to_nobody": report.is_to_nobody,
        }

    @api.model
    def _today_tell_due(self, frame, report):
        day, minutes = frame.to_local(report.deadline)
        return self.env._(
            "%(day)s, %(time)s",
            day=self._today_tell_day(frame, day),
            time=f"{minutes // 60:02}:{minutes % 60:02}",
        )

    # ------------------------------------------------------------------ what was written

    @api.model
    def _today_tell_written(self, report):
        return {
            "values": {name: report[name] or "" for name in self._today_text_names()}
            | {name: _iso(report[name]) for name in self._today_date_names()}
            | {"contact_ids": report.contact_ids.ids},
            "objectives": [
                {
                    "id": one.id,
                    "name": one.name,
                    "wanted": one.wanted or "",
                    "outcome": one.outcome or "",
                    "why": one.why or "",
                }
                for one in report.objective_ids
            ],
            "actions": [
                {
                    "id": one.id,
                    "name": one.name,
                    "user_id": one.user_id.id,
                    "contact_id": one.contact_id.id,
                    "date_due": _iso(one.date_due),
                }
                for one in report.action_ids
            ],
        }

    @api.model
    def _today_text_names(self):
        return ("purpose", *PARTS, "next_step")

    @api.model
    def _today_date_names(self):
        return ("next_step_date", "next_visit_on")

    # ------------------------------------------------------------------ what can be chosen

    @api.model
    def _today_tell_choices(self, frame, report):
        # sudo: the industry of a customer that may be out of view
        industry = report.partner_id.sudo().commercial_partner_id.industry_id
        template = report.template_id or report.template_id._find_for(report.kind, industry)
        contacts = self._today_contacts(report)
        return {
            "purposes": template._get_purposes(),
            "parts": [self._today_tell_part(report, name, template) for name in PARTS],
            "contacts": [
                {"id": one.id, "name": one.name or "", "function": one.function or ""}
                for one in contacts
            ],
            "people": self._today_people(report, contacts),
            "outcomes": self.env["crm.call.report.objective"]
            ._fields["outcome"]
            ._description_selection(self.env),
            "dates": self._today_dates(frame),
        }

    @api.model
    def _today_tell_part(self, report, name, template):
        part = name.removeprefix("message_")
        is_usual = part not in MESSAGE or not template or part in template._get_open_parts()
        return {
            "name": name,
            "label": report._fields[name]._description_string(self.env),
            "hint": (template[f"hint_{part}"] or "") if part in MESSAGE else "",
            "is_usual": is_usual or bool(report[name]),
        }

    @api.model
    def _today_contacts(self, report):
        """Return people of the customer: those noted already first."""
        people = self.env["res.partner"].search(
            [
                ("commercial_partner_id", "=", report.customer_id.id),
                ("is_company", "=", False),
                ("type", "=", "contact"),
                ("id", "!=", report.partner_id.id),
            ],
            limit=MOST_CONTACTS,
        )
        # sudo: people a visit or a report names already
        noted = (report.contact_ids | report.visit_id.sudo().contact_ids)._filtered_access("read")
        return noted | people

    @api.model
    def _today_people(self, report, contacts):
        """Return who may do something: of us, then of the customer."""
        # sudo: names of colleagues
        ours = (report.user_id | report.companion_ids | report.to_ids).sudo()
        leaders = ours.sale_team_id.user_id
        return [
            {"key": f"user-{one.id}", "user_id": one.id, "contact_id": False, "name": one.name}
            for one in ours | leaders
        ] + [
            {
                "key": f"contact-{one.id}",
                "user_id": False,
                "contact_id": one.id,
                "name": one.name or "",
            }
            for one in contacts
        ]

    @api.model
    def _today_dates(self, frame):
        """Return days to choose from with one tap; a weekend's is the Monday after it."""
        labels = (
            self.env._("Tomorrow"),
            self.env._("In a Week"),
            self.env._("In 2 Weeks"),
            self.env._("In a Month"),
        )
        days = [_working(frame.first + timedelta(days=ahead)) for ahead in DAYS_AHEAD]
        return [
            {
                "date": day.isoformat(),
                "label": label,
                "full": day_words(self.env, day),
            }
            for day, label in zip(days, labels, strict=True)
        ]


def _iso(day):
    return day.isoformat() if day else ""


def _working(day):
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
