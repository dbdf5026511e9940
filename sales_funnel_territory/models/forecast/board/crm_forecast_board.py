from dataclasses import dataclass
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....planning.forecast.board import Figures, Row, roll_up, total
from ....planning.forecast.periods import KINDS, Period, earlier, period_of

MANAGER = "sales_team.group_sale_salesman_all_leads"
NUMBERS_OF = "commit"
"""The category whose numbers the board sets: what is promised, closed deals among it."""


@dataclass(frozen=True)
class Asked:
    """Which period the board shows, and the day it is looked at."""

    period: Period
    today: date


class CrmForecastBoard(models.AbstractModel):
    """Will the period be made, and whom to ask: a row for each person, rolled up by teams.

    Read with the reader's own rights, by a fixed number of queries: a rep sees himself, a leader
    his teams.
    """

    _name = "crm.forecast.board"
    _description = "Forecast Board"

    @api.model
    def get_board(self, filters=None):
        """Return the rows of the board, top down, and the total.

        :param filters: kind (month, quarter, year), shift (periods from today's; -1 is the last)
        """
        self.env["crm.lead"].check_access("read")
        asked = self._read_asked(filters or {})
        rows = self._prepare_rows(asked)
        rolled = roll_up(rows.values())
        names = self._name_rows(rows)
        whole = total(rolled)
        company_target = self._read_target(asked, "").get(False)
        return {
            "currency_id": self.env.company.currency_id.id,
            "period": self._describe_period(asked.period),
            "categories": self._get_categories(),
            "rows": [self._describe(one, names) for one in rolled],
            "total": {
                **self._describe(whole, {"": {"name": self.env._("Total")}}),
                "company_target": company_target,
            },
            "weeks": self._read_weeks(asked),
        }

    # ------------------------------------------------------------------ what is asked

    @api.model
    def _read_asked(self, filters):
        kind = filters.get("kind") or "quarter"
        if kind not in KINDS:
            raise UserError(self.env._("A forecast is for a month, a quarter or a year."))
        today = self.env["crm.lead"]._todays()[self.env.company.id]
        scheme = self.env.company._get_fiscal_scheme()
        period = period_of(today, kind, scheme)
        shift = max(-40, min(40, int(filters.get("shift") or 0)))
        return Asked(earlier(period, scheme, -shift), today)

    @api.model
    def _describe_period(self, period):
        return {
            "kind": period.kind,
            "year": period.year,
            "number": period.number,
            "first": fields.Date.to_string(period.first),
            "last": fields.Date.to_string(period.last),
        }

    @api.model
    def _get_categories(self):
        """Return (key, label) of the categories with a column, the surest first."""
        labels = self.env["crm.lead"]._fields["forecast_category"]._description_selection(self.env)
        return [pair for pair in reversed(labels) if pair[0] not in ("closed", "omitted")]

    @api.model
    def _deals_domain(self, asked):
        """Return the deals that count in a period: won in it, or open until its end."""
        last = Domain("forecast_date", "<=", asked.period.last)
        won = Domain("won_status", "=", "won") & Domain("forecast_date", ">=", asked.period.first)
        is_open = self.env["crm.lead"]._open_deal_domain()
        return Domain("type", "=", "opportunity") & last & (won | is_open)

    # ------------------------------------------------------------------ rows

    @api.model
    def _prepare_rows(self, asked):
        """Return {key: Row}: teams first, as the tree has them, then people."""
        figures = self._read_figures(asked)
        targets = {by: self._read_target(asked, by) for by in ("user_id", "team_id")}
        numbers = self._read_numbers(asked)
        teams = self._find_teams(figures, targets["team_id"])
        rows = {}
        for team in teams:
            key = f"team-{team.id}"
            rows[key] = Row(
                key,
                f"team-{team.sudo().parent_id.id}",  # sudo: the tree, whoever may see all of it
                True,
                numbers=numbers.get((False, team.id), {}),
                target=_cents(targets["team_id"].get(team.id)),
            )
        for (team_id, user_id), own in self._add_people(figures, targets["user_id"], numbers):
            key = f"user-{team_id or 0}-{user_id or 0}"
            is_home = own.pop("is_home")
            rows[key] = Row(
                key,
                f"team-{team_id}",
                False,
                own["figures"],
                numbers.get((user_id, False), {}) if is_home else {},
                _cents(targets["user_id"].get(user_id)) if is_home else None,
            )
        return rows

    @api.model
    def _find_teams(self, figures, targets):
        ids = {team_id for team_id, _user_id in figures if team_id} | set(targets)
        found = self.env["crm.team"].search([]) | self.env["crm.team"].browse(ids).exists()
        above = found.sudo()  # sudo: the teams above, to hang those of the reader on
        while above := above.parent_id - found.sudo():
            found |= above.sudo(False)
        has_figures = found.filtered(lambda team: team.id in ids)
        shown = has_figures
        while up := shown.sudo().parent_id.sudo(False) - shown:
            shown |= up
        return found & shown

    @api.model
    def _add_people(self, figures, targets, numbers):
        """Yield ((team id, user id), figures); numbers stand where a person is at home."""
        ids = {user_id for _team_id, user_id in figures if user_id}
        ids |= set(targets) | {user_id for user_id, _team_id in numbers if user_id}
        # sudo: in which team a person is
        users = self.env["res.users"].sudo().browse(ids).exists()
        homes = {user.id: user.sale_team_id.id or False for user in users}
        places = {user_id: [t for t, u in figures if u == user_id] for user_id in homes}
        for user_id, home in homes.items():
            if not places[user_id]:
                figures[home, user_id] = Figures()
            elif home not in places[user_id]:
                homes[user_id] = places[user_id][0]
        for (team_id, user_id), own in figures.items():
            yield (
                (team_id, user_id),
                {"figures": own, "is_home": homes.get(user_id) == team_id},
            )

    # ------------------------------------------------------------------ telling

    @api.model
    def _name_rows(self, rows):
        """Return {key: name and ids of a row, and what the reader may do with it}."""
        user_ids = {int(key.split("-")[2]) for key in rows if key.startswith("user-")} - {0}
        team_ids = {int(key.split("-")[1]) for key in rows} - {0}
        # sudo: names of people and teams whose deals the reader may see
        users = self.env["res.users"].sudo().browse(user_ids).exists()
        teams = self.env["crm.team"].sudo().browse(team_ids).exists()
        user_names, team_names = _names(users), _names(teams)
        led = {team.id for team in teams if self.env.user in team.leader_ids}
        is_manager = self.env.user.has_group(MANAGER)
        found = {}
        for key in rows:
            kind, team_id, *rest = key.split("-")
            team_id, user_id = int(team_id), int(rest[0]) if rest else 0
            found[key] = {
                "name": team_names.get(team_id)
                if kind == "team"
                else user_names.get(user_id, self.env._("Nobody")),
                "team_id": team_id or False,
                "user_id": user_id or False,
                "level": self._get_level(user_id, team_id in led, is_manager, kind),
                "may_submit": kind == "team" and (is_manager or team_id in led),
            }
        return found

    @api.model
    def _get_level(self, user_id, is_leader, is_manager, kind):
        """Return as whom the reader may set a number on a row; False where he may not."""
        if kind == "user" and not user_id:
            return False
        if is_manager:
            return "manager"
        if is_leader:
            return "leader"
        return "person" if user_id == self.env.uid else False

    @api.model
    def _describe(self, rolled, names):
        figures = rolled.figures
        return {
            "key": rolled.row.key,
            "parent": rolled.row.parent,
            "is_team": rolled.row.is_team,
            "depth": rolled.depth,
            **names[rolled.row.key],
            "closed": _amount(figures.closed),
            "categories": {name: _amount(cents) for name, cents in figures.categories.items()},
            "overdue": _amount(figures.overdue),
            "weighted": _amount(figures.weighted),
            "pipeline": _amount(figures.pipeline),
            "below": _amount(rolled.below),
            "best": _amount(rolled.best),
            "numbers": {level: _amount(cents) for level, cents in rolled.row.numbers.items()},
            "target": _amount(rolled.target),
            "target_below": _amount(rolled.target_below),
            "gap": _amount(rolled.gap),
            "coverage": rolled.coverage,
            "win_rate": figures.win_rate,
            "pace": [_amount(cents) for cents in figures.pace],
        }


def _names(records):
    return {record.id: record.display_name for record in records}


def _cents(amount):
    return None if amount is None else round(amount * 100)


def _amount(cents):
    return None if cents is None else cents / 100
