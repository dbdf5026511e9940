from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ....tools.day_words import date_words
from .frame import PlannerFrame

MOST_PEOPLE = 200


class CrmVisitPlan(models.Model):
    """What the Planner shows: a person's week, by his own clock (see each method's keys)."""

    _inherit = "crm.visit.plan"

    @api.model
    def get_planner_data(self, user_id=False, day=False, span="week"):
        """Return what the planner shows.

        :param user_id: whose; default: one's own
        :param day: any day of the span, ISO; default: today
        :param span: ``week``, ``month`` or ``quarter``
        """
        user = self._planner_person(user_id)
        frame = self._planner_frame(user, day, span)
        data = self._planner_head(frame, span)
        if span != "week":
            return data | self._planner_load(frame, span)
        return data | self._planner_week(frame)

    @api.model
    def _planner_person(self, user_id=False):
        """Return whose planner it is; refuse one the user does not decide on."""
        user = self.env["res.users"].browse(int(user_id or self.env.uid)).exists()
        if not user:
            raise AccessError(self.env._("This person is no user any more. Choose another one."))
        if not self.env.user._is_visit_decider(user):
            raise AccessError(
                self.env._(
                    "You do not decide on %(person)s's visits: his team leader does.",
                    # sudo: a colleague's name is no secret
                    person=user.sudo().name,
                )
            )
        return user

    @api.model
    def _planner_frame(self, user, day=False, span="week"):
        zone = user._get_zone()
        today = fields.Datetime.context_timestamp(
            self.with_context(tz=str(zone)), fields.Datetime.now()
        ).date()
        day = fields.Date.to_date(day) or today
        if span == "week":
            first = day - timedelta(days=day.weekday())
            return PlannerFrame(user, zone, first, first + timedelta(days=6))
        first = fields.Date.start_of(day, span)
        return PlannerFrame(user, zone, first, fields.Date.end_of(day, span))

    @api.model
    def _planner_one_day(self, user, day):
        return PlannerFrame(user, user._get_zone(), day, day)

    # ------------------------------------------------------------------ around the days

    @api.model
    def _planner_head(self, frame, span):
        today, now = frame.to_local(fields.Datetime.now())
        # sudo: a colleague's name
        person = frame.user.sudo()
        return {
            "user": {"id": person.id, "name": person.name},
            "users": self._planner_people(),
            "can_edit": True,
            "tz": str(frame.zone),
            "today": today.isoformat(),
            "now": now,
            "span": span,
            "date_from": frame.first.isoformat(),
            "date_to": frame.last.isoformat(),
            "label": self._planner_label(frame, span),
            "previous": (frame.first - timedelta(days=1)).isoformat(),
            "next": (frame.last + timedelta(days=1)).isoformat(),
            "can": {
                "plan_due": hasattr(self, "plan_due"),
                "replan": "crm.visit.replan" in self.env,
            },
        }

    @api.model
    def _planner_people(self):
        """Return whom the user decides on, himself first."""
        me = self.env.user
        domain = [
            ("share", "=", False),
            ("id", "!=", me.id),
            ("company_ids", "in", self.env.companies.ids),
            ("all_group_ids", "in", self.env.ref("sales_team.group_sale_salesman").id),
        ]
        if not me.has_group("sales_team.group_sale_salesman_all_leads"):
            domain.append(("sale_team_id.leader_ids", "=", me.id))
        # sudo: names of colleagues, only of those the domain allows
        people = self.env["res.users"].sudo().search(domain, order="name", limit=MOST_PEOPLE)
        return [[one.id, one.name] for one in me.sudo() + people]

    @api.model
    def _planner_label(self, frame, span):
        if span == "week":
            return self.env._(
                "%(first)s - %(last)s, week %(number)s",
                first=date_words(self.env, frame.first, "d MMM"),
                last=date_words(self.env, frame.last, "d MMM y"),
                number=frame.first.isocalendar().week,
            )
        pattern = "MMMM y" if span == "month" else "QQQ y"
        return date_words(self.env, frame.first, pattern)

    # ------------------------------------------------------------------ the week

    @api.model
    def _planner_week(self, frame):
        plan = self._planner_plan(frame)
        days = self._planner_days(frame)
        visits = self._planner_visits(frame)
        drives = self._planner_drives(frame, visits, days, plan)
        tray = self._planner_tray(frame)
        told = self._planner_tell_days(frame, days, drives)
        return {
            "plan": self._planner_tell_plan(plan) if plan else False,
            "feasibility": self._planner_feasibility(plan),
            "days": told,
            "visits": self._planner_tell_visits(frame, visits, drives),
            "tray": tray["items"],
            "tray_count": tray["count"],
            "to_report": self.env["crm.visit"].search_count(self._planner_report_domain(frame)),
            "head": self._planner_figures(told, tray["count"], len(visits)),
        }

    @api.model
    def _planner_report_domain(self, frame):
        return [("user_id", "=", frame.user.id), ("is_to_report", "=", True)]

    @api.model
    def _planner_plan(self, frame):
        """Return the plan of the week, the one in force first."""
        plans = self.search(
            [
                ("user_id", "=", frame.user.id),
                ("kind", "=", "week"),
                ("date_from", "<=", frame.last),
                ("date_to", ">=", frame.first),
            ]
        )
        rank = {"running": 0, "approved": 1, "submitted": 2, "draft": 3}
        return plans.sorted(lambda plan: (rank.get(plan.state, 9), -plan.id))[:1]

    @api.model
    def _planner_tell_plan(self, plan):
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": plan.id,
            "name": plan.display_name,
            "state": plan.state,
            "state_label": states[plan.state],
        }

    @api.model
    def _planner_figures(self, days, due, visits):
        total = {
            key: sum(day[key] for day in days)
            for key in ("planned_minutes", "available_minutes", "travel_minutes", "km")
        }
        return total | {"km": round(total["km"]), "due_not_planned": due, "visits": visits}
