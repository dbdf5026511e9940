from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ....planning.forecast.commit import DATE_IN_PERIOD, DEMANDS, SLIPS

_MODEL = "crm.forecast.waiver"


class CrmLead(models.Model):
    """What a commit still needs, before anybody says so and after."""

    _inherit = "crm.lead"

    commit_checklist = fields.Json("What Commit Needs", compute="_compute_commit_checklist")
    commit_missing = fields.Integer(
        "Missing for Commit",
        compute="_compute_commit_checklist",
        help="Demands of the team that an opportunity does not meet though it is committed.",
    )
    stage_forecast_category = fields.Selection(
        related="stage_id.forecast_category", string="Category of the Stage"
    )
    forecast_waiver_ids = fields.One2many(_MODEL, "lead_id", string="Waivers for Commit")
    forecast_waiver_count = fields.Integer(
        "Number of Waivers for Commit", compute="_compute_forecast_waiver_count"
    )

    @api.depends("stage_id", "team_id", "type", "won_status", "date_deadline", "forecast_category")
    def _compute_commit_checklist(self):
        items = self._origin._prepare_commit_items()
        for lead in self:
            own = items.get(lead._origin.id, [])
            missing = [item for item in own if item["state"] in ("missing", "asked")]
            lead.commit_checklist = own
            lead.commit_missing = len(missing) if lead.forecast_category == "commit" else 0

    @api.depends("forecast_waiver_ids")
    def _compute_forecast_waiver_count(self):
        for lead in self:
            lead.forecast_waiver_count = len(lead.forecast_waiver_ids)

    def action_open_forecast_waivers(self):
        return self._open_requests("sales_funnel_territory.crm_forecast_waiver_action")

    # ------------------------------------------------------------------ the client's view

    def get_commit_items(self):
        """Return how each demand stands for this lead, as its exit criteria are told."""
        self.ensure_one()
        self.check_access("read")
        return self._prepare_commit_items().get(self.id, [])

    def _prepare_commit_items(self):
        """Return {lead id: [how each demand of its team stands]} as plain values."""
        teams = self.env["crm.team"]._get_commit_rules()
        if not teams or not self:
            return {}
        rules = {team: rule for team, (_mode, rule) in teams.items()}
        standing = self._find_commit_standing(self.ids, rules)
        asked = self._read_commit_waivers([lead.id for lead in standing])
        return {
            lead.id: [
                lead._prepare_commit_item(demand, teams, unmet, deal, asked)
                for demand in DEMANDS
                if demand in rules[lead.team_id.id].demands
            ]
            for lead, (unmet, deal) in standing.items()
        }

    @api.model
    def _read_commit_waivers(self, lead_ids):
        """Return {(lead id, demand): its latest waiver that was not withdrawn}."""
        # sudo: who may read a lead may know what was asked about it
        waivers = self.env[_MODEL].sudo().search(
            [("lead_id", "in", lead_ids), ("state", "!=", "withdrawn")], order="id"
        )  # fmt: skip
        return {(waiver.lead_id.id, waiver.demand): waiver for waiver in waivers}

    def _prepare_commit_item(self, demand, teams, unmet, deal, asked):
        mode, rule = teams[self.team_id.id]
        waiver = asked.get((self.id, demand), self.env[_MODEL])
        state = "met"
        if demand in unmet:
            state = {"granted": "waived", "requested": "asked"}.get(waiver.state, "missing")
        return {
            "id": demand,
            "name": self._get_demand_labels()[demand],
            "help": self._get_demand_help(demand, rule, deal),
            "kind": "commit",
            "stage": self.team_id.name,
            "is_blocking": mode == "refuse",
            "blocking_from": False,
            "state": state,
            "evidence": waiver._prepare_granted(),
            "asked": [waiver._prepare_asked()] if waiver.state == "requested" else [],
            "refused": waiver._prepare_refused(),
            "remedy": self._get_commit_remedies()[demand],
        }

    def _get_demand_help(self, demand, rule, deal):
        """Return what is demanded in figures, where there are any."""
        if demand == DATE_IN_PERIOD:
            period = self._get_commit_period({self.team_id.id: rule})
            first, last = (format_date(self.env, day) for day in (period.first, period.last))
            return self.env._("From %(first)s to %(last)s.", first=first, last=last)
        if demand == SLIPS:
            return self.env._(
                "Put off %(count)s times, %(most)s at most.", count=deal.slips, most=rule.max_slips
            )
        return ""

    # ------------------------------------------------------------------ on the spot

    def ask_commit_waiver(self, demands, reason):
        """Ask a leader to let this lead be committed without some demands.

        :return: name of whom was asked, empty where nobody can decide
        """
        self.ensure_one()
        requests = self.env[_MODEL].create(
            [{"lead_id": self.id, "demand": demand, "reason": reason or ""} for demand in demands]
        )
        # sudo: the activity is the leader's; only his name is told
        return ", ".join(requests.sudo().activity_ids.user_id.mapped("name"))

    @api.model
    def commit_others(self, lead_ids, reason):
        """Commit leads of an operation of which others were refused."""
        if not (reason or "").strip():
            raise UserError(self.env._("Say why these opportunities are committed."))
        return self.browse(lead_ids).write(
            {"forecast_category": "commit", "forecast_category_reason": reason}
        )
