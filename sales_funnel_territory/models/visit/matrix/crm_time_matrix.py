from collections import defaultdict

from babel.dates import format_skeleton
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.misc import babel_locale_parse, get_lang

from ....planning import time_matrix
from ....planning.time_matrix import QUADRANTS
from ....tools.day_words import day_words

CARDS = 30  # of a quadrant at first
MOST_CARDS = 500


class CrmTimeMatrix(models.AbstractModel):
    """What the time matrix shows of a person: four quadrants, and where his time goes."""

    _name = "crm.time.matrix"
    _description = "Time Matrix"

    @api.model
    def get_matrix(self, user_id=False, day=False, limits=None):
        """Return the board of a person, with the shares of time of a week.

        :param user_id: whose; default: one's own
        :param day: any day of the week, ISO; default: today
        :param limits: how many cards of a quadrant, by its key
        """
        person = self._matrix_person(user_id)
        activities = self._matrix_activities(person)
        places = self._matrix_places(activities)
        delegations = self._matrix_delegations(person, activities)
        asked = {one.activity_id.id: one for one in delegations if one.from_id.id == person.id}
        return {
            **self._matrix_head(person),
            "quadrants": self._matrix_quadrants(places, asked, limits or {}),
            "requests": self._matrix_requests(delegations),
            "share": self._matrix_share(person, day),
        }

    @api.model
    def _matrix_person(self, user_id=False):
        """Return whose matrix it is; refuse one the user does not lead."""
        self.env["crm.today"]._check_sales()
        user = self.env["res.users"].browse(int(user_id or self.env.uid))
        if user != self.env.user and not user.exists():
            raise AccessError(self.env._("This person is no user any more. Choose another one."))
        if not self.env.user._is_visit_decider(user):
            raise AccessError(
                self.env._(
                    "Only %(person)s and his leaders look at his time matrix: choose another one.",
                    # sudo: a colleague's name is no secret
                    person=user.sudo().name,
                )
            )
        return user

    @api.model
    def _matrix_head(self, person):
        # sudo: a colleague's name
        name = person.sudo().name
        rule = self.env["mail.activity"]._get_matrix_rule(
            person.sudo().company_id.id, person.sudo().company_id.id
        )
        today = fields.Date.context_today(self)
        return {
            "user": {"id": person.id, "name": name},
            "users": self.env["crm.visit.plan"]._planner_people(),
            "can_edit": person == self.env.user,
            "today": today.isoformat(),
            "calm_day": self._matrix_day_label(time_matrix.first_calm_day(rule, today)),
        }

    # ------------------------------------------------------------------ the quadrants

    @api.model
    def _matrix_activities(self, person):
        """Return the open activities of a person that the user may read, soonest first."""
        return self.env["mail.activity"].search_fetch(
            [("user_id", "=", person.id)],
            [
                "summary",
                "activity_type_id",
                "res_model",
                "res_id",
                "res_name",
                "date_deadline",
                "user_id",
                "active",
                "date_done",
                "matrix_importance",
                "matrix_urgency",
            ],
            order="date_deadline, id",
        )

    @api.model
    def _matrix_places(self, activities):
        """Return ``(activity, item, rule, today, facts)`` by quadrant, soonest first."""
        Activity = self.env["mail.activity"]
        facts = activities._read_matrix_facts()
        places = defaultdict(list)
        for activity in activities:
            known = facts.get(activity.id)
            item, rule, today = Activity._prepare_matrix_item(activity, known)
            where = time_matrix.quadrant(item, rule, today)
            places[where].append((activity, item, rule, today))
        return places

    @api.model
    def _matrix_delegations(self, person, activities):
        """Return what colleagues were asked to take of these, and what they ask the person."""
        # sudo: of activities the user may read; a delegation says no more than them. What the
        # person is asked is told to himself only
        delegations = (
            self.env["crm.activity.delegation"]
            .sudo()
            .search_fetch(
                [
                    ("state", "=", "asked"),
                    "|",
                    ("activity_id", "in", activities.ids),
                    ("to_id", "=", person.id),
                ],
                ["activity_id", "from_id", "to_id", "state", "note"],
            )
        )
        (person.sudo() | delegations.from_id | delegations.to_id).mapped("name")  # at once
        return delegations

    @api.model
    def _matrix_quadrants(self, places, asked, limits):
        """Return the quadrants: what a colleague was asked to take waits under Delegate."""
        waiting = [
            (key, place) for key in QUADRANTS for place in places[key] if place[0].id in asked
        ]
        for key, place in waiting:
            if key != "delegate":
                places[key].remove(place)
                places["delegate"].append(place)
        places["delegate"].sort(key=lambda place: (place[0].date_deadline, place[0].id))
        return [
            self._matrix_quadrant(key, places[key], asked, self._matrix_limit(limits, key))
            for key in QUADRANTS
        ]

    @api.model
    def _matrix_limit(self, limits, key):
        wanted = limits.get(key)
        return min(wanted, MOST_CARDS) if isinstance(wanted, int) and wanted > 0 else CARDS

    @api.model
    def _matrix_quadrant(self, key, places, asked, limit):
        labels = dict(
            self.env["mail.activity"]._fields["matrix_quadrant"]._description_selection(self.env)
        )
        return {
            "key": key,
            "label": labels[key],
            "count": len(places),
            "late": sum(item.due < today for _one, item, _rule, today in places),
            "cards": [self._matrix_card(*place, asked) for place in places[:limit]],
        }

    @api.model
    def _matrix_card(self, activity, item, rule, today, asked):
        delegation = asked.get(activity.id)
        kind = activity.activity_type_id
        return {
            "id": activity.id,
            "name": activity.summary or kind.name or self.env._("To Do"),
            "type": kind.name or "",
            "icon": kind.icon or "fa-tasks",
            "document": activity.res_name or "",
            "date": item.due.isoformat(),
            "date_label": self._matrix_day_label(item.due),
            "state": self._matrix_state(item.due, today),
            "important": time_matrix.is_important(item, rule),
            "urgent": time_matrix.is_urgent(item, rule, today),
            "importance": item.importance or "",
            "urgency": item.urgency or "",
            "why": self._matrix_why(item, rule, kind),
            "minutes": kind.minutes,
            "asked": delegation.to_id.name if delegation else "",
            "delegation_id": delegation.id if delegation else False,
        }

    @api.model
    def _matrix_state(self, due, today):
        if due < today:
            return "overdue"
        return "today" if due == today else "planned"

    @api.model
    def _matrix_day_label(self, day):
        """Return a day with its weekday, in the order of the reader's language."""
        return day_words(self.env, day)

    @api.model
    def _matrix_date_words(self, skeleton, day):
        locale = babel_locale_parse(get_lang(self.env).code)
        return format_skeleton(skeleton, day, locale=locale)

    @api.model
    def _matrix_why(self, item, rule, kind):
        """Return in words why it is important, as far as the rule says."""
        if item.importance:
            said = {"yes": self.env._("as you said"), "no": self.env._("not, as you said")}
            return [said[item.importance]]
        reasons = [
            (item.class_counts, self.env._("customer class")),
            (time_matrix.is_amount_large(item, rule), self.env._("amount")),
            (item.type_counts, kind.name),
        ]
        return [words for counts, words in reasons if counts]

    # ------------------------------------------------------------------ what others ask

    @api.model
    def _matrix_requests(self, delegations):
        """Return what colleagues ask the user to take; only his own are his to answer."""
        return [
            {
                "id": one.id,
                "name": one.activity_name or "",
                "document": one.document_name or "",
                "date_label": self._matrix_day_label(one.date_deadline),
                "from": one.from_id.name,
                "note": one.note or "",
            }
            for one in delegations
            if one.to_id == self.env.user and one.is_open
        ]
