from collections import defaultdict

from odoo import api, fields, models


class CrmLead(models.Model):
    """What a lead's stage still needs, before anybody drags it."""

    _inherit = "crm.lead"

    gate_total = fields.Integer(
        "Exit Criteria", compute="_compute_gates", help="Exit criteria of the present stage."
    )
    gate_done = fields.Integer(
        "Exit Criteria Met",
        compute="_compute_gates",
        help="Exit criteria of the present stage that are met or waived.",
    )
    gate_checklist = fields.Json("Checklist", compute="_compute_gate_checklist")
    gate_statement_ids = fields.One2many("crm.stage.gate.statement", "lead_id", string="Statements")
    waiver_ids = fields.One2many("crm.stage.waiver", "lead_id", string="Waivers")
    approval_ids = fields.One2many("crm.stage.approval", "lead_id", string="Approvals")
    waiver_count = fields.Integer("Number of Waivers", compute="_compute_waiver_count")
    approval_count = fields.Integer("Number of Approvals", compute="_compute_approval_count")

    @api.depends("stage_id", "team_id", "type", "won_status", "expected_revenue")
    def _compute_gates(self):
        demands, unmet = self._find_unmet(self._get_gates_here())
        total = {lead.id: len(gates) for lead, gates in demands.items()}
        missing = {lead.id: len(gates) for lead, gates in unmet.items()}
        for lead in self:
            lead.gate_total = total.get(lead._origin.id, 0)
            lead.gate_done = lead.gate_total - missing.get(lead._origin.id, 0)

    @api.depends("stage_id", "team_id", "type", "won_status", "expected_revenue")
    def _compute_gate_checklist(self):
        items = self._prepare_checklists(self._get_gates_here())
        for lead in self:
            lead.gate_checklist = items.get(lead._origin.id, [])

    @api.depends("waiver_ids")
    def _compute_waiver_count(self):
        for lead in self:
            lead.waiver_count = len(lead.waiver_ids)

    @api.depends("approval_ids")
    def _compute_approval_count(self):
        for lead in self:
            lead.approval_count = len(lead.approval_ids)

    def action_open_waivers(self):
        return self._open_requests("sales_funnel_territory.crm_stage_waiver_action")

    def action_open_approvals(self):
        return self._open_requests("sales_funnel_territory.crm_stage_approval_action")

    def _open_requests(self, xml_id):
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        return {**action, "domain": [("lead_id", "in", self.ids)], "context": {}}

    def _get_gates_here(self):
        """Return {stored lead: criteria of the stage it is in}; closed ones need none."""
        if not self.env["crm.stage.gate"]._is_used():
            return {}
        open_leads = self.filtered(
            lambda lead: lead._origin and lead.type == "opportunity" and lead.won_status != "won"
        )
        gates = self.env["crm.stage.gate"]._search_on_stages(open_leads.stage_id.ids)
        by_stage = gates.grouped(lambda gate: gate.stage_id.id)
        return {
            lead._origin: by_stage[lead.stage_id.id]
            for lead in open_leads
            if lead.stage_id.id in by_stage
        }

    # ------------------------------------------------------------------ the client's view

    @api.model
    def _prepare_checklists(self, demanded):
        """Return {lead id: [what each criterion is about, and how it stands]} as plain values.

        :param demanded: {lead: criteria}
        """
        if not demanded:
            return {}
        demands, _unmet = self._find_unmet(demanded)
        leads = self.sudo().browse([lead.id for lead in demands])
        gates = self.env["crm.stage.gate"].sudo().union(*demands.values())
        met, asked = gates._find_evidence(leads), leads._read_asked(gates)
        return {
            lead.id: [
                gate._prepare_item(
                    met.get((gate.id, lead.id), False), asked.get((gate.id, lead.id), {})
                )
                for gate in wanted
            ]
            for lead, wanted in demands.items()
        }

    def _read_asked(self, gates):
        """Return {(gate id, lead id): {model: its latest request that was not withdrawn}}."""
        asked = {}
        for model in ("crm.stage.waiver", "crm.stage.approval"):
            requests = (
                self.env[model]
                .sudo()  # sudo: who may read a lead may know what was asked about it
                .search(
                    [
                        ("gate_id", "in", gates.ids),
                        ("lead_id", "in", self.ids),
                        ("state", "!=", "withdrawn"),
                    ],
                    order="id",
                )
            )
            for request in requests:
                asked.setdefault((request.gate_id.id, request.lead_id.id), {})[model] = request
        return asked

    def get_gate_items(self, gate_ids):
        """Return how some criteria stand for this lead, for the dialog that helps to meet them."""
        self.ensure_one()
        self.check_access("read")
        # sudo: criteria hold for, and are told to, everybody who may read the lead
        gates = self.env["crm.stage.gate"].sudo().browse(gate_ids).exists()
        return self._prepare_checklists({self: gates}).get(self.id, [])

    # ------------------------------------------------------------------ on the spot

    def state_gate(self, gate_id, evidence=None, url=None, attachment_ids=()):
        """Tick a criterion with evidence (again: with other evidence)."""
        self.ensure_one()
        values = {
            "evidence": evidence or False,
            "url": url or False,
            "attachment_ids": [(4, file_id) for file_id in attachment_ids],
        }
        Statement = self.env["crm.stage.gate.statement"]
        own = Statement.search([("lead_id", "=", self.id), ("gate_id", "=", gate_id)])
        if own:
            own.write(values)
        else:
            Statement.create({"lead_id": self.id, "gate_id": gate_id, **values})
        return True

    def unstate_gate(self, gate_id):
        """Take a tick back."""
        self.env["crm.stage.gate.statement"].search(
            [("lead_id", "in", self.ids), ("gate_id", "=", gate_id)]
        ).unlink()
        return True

    def ask_waiver(self, gate_ids, reason):
        """Ask a leader to let this lead pass without some criteria.

        :return: name of whom was asked, empty where nobody can decide
        """
        return self._ask("crm.stage.waiver", gate_ids, reason)

    def ask_approval(self, gate_ids, reason):
        """Ask for the approval that a criterion demands."""
        return self._ask("crm.stage.approval", gate_ids, reason)

    def _ask(self, model, gate_ids, reason):
        self.ensure_one()
        requests = self.env[model].create(
            [
                {"lead_id": self.id, "gate_id": gate_id, "reason": reason or ""}
                for gate_id in gate_ids
            ]
        )
        # sudo: the activity is the leader's; only his name is told
        return ", ".join(requests.sudo().activity_ids.user_id.mapped("name"))

    @api.model
    def move_or_stay(self, targets):
        """Move those of several leads that may move, and tell which stay.

        :param targets: [[lead id, stage id], ...]
        :return: ids of the leads that stay where they are
        """
        # those that may not are put back as the transaction ends, each with a line in its chatter
        Lead = self.with_context(gate_landing="first")
        wanted, by_stage = dict(targets), defaultdict(list)
        for lead_id, stage_id in wanted.items():
            by_stage[stage_id].append(lead_id)
        for stage_id, lead_ids in by_stage.items():
            Lead.browse(lead_ids).write({"stage_id": stage_id})
        self.env.cr.flush()
        return [lead.id for lead in self.browse(wanted) if lead.stage_id.id != wanted[lead.id]]

    @api.model
    def create_in_first_stage(self, vals):
        """Create a lead that misses criteria of later stages where leads begin."""
        return self.with_context(gate_landing="first").create(vals).id
