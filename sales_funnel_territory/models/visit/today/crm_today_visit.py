from odoo import api, fields, models

from ..crm_visit import OPEN_STATES

MOST_UNSAID = 20


class CrmToday(models.AbstractModel):
    """The visits of the day in their order, and those nobody has said anything about yet."""

    _inherit = "crm.today"

    @api.model
    def _today_visits(self, frame):
        Plan = self.env["crm.visit.plan"]
        visits = Plan._planner_visits(frame)
        days = Plan._planner_days(frame)
        drives = Plan._planner_drives(frame, visits, days, Plan._planner_plan(frame))
        told = Plan._planner_tell_visits(frame, visits, drives)
        mine = set(visits._filtered_access("write").ids)
        return [
            one | self._today_tell_steps(visit, visit.id in mine)
            for visit, one in zip(visits, told, strict=True)
        ]

    @api.model
    def _today_tell_steps(self, visit, is_changeable):
        """Return what can be said of a visit besides checking in and out."""
        is_unsaid = visit.is_to_report and is_changeable
        return {
            "is_unsaid": is_unsaid,
            "is_done": visit.state == "done",
            "is_under_way": visit.state == "under_way",
        }

    @api.model
    def _today_unsaid(self, frame):
        """Return the visits of the days before: were they done, or missed?"""
        start, _end = frame.moments
        visits = self.env["crm.visit"].search(
            [
                ("user_id", "=", frame.user.id),
                ("state", "in", ("planned", "confirmed", "under_way")),
                ("start", "<", start),
                ("stop", "<", fields.Datetime.now()),
            ],
            order="start desc",
            limit=MOST_UNSAID,
        )
        mine = set(visits._filtered_access("write").ids)
        places = self._today_places(visits.partner_id)
        return [
            places.get(visit.partner_id.id, self._today_no_place())
            | {
                "id": visit.id,
                "name": visit.display_name,
                "purpose": visit.purpose or "",
                "day": self._today_tell_day(frame, frame.to_local(visit.start)[0]),
                "can_say": visit.id in mine and visit.state in OPEN_STATES,
                "can_check_out": visit.id in mine and visit.state == "under_way",
            }
            for visit in visits
        ]
