from odoo import api, models
from odoo.fields import Domain

from .crm_sales_target_version import MANAGER


class CrmSalesTarget(models.Model):
    """Who stands in the rows of the grid, below whom, and whose targets the reader may set."""

    _inherit = "crm.sales.target"

    @api.model
    def _prepare_rows(self, version, by, known):
        """Return {key: name, parent, depth, what the reader may do}, in the order of the tree.

        :param known: keys of the rows that have a target
        """
        prepare = {
            "team": self._prepare_team_rows,
            "territory": self._prepare_territory_rows,
            "categ": self._prepare_categ_rows,
        }[by]
        rows = prepare(version, known)
        if self.env.user.has_group(MANAGER):
            company = _row(version.company_id.name, None, "company", True)
            rows = {"company": company, **rows}
            for row in rows.values():
                row["is_editable"] = True
                if row is not company and row["parent"] not in rows:
                    row["parent"] = "company"
        for row in rows.values():
            row["is_editable"] = row["is_editable"] and version.state == "draft"
        return _with_depth(rows)

    @api.model
    def _prepare_team_rows(self, version, known):
        teams = self._find_grid_teams(version, _ids(known, "team"))
        people = self._find_grid_people(version, teams, _ids(known, "user"))
        rows = {
            f"team-{team.id}": _row(team.name, f"team-{team.parent_id.id}", "team", team.active)
            for team in teams
        }
        led = teams.filtered(lambda team: self.env.user in team.leader_ids)
        homes = people._find_forecast_homes(version.company_id)
        for person in people:
            home = homes.get(person.id, person.sale_team_id.id)
            row = _row(person.name, f"team-{home}", "user", person.active)
            row["is_editable"] = person.sale_team_id in led and person != self.env.user
            row["is_guest"] = not person.crm_team_ids & teams
            rows[f"user-{person.id}"] = row
        return rows

    @api.model
    def _find_grid_teams(self, version, known):
        """Return the teams of the company whose targets the reader may see."""
        # sudo: names, the tree and who leads; whose targets the reader sees was decided by rules
        Team = self.env["crm.team"].sudo().with_context(active_test=False)
        domain = Domain("active", "=", True) & Domain(
            "company_id", "in", [version.company_id.id, False]
        )
        if not self.env.user.has_group(MANAGER):
            domain &= Domain("leader_ids", "=", self.env.uid)
        return Team.search(domain | Domain("id", "in", list(known)))

    @api.model
    def _find_grid_people(self, version, teams, known):
        """Return the people of these teams, whoever else has a target, and the reader himself.

        A sales manager also sees who sells without being in a team: somebody has to set his.
        """
        # sudo: names of the reader's people, and in which team they are
        User = self.env["res.users"].sudo().with_context(active_test=False)
        here = Domain("active", "=", True) & Domain("company_ids", "in", version.company_id.ids)
        mine = Domain("sale_team_id", "in", teams.ids)
        if self.env.user.has_group(MANAGER):
            members = teams.member_ids
            besides = User._find_sellers_besides(version.company_id, members)
            mine |= Domain("id", "in", [*members.ids, *besides])
        elif version.state in ("approved", "superseded"):
            mine |= Domain("id", "=", self.env.uid)
        found = User.search((here & mine) | Domain("id", "in", list(known)), order="name, id")
        return found.with_context(active_test=True)  # teams they have left are not theirs

    @api.model
    def _prepare_territory_rows(self, version, known):
        Territory = self.env["crm.territory"].with_context(active_test=False)
        here = Domain("active", "=", True) & Domain(
            "company_id", "in", [version.company_id.id, False]
        )
        found = Territory.search(here | Domain("id", "in", list(_ids(known, "territory"))))
        return {
            f"territory-{one.id}": _row(
                one.name, f"territory-{one.parent_id.id}", "territory", one.active
            )
            for one in found
        }

    @api.model
    def _prepare_categ_rows(self, _version, _known):
        return {
            f"categ-{one.id}": _row(one.name, f"categ-{one.parent_id.id}", "categ", True)
            for one in self.env["product.category"].search([])
        }


def _row(name, parent, kind, is_active):
    return {
        "name": name,
        "parent": parent,
        "kind": kind,
        "is_archived": not is_active,
        "is_editable": False,
        "is_guest": False,
    }


def _ids(keys, kind):
    found = (key.rpartition("-") for key in keys)
    return {int(number) for name, _dash, number in found if name == kind}


def _with_depth(rows):
    """Return the rows with their depth in the tree; a parent who is not shown is none."""
    for row in rows.values():
        if row["parent"] not in rows:
            row["parent"] = None
    for key, row in rows.items():
        above, depth = row["parent"], 0
        while above and depth < len(rows):
            above, depth = rows[above]["parent"], depth + 1
        rows[key] = {**row, "depth": depth}
    return rows
