from odoo import api, fields, models

from .crm_forecast_board import MANAGER, amount_of, read_key


class CrmForecastBoard(models.AbstractModel):
    """What the rows of the board tell, and what their reader may do with each."""

    _inherit = "crm.forecast.board"

    @api.model
    def _name_rows(self, keys):
        """Return {key: name and ids of a row, and what the reader may do with it}."""
        places = {key: read_key(key) for key in keys}
        # sudo: names of people and teams whose deals the reader may see
        users = self.env["res.users"].sudo().browse({u for _t, u in places.values() if u})
        teams = self.env["crm.team"].sudo().browse({t for t, _u in places.values() if t}).exists()
        users = users.exists()
        user_names, team_names = _names(users), _names(teams)
        over_users, over_teams = self._read_levels(users, teams)
        is_manager = self.env.user.has_group(MANAGER)
        found = {}
        for key, (team_id, user_id) in places.items():
            is_person = key.startswith("user-")
            name = user_names.get(user_id, self.env._("Nobody"))
            if not is_person:
                name = team_names.get(team_id, "") if key else self.env._("Total")
            found[key] = {
                "name": name,
                "team": team_names.get(team_id, "") if is_person else "",
                "team_id": team_id or False,
                "user_id": user_id or False,
                "level": self._get_level(
                    key,
                    user_id,
                    over_users.get(user_id) if is_person else over_teams.get(team_id),
                    is_manager,
                ),
                "may_submit": bool(team_id)
                and not is_person
                and (is_manager or bool(over_teams.get(team_id))),
            }
        return found

    @api.model
    def _read_levels(self, users, teams):
        """Return {user id: as whom the reader leads him}, and {team id: as whom he leads it}.

        A person is led by those of his home team, in whichever team's row he stands.
        """
        homes = users._find_forecast_homes(self.env.company)
        get_level = self.env["crm.forecast.adjustment"]._get_level_over
        known = teams | teams.browse({*homes.values()})
        level = {team.id: get_level(team) for team in known}
        return (
            {user_id: level[team_id] for user_id, team_id in homes.items()},
            {team.id: level[team.id] for team in teams},
        )

    @api.model
    def _find_judged(self, users, homes):
        """Return the ids of those of whom the reader may say a number."""
        if self.env.user.has_group(MANAGER):
            return set(users.ids)
        get_level = self.env["crm.forecast.adjustment"]._get_level_over
        teams = self.env["crm.team"].browse({*homes.values()})
        led = {team.id for team in teams if get_level(team)}
        return {user_id for user_id, team_id in homes.items() if team_id in led} | {self.env.uid}

    @api.model
    def _get_level(self, key, user_id, leads_as, is_manager):
        """Return as whom the reader may set a number on a row; False where he may not.

        :param leads_as: leader, head, or nothing where he leads neither the team nor one above
        """
        if key.startswith("user-") and not user_id:
            return False
        if user_id == self.env.uid:
            return "person"
        if is_manager:
            return "manager"
        return leads_as or False

    @api.model
    def _get_levels(self, rows):
        """Return (key, label) of the levels with a column, from below.

        That of the leaders above stands where one of them has set a number, or the reader may:
        most companies have no team above another.
        """
        levels = [
            ("person", self.env._("Own")),
            ("leader", self.env._("Leader's")),
            ("head", self.env._("Leader Above's")),
            ("manager", self.env._("Manager's")),
        ]
        has_head = any(row["level"] == "head" or "head" in row["numbers"] for row in rows)
        return [pair for pair in levels if has_head or pair[0] != "head"]

    @api.model
    def _describe_week(self, asked):
        """Return {team id: what was submitted this week}, of the teams that have submitted."""
        snapshots = self._read_snapshots(asked).filtered(lambda one: one.week == asked.week)
        # who may not read the forecast of a team is only told that it was submitted
        readable = set(snapshots.with_env(self.env)._filtered_access("read").ids)
        is_manager = self.env.user.has_group(MANAGER)
        return {
            one.team_id.id: {
                "id": one.id if one.id in readable else False,
                "state": one.state,
                "by": one.submitted_by_id.name,
                "on": fields.Datetime.to_string(one.submitted_on),
                "comment": one.comment or ""
                if one.id in readable and (is_manager or self.env.user in one.team_id.leader_ids)
                else "",
            }
            for one in snapshots
        }

    @api.model
    def _describe(self, rolled, names, notes, submitted):
        row, figures = rolled.row, rolled.figures
        own = names[row.key]
        about = (False if row.is_team else own["user_id"], own["team_id"] if row.is_team else False)
        return {
            "key": row.key,
            "parent": row.parent,
            "is_team": row.is_team,
            "depth": rolled.depth,
            **own,
            "level": own["level"] if row.is_home else False,
            "notes": _amounts(notes.get(about, {})) if row.is_home else {},
            "week": submitted.get(own["team_id"], False) if row.is_team else False,
            "line": [amount_of(cents) for cents in figures.weeks],
            "usual": amount_of(rolled.usual),
            "closed": amount_of(figures.closed),
            "categories": {name: amount_of(cents) for name, cents in figures.categories.items()},
            "overdue": amount_of(figures.overdue),
            "weighted": amount_of(figures.weighted),
            "pipeline": amount_of(figures.pipeline),
            "below": amount_of(rolled.below),
            "best": amount_of(rolled.best),
            "numbers": {level: amount_of(cents) for level, cents in row.numbers.items()},
            "target": amount_of(rolled.target),
            "target_below": amount_of(rolled.target_below),
            "gap": amount_of(rolled.gap),
            "coverage": rolled.coverage,
            "win_rate": figures.win_rate,
            "pace": [amount_of(cents) for cents in figures.pace],
        }


def _amounts(notes):
    return {
        level: {name: value for name, value in one.items() if name != "cents"}
        for level, one in notes.items()
    }


def _names(records):
    return {record.id: record.display_name for record in records}
