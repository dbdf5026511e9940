from textwrap import shorten

from odoo import api, fields, models


class CrmCallReportChange(models.Model):
    """A change in words: when it is offered, in lists, in logs, in refusals.

    What is changed is called in the language of who reads, whoever wrote the report.
    """

    _inherit = "crm.call.report.change"

    label = fields.Char("What Changes", compute="_compute_label")
    added_text = fields.Text("Added", compute="_compute_added_text")

    # ------------------------------------------------------------------ computes

    @api.depends("kind", "model", "after", "field_label")
    @api.depends_context("lang")
    def _compute_label(self):
        for change in self:
            change.label = change.field_label
        for kind, changes in self._by_kind():
            for change, label in kind._find_labels(changes).items():
                change.label = label

    @api.depends("before_text", "after_text")
    def _compute_added_text(self):
        """Tell what is put below a text that stays."""
        for change in self:
            stays = f"{change.before_text}\n" if change.before_text else None
            after = change.after_text or ""
            is_added = stays is not None and after.startswith(stays)
            change.added_text = after.removeprefix(stays) if is_added else False

    # ------------------------------------------------------------------ in words

    def _describe_offer(self, obstacle):
        """Return a change as the finish screen shows it, with why this user cannot make it."""
        kind = self._get_kind()
        return {
            "id": self.id,
            "kind": self.kind,
            "kind_label": kind._get_label(),
            "icon": kind._kind_icon,
            "record": self.record_name or "",
            "label": self.label or "",
            "before": self.before_text or "",
            "added": self.added_text or "",
            "after": self.after_text or "",
            "is_suggested": self.is_suggested and not obstacle,
            "obstacle": obstacle,
        }

    def _say(self, values):
        """Return a value in words, also one that is gone."""
        if values is None:
            return self.env._("gone")
        return self._get_kind()._get_words(self, values) or self.env._("empty")

    def _tell(self):
        """Return in one line what was changed: of what, from what to what."""
        is_undone = self.state == "undone"
        texts = (self.after_text, self.before_text or self.env._("empty"))
        words = texts if is_undone else (self.before_text, self.after_text)
        told = " \u2192 ".join(shorten(text, 80, placeholder=" …") for text in words if text)
        names = [self.label, told]
        if self.model not in ("res.partner", "crm.lead"):
            names.insert(0, self.record_name)
        return ": ".join(filter(None, names))
