from odoo import api, fields, models
from odoo.exceptions import AccessError

from ....tools.day_words import day_words

_MENU = "sales_funnel_territory.sales_funnel_territory_menu_visits_today"


class CrmToday(models.AbstractModel):
    """What a person's day asks of him, in one answer and a fixed number of queries.

    Days and times are those of the person's own clock; what the user may not read is not told.
    """

    _name = "crm.today"
    _description = "Today"

    @api.model
    def get_today(self, user_id=False):
        """Return a person's day.

        :param user_id: whose; default: one's own. Leaders may look at those they lead.
        """
        self._check_sales()
        user = self.env["crm.visit.plan"]._planner_person(user_id)
        frame = self._today_frame(user)
        return self._today_head(frame) | self._today_parts(frame)

    @api.model
    def _today_parts(self, frame):
        return {
            "visits": self._today_visits(frame),
            "unsaid": self._today_unsaid(frame),
            "activities": self._today_activities(frame),
            "leads": self._today_leads(frame),
        }

    @api.model
    def _check_sales(self):
        """Refuse whoever does not sell: an abstract model has no access rights of its own."""
        if not self.env.user.has_group("sales_team.group_sale_salesman"):
            raise AccessError(
                self.env._("Only people in sales have this screen: ask an administrator.")
            )

    @api.model
    def _today_frame(self, user):
        Plan = self.env["crm.visit.plan"]
        zone = user._get_zone()
        today = fields.Datetime.context_timestamp(
            self.with_context(tz=str(zone)), fields.Datetime.now()
        ).date()
        return Plan._planner_one_day(user, today)

    @api.model
    def _today_head(self, frame):
        _today, now = frame.to_local(fields.Datetime.now())
        # sudo: a colleague's name
        person = frame.user.sudo()
        return {
            "user": {"id": person.id, "name": person.name},
            "users": self.env["crm.visit.plan"]._planner_people(),
            "is_mine": person == self.env.user,
            "tz": str(frame.zone),
            "today": frame.first.isoformat(),
            "now": now,
            "label": day_words(self.env, frame.first, is_full=True),
        }

    @api.model
    def _today_tell_day(self, frame, day):
        """Return a day as one says it: today, yesterday, the date."""
        apart = (day - frame.first).days
        near = {
            0: self.env._("Today"),
            1: self.env._("Tomorrow"),
            -1: self.env._("Yesterday"),
        }
        return near.get(apart) or day_words(self.env, day)

    # ------------------------------------------------------------------ first screen

    @api.model
    def _is_first_screen(self):
        """Tell whether the app opens with it: for reps who use visits."""
        if self.env.user.has_group("sales_funnel_territory.group_team_leader"):
            return False
        menu = self.env.ref(_MENU, raise_if_not_found=False)
        if not menu:
            return False
        # sudo: the menu above; whether the user sees both is asked of the search
        wanted = menu.sudo() | menu.sudo().parent_id
        return len(self.env["ir.ui.menu"].search([("id", "in", wanted.ids)])) == len(wanted)
