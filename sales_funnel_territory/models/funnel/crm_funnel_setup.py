from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...planning.funnel_setup import (
    NewStage,
    PresentStage,
    default_mapping,
    kept_probability,
)

_DRAFTS_KEPT_DAYS = 7
_DISMISSED = "sales_funnel_territory.funnel_setup_dismissed"


class CrmFunnelSetup(models.Model):
    """Teams take over a set of stages: drafted, previewed, applied, and undone if need be.

    The record stays as the log of what was done to whom. What applying and undoing do is in
    the files named after this one; the preview computes the very figures that applying gives.
    """

    _name = "crm.funnel.setup"
    _description = "Funnel Set-Up"
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, readonly=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("draft", "Draft"), ("applied", "Applied"), ("undone", "Undone")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    team_ids = fields.Many2many(
        "crm.team",
        string="Sales Teams",
        default=lambda self: self._default_team_ids(),
        help="The new stages belong to these teams. Other teams keep the stages they have.",
    )
    with_unassigned = fields.Boolean(
        "Leads Without a Team",
        compute="_compute_with_unassigned",
        store=True,
        readonly=False,
        help="Leads that belong to no sales team move along. Where their probability comes "
        "from stays the choice of their company, in the settings.",
    )
    template_id = fields.Many2one(
        "crm.funnel.template",
        string="Funnel Template",
        default=lambda self: self.env["crm.funnel.template"].search([], limit=1),
    )
    is_stage_source = fields.Boolean(
        "Probabilities Follow the Stage",
        default=True,
        help="Open leads of these teams take the probability of their stage until somebody "
        "sets it by hand. Without it, probabilities stay as they are.",
    )
    line_ids = fields.One2many(
        "crm.funnel.setup.line",
        "setup_id",
        string="Present Stages",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    new_stage_ids = fields.Many2many(
        "crm.stage",
        relation="crm_funnel_setup_new_stage_rel",
        string="New Stages",
        context={"active_test": False},
        readonly=True,
        copy=False,
    )
    sources_before = fields.Json(readonly=True, copy=False)
    preview = fields.Json(compute="_compute_preview")
    result = fields.Json(readonly=True, copy=False)
    applied_on = fields.Datetime(readonly=True, copy=False)
    applied_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    undone_on = fields.Datetime(readonly=True, copy=False)

    # ------------------------------------------------------------------ defaults, computes

    @api.model
    def _default_team_ids(self):
        return self.env["crm.team"].search([]).filtered("stages_to_set_up")

    @api.depends("team_ids")
    def _compute_with_unassigned(self):
        """Leads without a team move along when no team is left for the stages they are in."""
        offered = Domain("team_ids", "=", False) | Domain("for_no_team", "=", True)
        stages = self.env["crm.stage"].search(offered)
        teams = self.env["crm.team"].sudo().search([])  # sudo: counts teams of all companies
        for setup in self:
            left = [team for stage in stages for team in setup._get_other_teams(stage)]
            if not stages:
                left = teams - setup.team_ids._origin
            setup.with_unassigned = bool(setup.team_ids) and not left

    @api.depends("team_ids", "template_id", "with_unassigned")
    def _compute_line_ids(self):
        for setup in self.filtered(lambda setup: setup.state == "draft"):
            setup.line_ids = setup._prepare_lines()

    @api.depends("template_id", "team_ids")
    def _compute_display_name(self):
        for setup in self:
            teams = ", ".join(setup.team_ids.mapped("name"))
            template = setup.template_id.name or self.env._("Set Up My Funnel")
            setup.display_name = f"{template}: {teams}" if teams else template

    def _prepare_lines(self):
        """Return commands for one line per present stage; what was chosen already stays."""
        stages = self._find_present_stages()
        present, new = self._as_present(stages), self._as_new()
        mapping = default_mapping(present, new)
        chosen = (
            {
                line.stage_id.id: line.target_id.id
                for line in self.line_ids
                if not line.target_id or line.target_id.template_id == self.template_id
            }
            if self.line_ids.target_id.template_id == self.template_id
            else {}
        )
        return [
            Command.clear(),
            *(
                Command.create(
                    {
                        "sequence": index,
                        "stage_id": stage.key,
                        "target_id": chosen.get(stage.key, mapping[stage.key]),
                        "probability": kept_probability(stage, present, new),
                    }
                )
                for index, stage in enumerate(present, start=1)
            ),
        ]

    def _find_present_stages(self):
        """Return the stages offered to the chosen teams, and any other their leads are in."""
        Stage = self.env["crm.stage"].with_context(active_test=False)
        if not self.team_ids and not self.with_unassigned:
            return Stage
        offered = self.env["crm.stage"].search(
            ["|", ("team_ids", "=", False), ("team_ids", "in", self.team_ids._origin.ids)]
        )
        used = Stage.browse(self._read_used_stage_ids())
        return (offered | used).sorted(lambda stage: (stage.sequence, stage.name or "", stage.id))

    def _as_present(self, stages):
        return [PresentStage(stage.id, stage.probability, stage.is_won) for stage in stages]

    def _as_new(self):
        return [
            NewStage(stage._origin.id, stage.probability, stage.is_won)
            for stage in self.template_id.stage_ids
        ]

    # ------------------------------------------------------------------ actions

    @api.model
    def action_open_first_screen(self):
        """Offer the set-up to an administrator while no team is set up; else the usual screen."""
        if self._is_offered():
            action = self.env["crm.stage"]._get_funnel_setup_action()
            return {**action, "context": {"is_first_opening": True}}
        return self._get_usual_first_screen()

    @api.model
    def _is_offered(self):
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            return False
        # sudo: one yes/no parameter of ours
        if self.env["ir.config_parameter"].sudo().get_param(_DISMISSED):
            return False
        return not self._is_any_team_set_up()

    @api.model
    def _is_any_team_set_up(self):
        if self.search_count([("state", "=", "applied")], limit=1):
            return True
        teams = self.env["crm.team"].search([])
        return any(team.stage_ids and not team.stages_to_set_up for team in teams)

    @api.model
    def _get_usual_first_screen(self):
        """Return the action of the app's first menu, as Odoo opens an app by itself."""
        root = self.env.ref("sales_funnel_territory.sales_funnel_territory_menu_root")
        action = self._find_first_action(root)
        if not action:
            raise UserError(
                self.env._(
                    "%(app)s has no screen for you: its subjects are switched off. Ask an "
                    "administrator to switch one on in the settings.",
                    app=root.name,
                )
            )
        # sudo: reads a definition; only menus the user sees were searched
        return action.sudo()._get_action_dict()

    def _find_first_action(self, menu):
        for child in self.env["ir.ui.menu"].search([("parent_id", "=", menu.id)]):
            if action := child.action or self._find_first_action(child):
                return action
        return None

    def action_dismiss(self):
        """Do not offer the set-up again; the menu keeps it."""
        self.browse().check_access("write")
        # sudo: one yes/no parameter of ours, set by the administrator of sales
        self.env["ir.config_parameter"].sudo().set_param(_DISMISSED, "True")
        return {**self._get_usual_first_screen(), "target": "main"}

    def action_apply(self):
        self.ensure_one()
        if self.state != "draft":
            raise UserError(self.env._("%(setup)s was applied already.", setup=self.display_name))
        if obstacles := self._find_obstacles():
            raise UserError("\n".join(obstacles))
        self._apply()

    def action_undo(self):
        self.ensure_one()
        if self.state != "applied":
            raise UserError(self.env._("%(setup)s is not applied.", setup=self.display_name))
        self._check_can_undo()
        self._undo()

    def action_open_earlier(self):
        return self.env["ir.actions.actions"]._for_xml_id(
            "sales_funnel_territory.crm_funnel_setup_action_log"
        )

    def action_open_leads(self):
        """Open the leads of this set-up's teams."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_funnel_territory.crm_lead_action_my_funnel"
        )
        context = {"default_team_id": self.team_ids[:1].id}
        return {**action, "domain": [("team_id", "in", self.team_ids.ids)], "context": context}

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_applied(self):
        """An applied set-up is the way back, and tells scoring why no stage is shared."""
        for setup in self.filtered(lambda setup: setup.state == "applied"):
            raise UserError(
                self.env._(
                    "%(setup)s is applied: it stays as the record of what was changed. "
                    "Undo it first.",
                    setup=setup.display_name,
                )
            )

    @api.autovacuum
    def _gc_drafts(self):
        """Forget drafts nobody came back to."""
        limit = fields.Datetime.now() - timedelta(days=_DRAFTS_KEPT_DAYS)
        self.search([("state", "=", "draft"), ("write_date", "<", limit)]).unlink()
