from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import split_every

_BATCH = 1000


class CrmStageGate(models.Model):
    """From advisory to blocking, and back: for many criteria at a time, now or from a day on."""

    _inherit = "crm.stage.gate"

    level_today = fields.Selection(
        [("blocking", "Blocking"), ("announced", "Soon Blocking"), ("advisory", "Advisory")],
        compute="_compute_level_today",
        help="What the criterion does today. Soon Blocking: advisory until its day comes.",
    )

    @api.depends("level", "blocking_from")
    def _compute_level_today(self):
        for gate in self:
            if gate._is_blocking():
                gate.level_today = "blocking"
            else:
                gate.level_today = "announced" if gate.blocking_from else "advisory"

    def action_make_blocking(self):
        """Ask from when on the criteria hold leads, and say how many they would hold today."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_stage_gate_rollout_action"
        )
        return {**action, "context": {"default_gate_ids": self.ids}}

    def action_make_advisory(self):
        self.write({"level": "advisory", "blocking_from": False})
        return True

    def _make_blocking(self, day=None):
        """Let the criteria hold leads: from a day on, or at once."""
        if day and day > fields.Date.context_today(self):
            self.write({"level": "advisory", "blocking_from": day})
        else:
            self.write({"level": "blocking", "blocking_from": False})

    def _test_on(self, leads):
        """Return what the criteria would do to leads of their stage today.

        :return: {criterion id: number of leads it is meant for}, {criterion id: ids of the leads
            that miss it}, ids of the leads that would be held
        """
        concerned, missed, held = defaultdict(int), defaultdict(list), []
        for ids in split_every(_BATCH, leads.ids):
            part = leads.browse(ids)
            demands, unmet = part._find_unmet(dict.fromkeys(part, self))
            for gate_id in (gate_id for wanted in demands.values() for gate_id in wanted._ids):
                concerned[gate_id] += 1
            for lead, gates in unmet.items():
                for gate_id in gates._ids:
                    missed[gate_id].append(lead.id)
                if any(gate._is_blocking(lead.company_id) for gate in gates):
                    held.append(lead.id)
        return concerned, missed, held

    def _find_leads_concerned(self):
        """Return (open leads in the criteria's stages, those of them that miss one)."""
        by_stage = self.grouped("stage_id")
        leads = self.env["crm.lead"].search(
            [
                ("stage_id", "in", self.stage_id.ids),
                ("type", "=", "opportunity"),
                ("won_status", "=", "pending"),
            ]
        )
        held = []
        for ids in split_every(_BATCH, leads.ids):
            part = leads.browse(ids)
            _demands, unmet = part._find_unmet({lead: by_stage[lead.stage_id] for lead in part})
            held += [lead.id for lead in unmet]
        return leads, leads.browse(held)
