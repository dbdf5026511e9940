from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ....planning.forecast.board import roll_up, total
from ....tools.asked import read_amount, read_id, read_text
from .crm_forecast_board import NUMBERS_OF, read_key


class CrmForecastBoard(models.AbstractModel):
    """What is done on the board: open a figure's deals, say one's own number, submit."""

    _inherit = "crm.forecast.board"

    @api.model
    def action_open_deals(self, filters, key="", column=""):
        """Open the deals behind a figure.

        :param key: of a row; empty: all
        :param column: closed, overdue, weighted, a category; anything else: all that count
        """
        asked = self._read_asked(filters)
        domain = (
            self._deals_domain(asked)
            & self._row_domain(key)
            & self._column_domain(read_text(self.env, column))
        )
        deals = self.env.ref("sales_funnel_territory.crm_lead_view_list_forecast_deals")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deals of the Forecast"),
            "res_model": "crm.lead",
            "views": [(deals.id, "list"), (False, "kanban"), (False, "pivot"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": list(domain),
            "context": {"active_test": False, "create": False},
        }

    @api.model
    def _row_domain(self, key):
        kind, *ids = self._check_key(key).split("-")
        ids = [int(value) or False for value in ids]
        if kind == "team":
            return Domain("team_id", "child_of", ids[0])
        if kind == "user":
            return Domain("team_id", "=", ids[0]) & Domain("user_id", "=", ids[1])
        return Domain.TRUE

    @api.model
    def _column_domain(self, column):
        Lead = self.env["crm.lead"]
        is_open = Lead._open_deal_domain()
        if column == "closed":
            return Domain("won_status", "=", "won")
        if column == "overdue":
            kept = Domain("forecast_category", "!=", "omitted")
            return Domain("period_status", "=", "overdue") & kept
        if column in dict(Lead._fields["forecast_category"].selection):
            values = [column, False] if column == "pipeline" else [column]
            found = is_open & Domain("forecast_category", "in", values)
            return (
                found if column == "omitted" else found & ~Domain("period_status", "=", "overdue")
            )
        return is_open if column == "weighted" else Domain.TRUE

    @api.model
    def set_number(self, filters, key, amount, note):
        """Say what one expects of a row, over what comes from below."""
        asked = self._read_asked(filters)
        key = self._check_key(key)
        level = self._name_rows([key])[key]["level"]
        if not level or not self._is_there(key):
            raise AccessError(self.env._("Your number is about yourself, or about your teams."))
        about = self._read_about(key)
        below = self._read_below(asked, key)
        number = self.env["crm.forecast.adjustment"].create(
            {
                **about,
                "level": level,
                "category": NUMBERS_OF,
                "period_kind": asked.period.kind,
                "date_from": asked.period.first,
                "amount": read_amount(self.env, amount),
                "note": read_text(self.env, note),
            }
        )
        # sudo: nobody writes what stood below; it is what the setter saw
        number.sudo()._keep_as({"computed_amount": below})
        return number.id

    @api.model
    def _read_below(self, asked, key):
        """Return what comes from below on a row, as the reader sees it."""
        rolled = roll_up(self._prepare_rows(asked, self._read_numbers(asked)).values())
        found = (one for one in rolled if one.row.key == key)
        below = next((one.below for one in found), 0) if key else total(rolled).below
        return below / 100

    @api.model
    def _read_about(self, key):
        """Return what a number on a row is about: a person, a team, or (neither) the company."""
        team_id, user_id = read_key(key)
        if user_id:
            return {"about_user_id": user_id}
        return {"about_team_id": team_id} if team_id else {}

    @api.model
    def _is_there(self, key):
        """Tell whether whom a row is about exists, as far as the reader may know him."""
        team_id, user_id = read_key(key)
        found = self.env["res.users"].browse(user_id) or self.env["crm.team"].browse(team_id)
        return not found or bool(found.exists()._filtered_access("read"))

    @api.model
    def _find_team(self, team_id):
        team = self.env["crm.team"].search([("id", "=", read_id(self.env, team_id))])
        if not team:
            raise UserError(self.env._("This team is gone, or belongs to another company."))
        return team

    @api.model
    def submit(self, filters, team_id, comment=""):
        """Submit a team's forecast for this week, with the teams below.

        A team below whose forecast is locked stays as it is.
        """
        asked = self._read_asked(filters)
        team = self._find_team(team_id)
        teams = team.search([("id", "child_of", team.id)])
        this_week = self._read_snapshots(asked).filtered(lambda one: one.week == asked.week)
        locked = this_week.filtered(lambda one: one.state == "locked").team_id
        below = teams.filtered(lambda one: one == team or one not in locked)
        return self.env["crm.forecast.snapshot"].submit(
            below.ids, asked.period.kind, fields.Date.to_string(asked.period.first), comment
        )

    @api.model
    def lock(self, filters, team_id):
        """Let nobody submit a team's forecast of this week again, nor those of the teams below.

        :return: ids of the snapshots that this has locked, to take it back
        """
        asked = self._read_asked(filters)
        teams = self.env["crm.team"].search([("id", "child_of", self._find_team(team_id).id)])
        this_week = self._read_snapshots(asked).filtered(
            lambda one: (
                one.week == asked.week and one.team_id.id in teams.ids and one.state != "locked"
            )
        )
        this_week.with_env(self.env).action_lock()
        return this_week.ids
