from odoo import api, fields, models

from .crm_forecast_board import LEADER, MANAGER, amount_of, read_key


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
        user_names, team_names = _names(users.exists()), _names(teams)
        led = {team.id for team in teams if self.env.user in team.leader_ids}
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
                "level": self._get_level(key, user_id, team_id in led, is_manager),
                "may_submit": bool(team_id) and not is_person and (is_manager or team_id in led),
            }
        return found

    @api.model
    def _get_level(self, key, user_id, is_leader, is_manager):
        """Return as whom the reader may set a number on a row; False where he may not."""
        if key.startswith("user-") and not user_id:
            return False
        if user_id == self.env.uid:
            return "person"
        if is_manager:
            return "manager"
        return "leader" if is_leader else False

    @api.model
    def _describe_week(self, asked):
        """Return {team id: what was submitted this week}, of the teams that have submitted."""
        snapshots = self._read_snapshots(asked).filtered(lambda one: one.week == asked.week)
        # who may not read the forecast of a team is only told that it was submitted
        readable = set(snapshots.with_env(self.env)._filtered_access("read").ids)
        is_leader = self.env.user.has_group(LEADER)
        return {
            one.team_id.id: {
                "id": one.id if one.id in readable else False,
                "state": one.state,
                "by": one.submitted_by_id.name,
                "on": fields.Datetime.to_string(one.submitted_on),
                "comment": one.comment or "" if is_leader and one.id in readable else "",
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
