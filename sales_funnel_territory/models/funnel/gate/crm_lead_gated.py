from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....planning.gates import Position, landing, stages_left
from ....tools.precommit import collected

# What moves a lead in its funnel; a stage made won reaches its leads as ``won_status``.
_WATCHED = frozenset({"stage_id", "team_id", "type", "won_status"})
# Kept until the transaction ends: where each lead stood when it began.
_BEFORE = "sales_funnel_territory.gates.before"
# Kept until the next flush: leads to judge, and those that may land in the first stage.
_NOTED = "sales_funnel_territory.gates.noted"
_LANDING = "sales_funnel_territory.gates.landing"
_CREATED = "sales_funnel_territory.gates.created"
# Set while an import runs: its leads are judged together, at its end.
_DEFERRED = "sales_funnel_territory.gates.deferred"


class CrmLead(models.Model):
    """No lead leaves a stage forward without its exit criteria, on whatever path.

    Where a value reaches a row, the lead is noted with the place where it stood; before the
    transaction ends (and at each savepoint) its state then is judged, in bulk.
    """

    _inherit = "crm.lead"

    # ------------------------------------------------------------------ noting

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        if self.env["crm.stage.gate"]._is_used():
            created = self.env.cr.precommit.data.setdefault(_CREATED, {})
            defaults = self._get_context_defaults()
            told = [{**defaults, **vals} for vals in vals_list]
            created.update(zip(leads.ids, told, strict=True))
        return leads

    @api.model
    def _get_context_defaults(self):
        """Return the defaults that the caller's context sets: who creates again needs them."""
        prefixed = {name.removeprefix("default_"): name for name in self.env.context}
        return {
            name: self.env.context[key]
            for name, key in prefixed.items()
            if name != key and name in self._fields
        }

    def write(self, vals):
        self._note_landing()
        result = super().write(vals)
        self._note_landing()  # again: a savepoint within may have judged, and forgotten
        return result

    def _note_landing(self):
        """Remember leads that are put back rather than refused, where the caller asks for it."""
        asked = self.env.context.get("gate_landing") == "first"
        if asked and self.env["crm.stage.gate"]._is_used():
            self.env.cr.precommit.data.setdefault(_LANDING, set()).update(self._ids)

    def _create(self, data_list):
        leads = super()._create(data_list)
        if self.env["crm.stage.gate"]._is_used():
            before = self.env.cr.postcommit.data.setdefault(_BEFORE, {})
            before.update(dict.fromkeys(leads.ids))
            leads._note_for_judging()
            leads._note_landing()
        return leads

    def _write_multi(self, vals_list):
        if self.env["crm.stage.gate"]._is_used():
            self._note_moves(vals_list)
        return super()._write_multi(vals_list)

    def _note_moves(self, vals_list):
        """Note leads that move, and those that moved in this transaction and change again."""
        before = self.env.cr.postcommit.data.setdefault(_BEFORE, {})
        moved = {
            lead_id
            for lead_id, vals in zip(self._ids, vals_list, strict=True)
            if not _WATCHED.isdisjoint(vals)
        }
        if new := moved.difference(before):
            before.update(self._read_positions(new))
        if again := moved.union(before.keys() & set(self._ids)):
            self.browse(again)._note_for_judging()

    def _note_for_judging(self):
        collected(self.env.cr, _NOTED, self.browse()._judge_noted).update(self._ids)

    @api.model
    def _read_positions(self, lead_ids):
        """Return {lead id: (stage, team, type, won status)} as the rows say, unflushed."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id, stage_id, team_id, type, won_status FROM crm_lead WHERE id = ANY(%s)",
                list(lead_ids),
            )
        )
        return {row[0]: row[1:] for row in rows}

    # ------------------------------------------------------------------ judging

    @api.model
    def _judge_noted(self):
        """Refuse, or put back, the noted leads that stand where they may not."""
        data = self.env.cr.precommit.data
        noted, landing = data.pop(_NOTED, set()), data.pop(_LANDING, set())
        created = data.pop(_CREATED, {})
        if not noted:
            return
        deferred = self.env.cr.postcommit.data.get(_DEFERRED)
        if deferred is not None:
            deferred.update(noted)
            return
        refused = self._find_refused(noted)
        landed = {lead: gates for lead, gates in refused.items() if lead.id in landing}
        self._land(landed)
        # judged once more where they land: nothing may stay where it would be refused
        still = self._find_refused({lead.id for lead in landed}) if landed else {}
        refused = {
            **{lead: gates for lead, gates in refused.items() if lead not in landed},
            **still,
        }
        if not refused:
            return
        # Whoever swallows the error meets it again: the lead must not stay where it is.
        self.browse(noted)._note_for_judging()
        data.setdefault(_CREATED, {}).update(created)
        raise self._make_refusal(refused, created, noted)

    @api.model
    def _find_refused(self, lead_ids):
        """Return {lead: blocking criteria it misses} of those that may not be where they are."""
        if not self.env["crm.stage.gate"]._is_used():
            return {}
        left = self._find_stages_left(lead_ids)
        if not left:
            return {}
        gates = self.env["crm.stage.gate"]._search_on_stages(set().union(*left.values()))
        gates = gates.filtered(lambda gate: gate._is_blocking_anywhere())
        by_stage = gates.grouped(lambda gate: gate.stage_id.id)
        demanded = {
            lead: gates.browse(
                [gate for stage in stages if stage in by_stage for gate in by_stage[stage]._ids]
            )
            for lead, stages in left.items()
        }
        _demands, unmet = self._find_unmet({k: v for k, v in demanded.items() if v})
        refused = {
            lead: wanted.filtered(lambda gate, lead=lead: gate._is_blocking(lead.company_id))
            for lead, wanted in unmet.items()
        }
        return {lead: wanted for lead, wanted in refused.items() if wanted}

    @api.model
    def _find_stages_left(self, lead_ids):
        """Return {lead: ids of the stages it left forward} since its transaction began."""
        # sudo: a criterion holds whatever its judge may read; archived leads, too
        Lead = self.sudo().with_context(active_test=False)
        leads = Lead.browse(sorted(lead_ids)).exists()
        before = self.env.cr.postcommit.data.get(_BEFORE, {})
        steps, funnels = leads._get_funnels()
        left = {}
        for lead in leads:
            now = lead._get_position(steps)
            then = _make_position(before.get(lead.id), steps)
            if stages := stages_left(then, now, funnels[now.team]):
                left[lead] = stages
        return left

    def _get_funnels(self):
        """Return ({stage id: Step}, {team id or None: Funnel}) for these leads."""
        return self.env["crm.stage"]._get_funnels({lead.team_id.id or None for lead in self})

    def _get_position(self, steps):
        row = (self.stage_id.id, self.team_id.id, self.type, self.won_status)
        return _make_position(row, steps)

    @api.model
    def _find_unmet(self, demanded):
        """Judge criteria in bulk.

        :param demanded: {lead: criteria that its place asks for}
        :return: ({lead: those that are meant for it}, {lead: those it misses, waivers aside})
        """
        if not demanded:
            return {}, {}
        # sudo: a criterion holds whatever its judge may read
        leads = self.sudo().with_context(active_test=False).browse([k.id for k in demanded])
        gates = self.env["crm.stage.gate"].sudo().union(*demanded.values())
        # ids, because a lead and a criterion meet thousands of times in a mass edit
        meant = {
            gate.id: set(found._ids) for gate, found in gates._filter_applicable(leads).items()
        }
        demands = {
            lead: wanted.browse([gate for gate in wanted._ids if lead.id in meant[gate]])
            for lead, wanted in zip(leads, demanded.values(), strict=True)
        }
        demands = {lead: wanted for lead, wanted in demands.items() if wanted}
        asked = leads.browse([lead.id for lead in demands])
        used = gates.browse(gates.union(*demands.values())._ids) if demands else gates.browse()
        met = {*used._find_evidence(asked), *asked._read_waived(used)} if used else set()
        unmet = {
            lead: wanted.browse([gate for gate in wanted._ids if (gate, lead.id) not in met])
            for lead, wanted in demands.items()
        }
        return demands, {lead: wanted for lead, wanted in unmet.items() if wanted}

    def _read_waived(self, gates):
        """Return the pairs (gate id, lead id) for which a waiver was granted."""
        waivers = (
            self.env["crm.stage.waiver"]
            .sudo()
            .search_fetch(
                [
                    ("gate_id", "in", gates.ids),
                    ("lead_id", "in", self.ids),
                    ("state", "=", "granted"),
                ],
                ["gate_id", "lead_id"],
            )
        )
        return {(waiver.gate_id.id, waiver.lead_id.id) for waiver in waivers}

    def _search_among(self, domain, company):
        """Return those of these leads that match a domain, in one query."""
        # in the time zone and language of their company, and with nothing else of a context
        # that whoever moves a lead could choose
        context = {
            "active_test": False,
            "lang": company.partner_id.lang,
            "tz": company._get_time_zone(),
        }
        ours = self.with_context(context)  # pylint: disable=context-overridden
        found = ours.search(domain & Domain("id", "in", self.ids))
        return found.with_env(self.env)

    # ------------------------------------------------------------------ what follows

    @api.model
    def _land(self, refused):
        """Put leads back: where they stood, or into the first stage; say so in their chatter."""
        if not refused:
            return
        before = self.env.cr.postcommit.data.get(_BEFORE, {})
        steps, funnels = self.browse([lead.id for lead in refused])._get_funnels()
        for lead, gates in refused.items():
            then, now = _make_position(before.get(lead.id), steps), lead._get_position(steps)
            names = ", ".join(gates.mapped("name"))
            lead._message_log(
                body=self.env._("Not moved further: it misses %(criteria)s.", criteria=names)
            )
            place = landing(then, now, funnels[now.team])
            lead.write({"stage_id": place.id if place else False})

    def _move_past_gates(self, values):
        """Write without judging where the leads then stand: for migrations of our own.

        Private, so that no call from outside reaches it.
        """
        self.write(values)
        self.flush_recordset()
        for data, key in (
            (self.env.cr.precommit.data, _NOTED),
            (self.env.cr.postcommit.data, _BEFORE),
        ):
            for lead_id in self.ids:
                kept = data.get(key, {})
                kept.discard(lead_id) if isinstance(kept, set) else kept.pop(lead_id, None)

    def _get_before(self):
        """Return the row of ``_read_positions`` as it was when the transaction began."""
        return self.env.cr.postcommit.data.get(_BEFORE, {}).get(self.id)

    @api.model
    def _filter_created(self, leads):
        """Return those of some leads that this transaction has created."""
        before = self.env.cr.postcommit.data.get(_BEFORE, {})
        return self.browse([lead.id for lead in leads if before.get(lead.id, lead) is None])


def _make_position(row, steps):
    """Return the position that a row of ``_read_positions`` stands for; a new lead has none."""
    if row is None:
        return None
    stage_id, team_id, kind, won_status = row
    return Position(steps.get(stage_id), team_id or None, kind == "lead", won_status == "won")
