import re
from dataclasses import dataclass
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....planning.forecast.board import Figures, Row, roll_up, total, whom_to_ask
from ....planning.forecast.periods import KINDS, Period, earlier, period_of
from ....tools.asked import MOST_ID, read_number, read_options

MANAGER = "sales_team.group_sale_salesman_all_leads"
NUMBERS_OF = "commit"
"""The category whose numbers the board sets: what is promised, closed deals among it."""
KEY = re.compile(r"(team-[0-9]{1,10}|user-[0-9]{1,10}-[0-9]{1,10})?")


@dataclass(frozen=True)
class Asked:
    """Which period the board shows, and the day it is looked at."""

    period: Period
    today: date

    @property
    def is_now(self):
        """Tell whether the period is the present one."""
        return self.period.first <= self.today <= self.period.last

    @property
    def week(self):
        """Return the Monday of this week."""
        return self.today - timedelta(days=self.today.weekday())


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
        asked = self._read_asked(filters)
        notes = self._read_numbers(asked)
        rows = self._prepare_rows(asked, notes)
        rolled = roll_up(rows.values())
        whole = total(
            rolled, _cents(self._read_target(asked, "").get(False)), _numbers(notes, False, False)
        )
        names = self._name_rows(["", *rows])
        submitted = self._describe_week(asked)
        told = [
            self._describe(one, names, notes, submitted)
            for one in rolled
            if one.tells or (names[one.row.key]["level"] and one.row.is_home)
        ]
        return {
            "currency_id": self.env.company.currency_id.id,
            "period": self._describe_period(asked.period),
            "is_now": asked.is_now,
            "categories": self._get_categories(),
            "levels": self._get_levels(told),
            "rows": told,
            "total": {
                **self._describe(whole, names, notes, submitted), "verdict": whole.verdict
            },
            "asks": self._describe_asks(rolled, names),
            "weeks": [fields.Date.to_string(week) for week in self._get_weeks(asked)],
        }  # fmt: skip

    @api.model
    def _describe_asks(self, rolled, names):
        """Return whom the reader should ask: not himself."""
        others = {
            one.row.key: one for one in rolled if names[one.row.key]["user_id"] != self.env.uid
        }
        return [
            {
                "key": ask.key,
                "reason": ask.reason,
                "amount": amount_of(ask.cents),
                "overdue": amount_of(others[ask.key].figures.overdue),
            }
            for ask in whom_to_ask(others.values())
        ]

    # ------------------------------------------------------------------ what is asked

    @api.model
    def _read_asked(self, filters):
        filters = read_options(self.env, filters)
        kind = filters.get("kind") or "quarter"
        if kind not in KINDS:
            raise UserError(self.env._("A forecast is for a month, a quarter or a year."))
        today = self.env["crm.lead"]._todays()[self.env.company.id]
        scheme = self.env.company._get_fiscal_scheme()
        period = period_of(today, kind, scheme)
        shift = max(-40, min(40, read_number(self.env, filters.get("shift"))))
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
        """Return the deals that count in a period: won in it, or expected to close in it.

        What is overdue from earlier periods counts in the present one.
        """
        last = Domain("forecast_date", "<=", asked.period.last)
        first = Domain("forecast_date", ">=", asked.period.first)
        won = Domain("won_status", "=", "won") & first
        is_open = self.env["crm.lead"]._open_deal_domain()
        if not asked.is_now:
            is_open &= first
        own = self._company_domain()
        return own & Domain("type", "=", "opportunity") & last & (won | is_open)

    @api.model
    def _company_domain(self):
        """Return the deals of the company one works in: targets, numbers, weeks are its, too."""
        return Domain("company_id", "in", self.env.company._get_counted_companies())

    @api.model
    def _check_key(self, key):
        """Return the key of a row, whatever stands for the row of all.

        :raises UserError: where no row could have it
        """
        key = key or ""
        ids = re.findall(r"\d+", key) if isinstance(key, str) and KEY.fullmatch(key) else [MOST_ID]
        if any(int(number) >= MOST_ID for number in ids):
            raise UserError(self.env._("“%(key)s” is no row of the forecast board.", key=key))
        return key

    # ------------------------------------------------------------------ rows

    @api.model
    def _prepare_rows(self, asked, notes):
        """Return {key: Row}: teams first, as the tree has them, then people."""
        figures = self._read_figures(asked)
        targets = {by: self._read_target(asked, by) for by in ("user_id", "team_id")}
        people = list(self._add_people(asked, figures, targets["user_id"], notes))
        rows = {}
        for team in self._find_teams(figures, targets["team_id"]):
            key = f"team-{team.id}"
            rows[key] = Row(
                key,
                f"team-{team.sudo().parent_id.id}",  # sudo: the tree, whoever may see all of it
                True,
                numbers=_numbers(notes, False, team.id),
                target=_cents(targets["team_id"].get(team.id)),
            )
        for (team_id, user_id), own, is_home in people:
            key = f"user-{team_id or 0}-{user_id or 0}"
            rows[key] = Row(
                key,
                f"team-{team_id}",
                False,
                own,
                _numbers(notes, user_id, False) if is_home else {},
                _cents(targets["user_id"].get(user_id)) if is_home else None,
                is_home,
            )
        return rows

    @api.model
    def _find_teams(self, figures, targets):
        """Return the teams with anything to tell, and those above.

        Of the teams above only those whose figures the reader sees in full: his own, or all.
        """
        ids = {team_id for team_id, _user_id in figures if team_id} | set(targets)
        # sudo: the tree; names and figures follow the reader's rights
        found = self.env["crm.team"].sudo().browse(self._read_tree(ids))
        if not self.env.user.has_group(MANAGER):
            found = found.filtered(lambda team: self.env.user in team.leader_ids)
        return found.sorted(lambda team: (team.sequence, team.name))

    @api.model
    def _add_people(self, asked, figures, targets, notes):
        """Yield ((team id, user id), figures, whether the person is at home there).

        His home has a row where anything was said of him, and where the reader may say it: a
        number stands where it was set.
        """
        said = set(targets) | {user_id for user_id, _team_id in notes if user_id}
        ids = said | {user_id for _team_id, user_id in figures if user_id}
        users = self.env["res.users"].browse(ids).exists()
        homes = users._find_forecast_homes(self.env.company)
        places = {user_id: [] for user_id in users.ids}
        for team_id, user_id in figures:
            places.get(user_id, []).append(team_id)
        if asked.today <= asked.period.last:
            said |= self._find_judged(users, homes)
        for user_id, found in places.items():
            home = homes.setdefault(user_id, found[0] if found else False)
            if user_id in said:
                figures.setdefault((home, user_id), Figures())
        for (team_id, user_id), own in figures.items():
            yield (team_id, user_id), own, homes.get(user_id) == team_id


def read_key(key):
    """Return ids of team and person of a row's key."""
    ids = [int(part) for part in key.split("-")[1:]]
    return (*ids, 0, 0)[:2]


def _numbers(notes, user_id, team_id):
    """Return {level: cents} of what was said of a person, a team, or (neither) the company."""
    return {level: one["cents"] for level, one in notes.get((user_id, team_id), {}).items()}


def _cents(amount):
    return None if amount is None else round(amount * 100)


def amount_of(cents):
    """Return whole cents as an amount of the currency."""
    return None if cents is None else cents / 100
