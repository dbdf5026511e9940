from collections import Counter
from datetime import timedelta

from odoo import api, fields, models

from ....planning.time_matrix import QUADRANTS, percentages


class CrmTimeMatrix(models.AbstractModel):
    """Where the time of a week goes, beside where it was meant to go."""

    _inherit = "crm.time.matrix"

    @api.model
    def _matrix_share(self, person, day=False):
        today = fields.Date.context_today(self)
        day = fields.Date.to_date(day) or today
        monday = day - timedelta(days=day.weekday())
        rows = self._matrix_hours(person, monday)
        plan = self.env["crm.time.plan"]._find_for(person)
        total = sum(hours for _kind, _quadrant, hours, _done in rows)
        return {
            **self._matrix_week(monday, today),
            "hours": round(total, 2),
            "done_hours": round(sum(done for *_where, done in rows), 2),
            "quadrants": self._matrix_share_quadrants(rows),
            "kinds": self._matrix_share_kinds(rows, plan),
            "plan": self._matrix_tell_plan(plan),
        }

    @api.model
    def _matrix_hours(self, person, monday):
        """Return ``(kind, quadrant, hours, hours done)`` of a week."""
        return self.env["crm.time.report"]._read_group(
            [
                ("user_id", "=", person.id),
                ("date", ">=", monday),
                ("date", "<", monday + timedelta(days=7)),
            ],
            ["work_kind", "quadrant"],
            ["hours:sum", "done_hours:sum"],
        )

    @api.model
    def _matrix_week(self, monday, today):
        sunday = monday + timedelta(days=6)
        return {
            "date_from": monday.isoformat(),
            "date_to": sunday.isoformat(),
            "is_this_week": monday <= today <= sunday,
            "previous": (monday - timedelta(days=7)).isoformat(),
            "next": (monday + timedelta(days=7)).isoformat(),
            "label": self.env._(
                "%(first)s - %(last)s, week %(number)s",
                first=self._matrix_date_words("MMMd", monday),
                last=self._matrix_date_words("yMMMd", sunday),
                number=monday.isocalendar().week,
            ),
        }

    @api.model
    def _matrix_share_quadrants(self, rows):
        labels = self._matrix_labels("quadrant")
        hours = Counter()
        for _kind, quadrant, spent, _done in rows:
            hours[quadrant or "none"] += spent
        keys = [*QUADRANTS, *(["none"] if hours["none"] else [])]
        shares = percentages({key: hours[key] for key in keys})
        labels["none"] = self.env._("In No Quadrant")
        return [
            {"key": key, "label": labels[key], "hours": hours[key], "percent": shares[key]}
            for key in keys
        ]

    @api.model
    def _matrix_share_kinds(self, rows, plan):
        labels = self._matrix_labels("work_kind")
        hours = Counter()
        for kind, _quadrant, spent, _done in rows:
            hours[kind] += spent
        shares = percentages({key: hours[key] for key in labels})
        planned = plan._get_shares() if plan else {}
        return [
            {
                "key": key,
                "label": label,
                "hours": hours[key],
                "percent": shares[key],
                "planned_percent": planned.get(key, False) if plan else False,
                "planned_hours": plan.hours * planned[key] / 100 if plan else False,
            }
            for key, label in labels.items()
            if hours[key] or planned.get(key)
        ]

    @api.model
    def _matrix_labels(self, name):
        field = self.env["crm.time.report"]._fields[name]
        return dict(field._description_selection(self.env))

    @api.model
    def _matrix_tell_plan(self, plan):
        if not plan:
            return False
        return {"id": plan.id, "name": plan.display_name, "hours": plan.hours}

    # ------------------------------------------------------------------ its records

    @api.model
    def action_open_time(self, user_id, date_from, kind=False, quadrant=False):
        """Open what makes up the hours of a week: all, of a kind of work, or of a quadrant."""
        person = self._matrix_person(user_id)
        monday = fields.Date.to_date(date_from)
        domain = [
            ("user_id", "=", person.id),
            ("date", ">=", fields.Date.to_string(monday)),
            ("date", "<", fields.Date.to_string(monday + timedelta(days=7))),
        ]
        if kind:
            domain.append(("work_kind", "=", kind))
        if quadrant:
            domain.append(("quadrant", "=", False if quadrant == "none" else quadrant))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_time_report_action"
        )
        return {
            **action,
            "domain": domain,
            "context": {},
            "views": [(False, "list"), (False, "pivot"), (False, "graph")],
        }

    @api.model
    def action_open_plan(self, user_id=False):
        """Open the time plan that counts for a person, or a new one of his own."""
        person = self._matrix_person(user_id)
        plan = self.env["crm.time.plan"]._find_for(person)
        own = plan if plan.user_id == person else self.env["crm.time.plan"]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Time Plan"),
            "res_model": "crm.time.plan",
            "res_id": own.id,
            "views": [(False, "form")],
            "target": "new",
            "context": self._matrix_plan_defaults(person, plan),
        }

    @api.model
    def _matrix_plan_defaults(self, person, plan):
        """Return what a plan of one's own starts from: the one that counts until then."""
        # sudo: the company of a person whose matrix the user may see
        defaults = {"default_user_id": person.id, "default_company_id": person.sudo().company_id.id}
        if plan:
            shares = plan._get_shares()
            defaults |= {f"default_share_{key}": share for key, share in shares.items()}
            defaults["default_hours"] = plan.hours
        return defaults
