from odoo import api, fields, models
from odoo.fields import Domain

from ....tools.day_words import date_words
from ..crm_visit import OPEN_STATES

MOST = 80
USUAL_MINUTES = 60


class CrmVisitPlan(models.Model):
    """The tray: whom to visit, and nothing planned yet; the most urgent first."""

    _inherit = "crm.visit.plan"

    @api.model
    def _planner_tray(self, frame):
        """Return {items, count}; the items are the most urgent ones."""
        today, _now = frame.to_local(fields.Datetime.now())
        wanted = self._planner_wanted(frame)
        rows = self._planner_due(frame, today, wanted.partner_id)
        items = [self._planner_tell_wanted(visit, today) for visit in wanted]
        items += [self._planner_tell_due(status, today) for status in rows["statuses"]]
        items.sort(key=lambda item: (-item["days_overdue"], item["class"] or "~", item["name"]))
        return {"items": items[:MOST], "count": len(wanted) + rows["count"]}

    @api.model
    def _planner_wanted(self, frame):
        """Return visits that have no time yet and may take place until the last day."""
        return self.env["crm.visit"].search(
            [
                ("user_id", "=", frame.user.id),
                ("state", "in", OPEN_STATES),
                ("start", "=", False),
                ("window_from", "<=", frame.last),
            ],
            order="window_to, id",
            limit=MOST,
        )

    @api.model
    def _planner_due(self, frame, today, partners):
        """Return customers whose visit is due until the last day, with nothing planned."""
        Status = self.env["crm.customer.status"]
        domain = self._planner_due_domain(frame, today, partners)
        count = Status.search_count(domain)
        statuses = Status.search(domain, order="next_visit_due, id", limit=MOST)
        return {"statuses": statuses, "count": count}

    @api.model
    def _planner_due_domain(self, frame, today, partners=()):
        first = frame.to_utc(min(today, frame.first), 0)
        planned = Domain("user_id", "=", frame.user.id) & Domain("state", "in", OPEN_STATES)
        planned &= Domain("start", ">=", first)
        taken = self.env["crm.visit"].search(planned).partner_id
        if partners:
            taken |= partners
        return (
            Domain("user_id", "=", frame.user.id)
            & Domain("next_visit_due", "<=", frame.last)
            & Domain("partner_id", "not in", taken.ids)
        )

    @api.model
    def _planner_tell_wanted(self, visit, today):
        return self._planner_tell_item(visit.partner_id, visit.window_to, today) | {
            "key": f"visit-{visit.id}",
            "visit_id": visit.id,
            "duration": round(visit.duration * 60),
            "reason": visit.reason or visit.purpose or "",
        }

    @api.model
    def _planner_tell_due(self, status, today):
        partner = status.partner_id
        return self._planner_tell_item(partner, status.next_visit_due, today) | {
            "key": f"partner-{partner.id}",
            "visit_id": False,
            "duration": self._planner_minutes(partner),
            "reason": status.visit_rhythm or "",
        }

    @api.model
    def _planner_tell_item(self, partner, due, today):
        overdue = (today - due).days
        return self._planner_tell_customer(partner) | {
            "due_on": due.isoformat(),
            "days_overdue": overdue,
            "due_label": self._planner_due_words(due, overdue),
        }

    @api.model
    def _planner_due_words(self, due, overdue):
        if overdue == 1:
            return self.env._("1 day overdue")
        if overdue > 1:
            return self.env._("%(days)s days overdue", days=overdue)
        if overdue == 0:
            return self.env._("due today")
        return self.env._("due %(day)s", day=date_words(self.env, due, "EEE d MMM"))

    @api.model
    def _planner_minutes(self, partner):
        """Return how long a visit of a customer usually takes."""
        status = partner.customer_status_id
        return status.visit_minutes or partner.customer_class_id.visit_minutes or USUAL_MINUTES
