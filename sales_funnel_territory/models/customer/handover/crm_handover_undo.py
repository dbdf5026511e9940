import json

from odoo import models
from odoo.exceptions import UserError

# Not put back yet: what one may not see, another may put back later.
_THERE = ("moved", "kept")


class CrmHandover(models.Model):
    """Undoing: what is still as handed over goes back; of the rest it is said why not."""

    _inherit = "crm.handover"

    def action_undo(self):
        self.ensure_one()
        self.check_access("write")
        if self.state != "done" and not self.kept_count:
            raise UserError(
                self.env._("“%(name)s” is not applied: nothing to undo.", name=self.display_name)
            )
        self._check_may_undo()
        self.lock_for_update()
        kept = {}
        for source in reversed(self.env["crm.handover.source"]._get_sources()):
            kept.update(self._undo_source(source))
        self._close_undone(kept)
        return True

    def _check_may_undo(self):
        """Whoever may hand over from him may take it back, also where a taker has left."""
        if self.from_user_id not in self._get_people()[0]:
            raise UserError(
                self.env._(
                    "%(who)s is not in a team that you lead: ask a sales manager to undo this.",
                    who=self.from_name,
                )
            )

    def _undo_source(self, source):
        """Put back what one source has moved; return {item id: why it stays}."""
        kind = source._get_kind()
        items = self.item_ids.filtered(lambda item: item.kind == kind and item.state in _THERE)
        found = self.env[source._handover_model].search([("id", "in", items.mapped("res_id"))])
        states = source._read_states(found)
        kept, back = {}, {}
        for item in items:
            sentence = self._get_obstacle(source, item, states)
            if sentence:
                kept[item.id] = sentence
            else:
                back.setdefault(json.dumps(item.before, sort_keys=True), {})[item.res_id] = item.id
        for key, by_record in back.items():
            before = json.loads(key)
            records = self.env[source._handover_model].browse(by_record)
            told = self._bisect(lambda some, to=before: self._put_back(source, some, to), records)
            kept.update({by_record[one]: sentence for one, sentence in told.items()})
        return kept

    def _get_obstacle(self, source, item, states):
        state = states.get(item.res_id)
        if state is None:
            return self.env._("It is done, closed or deleted since, or you may not see it.")
        if source._is_as_left(state, item.after):
            return None
        person = source._handover_kept[0]
        if state.get(person) != item.after.get(person):
            # sudo: a colleague's name
            owner = self.env["res.users"].sudo().browse(state.get(person) or [])
            return self.env._("%(name)s has it now.", name=owner.name or self.env._("Nobody"))
        return self.env._("%(name)s has moved it on since.", name=item.to_name)

    def _put_back(self, source, records, before):
        context = {**self._get_quiet_context(), "handover_note": self.env._("Hand-over undone")}
        quiet = records.with_context(**context)
        source._put_back(quiet, before)
        source._log(
            quiet,
            self.env._(
                "Hand-over undone: back to %(giver)s. It was: %(reason)s",
                giver=self.from_name,
                reason=self.reason,
            ),
        )

    def _close_undone(self, kept):
        # sudo: rows of a hand-over are written by nobody
        items = self.sudo().item_ids.filtered(lambda item: item.state in _THERE)
        items.filtered(lambda item: item.id not in kept).write(
            {"state": "undone", "sentence": False}
        )
        for item_id, sentence in kept.items():
            items.browse(item_id).write({"state": "kept", "sentence": sentence})
        self.sudo().write(
            {"state": "undone", "undone_on": self.env.cr.now(), "undone_by_id": self.env.uid}
        )
