from odoo import SUPERUSER_ID, api, models


class CrmLeadRequest(models.AbstractModel):
    """Who decides on a request, and what becomes of it when opportunities are merged."""

    _inherit = "crm.lead.request"

    def _may_decide(self, user):
        """Tell whether a user decides: leader or manager, never on what he asked or sells."""
        self.ensure_one()
        request = self.sudo()  # sudo: teams and leaders, to judge whoever asks
        company = request.lead_id.company_id
        if not _is_person(user) or (company and company not in user.company_ids):
            return False
        if user in request.requested_by_id | request.lead_id.user_id:
            return False
        if user.has_group("sales_team.group_sale_salesman_all_leads"):
            return True
        is_leader = user in request.lead_id.team_id.leader_ids
        return is_leader and not request._is_managers_only()

    def _find_decider(self):
        """Return whom to ask: the nearest leader above, else a sales manager; maybe nobody."""
        self.ensure_one()
        team = self.lead_id.team_id
        while team:
            if self._may_decide(team.user_id):
                return team.user_id
            team = team.parent_id
        managers = self.env.ref("sales_team.group_sale_salesman_all_leads").all_user_ids
        return managers.filtered(self._may_decide)[:1]

    # ------------------------------------------------------------------ merges

    @api.model
    def _merge_leads(self, head, others):
        """Move the requests of merged leads to the one that stays; the same one asked twice
        stays once: a decided one before an open one, the granted one first.
        """
        # sudo: requests of leads that the merging person may not all read
        moved = self.sudo().search([("lead_id", "in", (head | others).ids)])
        rank = {"granted": 0, "requested": 1, "refused": 2, "withdrawn": 3}
        for requests in moved.grouped(lambda request: request._get_subject()).values():
            alive = requests.filtered(lambda request: request.state in ("granted", "requested"))
            best = alive.sorted(lambda request: (rank[request.state], request.id))[:1]
            double = alive - best
            double._set_state("withdrawn")
            double.activity_ids.unlink()
        moved._write_as_is({"lead_id": head.id})


def _is_person(user):
    """Tell whether a colleague stands behind a user: no portal user, and no script."""
    return user.active and not user.share and user.id != SUPERUSER_ID
