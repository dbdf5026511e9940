from odoo import models
from odoo.exceptions import UserError


class _SomeRefusedError(Exception):
    """Some records were refused: nothing is handed over."""


class CrmHandover(models.Model):
    """Handing over: in one write for each person and kind, all or what is not refused."""

    _inherit = "crm.handover"

    def action_apply(self):
        """Hand over everything; where something is refused nothing happens, and it is listed."""
        return self._apply(is_partial=False)

    def action_apply_rest(self):
        """Hand over what is not refused; what is stays where it is, listed with the reason."""
        return self._apply(is_partial=True)

    def _apply(self, is_partial):
        self._check_draft()
        self._check_people()
        self.lock_for_update()
        if not self.previewed_on:
            raise UserError(self.env._("Look at the preview first: nothing was listed yet."))
        missing = self.line_ids.filtered(lambda line: not line.to_user_id)
        if missing:
            raise UserError(
                self.env._(
                    "Choose who takes over %(customer)s (of %(count)s without anybody).",
                    customer=missing[0].name,
                    count=len(missing),
                )
            )
        refused = self._try_all(is_partial)
        # sudo: rows of a hand-over are written by nobody
        items = self.sudo().item_ids
        items.filtered(lambda item: item.state == "refused").write(
            {"state": "planned", "sentence": False}
        )
        for item_id, sentence in refused.items():
            items.browse(item_id).write({"state": "refused", "sentence": sentence})
        if not refused or is_partial:
            self._close_applied()
        return True

    def _try_all(self, is_partial):
        """Move what can be moved; return {item id: why it cannot}. With refusals nothing is
        moved, unless part of it is asked for.
        """
        refused = {}
        # found before the first is moved: contacts are told by the customers they belong to
        found = [(source, set(source._find(self).ids)) for source in self._get_sources()]
        try:
            with self.env.cr.savepoint():
                for source, still in found:
                    refused.update(self._try_source(source, still))
                if refused and not is_partial:
                    raise _SomeRefusedError
        except _SomeRefusedError:
            self.env.invalidate_all(flush=False)
        return refused

    def _try_source(self, source, still):
        """Move what one source has; return {item id: why it cannot be moved}.

        :param still: ids of the records that are still his, as the preview has seen them
        """
        refused = {}
        kind = source._get_kind()
        items = self.item_ids.filtered(lambda item: item.kind == kind)
        gone = self.env._("It is not %(name)s's any more.", name=self.from_name)
        refused.update({item.id: gone for item in items if item.res_id not in still})
        for user, own in items.grouped(lambda item: item.line_id.to_user_id).items():
            by_record = {item.res_id: item.id for item in own if item.res_id in still}
            records = self.env[source._handover_model].browse(by_record)
            told = self._bisect(lambda some, to=user: self._move(source, some, to), records)
            refused.update({by_record[key]: sentence for key, sentence in told.items()})
        return refused

    def _move(self, source, records, user):
        quiet = records.with_context(**self._get_quiet_context())
        source._move(quiet, user)
        source._log(quiet, self._get_sentence(user))

    def _get_sentence(self, user):
        return self.env._(
            "Handed over from %(giver)s to %(taker)s: %(reason)s",
            giver=self.from_name,
            taker=user.name,
            reason=self.reason,
        )

    def _bisect(self, work, records):
        """Do some work on records at once; on a refusal on ever smaller parts.

        :return: {record id: the sentence of the refusal}
        """
        if not records:
            return {}
        try:
            with self.env.cr.savepoint():
                work(records)
        except UserError as error:
            if len(records) == 1:
                return {records.id: " ".join(str(error).split())}
        else:
            return {}
        middle = len(records) // 2
        return {**self._bisect(work, records[:middle]), **self._bisect(work, records[middle:])}

    def _close_applied(self):
        """Keep what was moved, with what it is now; tell who has taken over."""
        items = self.sudo().item_ids.filtered(lambda item: item.state == "planned")
        for source in self.env["crm.handover.source"]._get_sources():
            kind = source._get_kind()
            own = items.filtered(lambda item, kind=kind: item.kind == kind)
            records = self.env[source._handover_model].sudo().browse(own.mapped("res_id"))
            states = source._read_states(records)
            for item in own:
                taker = item.line_id.to_user_id
                item.write(
                    {
                        "state": "moved",
                        "after": states[item.res_id],
                        "to_user_id": taker.id,
                        "to_name": taker.name,
                    }
                )
        self.sudo().write(
            {"state": "done", "applied_on": self.env.cr.now(), "applied_by_id": self.env.uid}
        )
        self._tell_takers(items)

    def _tell_takers(self, items):
        """One notice for each colleague who has taken over; never a customer."""
        for taker, own in items.grouped(lambda item: item.line_id.to_user_id).items():
            if taker.id == self.env.uid:
                continue
            self.env["mail.thread"].message_notify(
                partner_ids=taker.partner_id.ids,
                subject=self.env._("Handed over to you from %(name)s", name=self.from_name),
                body=self.env._(
                    "%(count)s records were handed over to you from %(giver)s: %(reason)s",
                    count=len(own),
                    giver=self.from_name,
                    reason=self.reason,
                ),
            )
