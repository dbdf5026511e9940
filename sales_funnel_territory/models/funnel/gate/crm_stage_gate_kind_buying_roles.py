from dataclasses import replace

from odoo import api, fields, models

from ....planning.buying_roles import cover_bases
from ..buying_role.crm_buying_role import ATTITUDES, ROLES
from .crm_lead_gated import _BEFORE
from .crm_stage_gate_kind import Evidence

_RANKS = {attitude: rank for rank, (attitude, _label) in enumerate(ATTITUDES)}


class CrmStageGate(models.Model):
    _inherit = "crm.stage.gate"

    buying_role = fields.Selection(
        [("demanded", "All That the Team Demands"), *ROLES],
        string="Buying Roles",
        default="demanded",
        help="All bases are covered, or one role is. For several roles: a criterion each.",
    )
    buying_role_met = fields.Boolean(
        "Must Have Been Met",
        default=True,
        help="Otherwise it is enough that somebody is named.",
    )
    buying_role_attitude = fields.Selection(
        ATTITUDES[1:],
        string="Attitude of at Least",
        help="Somebody in the role must stand to us like this, or better.",
    )


class CrmBuyingRole(models.Model):
    """A role taken back after the move, in the same transaction, is judged, too."""

    _inherit = "crm.buying.role"

    def _create(self, data_list):
        rows = super()._create(data_list)
        rows._note_for_judging()
        return rows

    def _write_multi(self, vals_list):
        self._note_for_judging()
        return super()._write_multi(vals_list)

    def unlink(self):
        self._note_for_judging()
        return super().unlink()

    def _note_for_judging(self):
        moved = self.env.cr.postcommit.data.get(_BEFORE)
        if moved:
            # sudo: only which leads these rows belong to
            leads = self.sudo().lead_id
            leads.browse(moved.keys() & set(leads.ids))._note_for_judging()


class CrmStageGateKindBuyingRoles(models.AbstractModel):
    """The people who decide are known, met and not against us."""

    _name = "crm.stage.gate.kind.buying_roles"
    _inherit = "crm.stage.gate.kind"
    _description = "Exit Criterion: Buying Roles"
    _kind_sequence = 65

    @api.model
    def _get_label(self):
        return self.env._("Buying roles are covered")

    @api.model
    def _judge(self, gates, leads):
        """Read the roles of all leads together; planning decides lead by lead."""
        leads = leads.with_context(active_test=True)
        return {
            (gate.id, lead.id): self._as_evidence(lead, gate)
            for lead in leads
            for gate in gates
            if self._is_met(gate, lead)
        }

    @api.model
    def _is_met(self, gate, lead):
        rows = lead.buying_role_ids
        bases = cover_bases(self._get_wanted(gate, lead), self._prepare_holders(gate, rows))
        if gate.buying_role == "demanded":
            against = rows.filtered("is_unhandled_opponent")
            return bases.are_covered and not against
        return bases.covered == bases.demanded

    @api.model
    def _get_wanted(self, gate, lead):
        if gate.buying_role == "demanded":
            return lead.team_id._get_demanded_roles()
        return (gate.buying_role,)

    @api.model
    def _prepare_holders(self, gate, rows):
        """Return who counts: met where that is asked for, and well-disposed enough."""
        least = _RANKS.get(gate.buying_role_attitude, 0)
        enough = {row._get_holder_key() for row in rows if _RANKS[row.attitude] >= least}
        holders = rows._prepare_holders()
        met = {holder.person for holder in holders if holder.is_met}
        return [
            replace(holder, is_met=not gate.buying_role_met or holder.person in met)
            for holder in holders
            if holder.key in enough
        ]

    @api.model
    def _as_evidence(self, lead, gate):
        """Return who fills the roles; the author is who met the last of them."""
        wanted = self._get_wanted(gate, lead)
        rows = lead.buying_role_ids.filtered(lambda row: row.role in wanted)
        met = max(rows.filtered("met_on"), key=lambda row: row.met_on, default=rows[:0])
        moment = fields.Datetime.to_datetime(met.met_on) if met else None
        text = ", ".join(rows.mapped("display_name"))
        return Evidence(text, met.met_by_id.name or "", moment)

    @api.model
    def _get_remedy(self, gate):
        return {"widget": "tab", "tab": "buying_roles", "where": self._where(gate)}

    @api.model
    def _where(self, gate):
        labels = dict(gate._fields["buying_role"]._description_selection(self.env))
        attitudes = dict(gate._fields["buying_role_attitude"]._description_selection(self.env))
        if gate.buying_role == "demanded":
            text = self.env._("Close the gaps in the tab Buying Roles.")
        elif gate.buying_role_met:
            text = self.env._(
                "Name the %(role)s in the tab Buying Roles, and note when you met.",
                role=labels[gate.buying_role],
            )
        else:
            role = labels[gate.buying_role]
            text = self.env._("Name the %(role)s in the tab Buying Roles.", role=role)
        if gate.buying_role_attitude:
            text += " " + self.env._(
                "Attitude of at least: %(attitude)s.", attitude=attitudes[gate.buying_role_attitude]
            )
        return text
