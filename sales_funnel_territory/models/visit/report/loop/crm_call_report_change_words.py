from textwrap import shorten

from odoo import api, fields, models


class CrmCallReportChange(models.Model):
    """A change in words: when it is offered, in lists, in logs, in refusals.

    What is changed, from what to what, is called in the language of who reads, whoever wrote the
    report: values are kept as they are, and named when they are read.
    """

    _inherit = "crm.call.report.change"

    label = fields.Char("What Changes", compute="_compute_label")
    record_label = fields.Char("Record", compute="_compute_record_label")
    before_label = fields.Text("Before", compute="_compute_words")
    after_label = fields.Text("After", compute="_compute_words")
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

    @api.depends("record_name", "model", "res_id", "after")
    @api.depends_context("lang")
    def _compute_record_label(self):
        """Name buying roles as the reader does; other names are the same in every language."""
        of_roles = self.filtered(lambda one: one.model == "crm.buying.role" and one.after)
        # sudo: the name, as many2one fields show it
        roles = self.env["crm.buying.role"].sudo().browse(set(of_roles.mapped("res_id"))).exists()
        names = {role.id: role.display_name for role in roles}
        for change in self:
            name = change in of_roles and names.get(change.res_id)
            change.record_label = name or change.record_name

    @api.depends("kind", "model", "res_id", "before", "after", "before_text", "after_text")
    @api.depends_context("lang", "tz")
    def _compute_words(self):
        # a kind that is not there any more: as it was offered
        for change in self:
            change.before_label, change.after_label = change.before_text, change.after_text
        for kind, changes in self._by_kind():
            for change, told in kind._find_words(changes, "before").items():
                change.before_label = told
            for change, told in kind._find_words(changes, "after").items():
                change.after_label = told

    @api.depends("before_label", "after_label")
    @api.depends_context("lang", "tz")
    def _compute_added_text(self):
        """Tell what is put below a text that stays."""
        for change in self:
            stays = f"{change.before_label}\n" if change.before_label else None
            after = change.after_label or ""
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
            "record": self.record_label or "",
            "label": self.label or "",
            "before": self.before_label or "",
            "added": self.added_text or "",
            "after": self.after_label or "",
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
        record, before, after = self._get_words_of_log()
        texts = (after, before or self.env._("empty"))
        words = texts if is_undone else (before, after)
        told = " \u2192 ".join(shorten(text, 80, placeholder=" …") for text in words if text)
        names = [self.label, told]
        if self.model not in ("res.partner", "crm.lead"):
            names.insert(0, record)
        return ": ".join(filter(None, names))

    def _get_words_of_log(self):
        """Return the record, its value before and after, in the language of who decides.

        As a rule he wrote the report: what was kept is in his language, and nothing is looked up.
        """
        if self.report_id.user_id == self.env.user:
            return self.record_name, self.before_text, self.after_text
        return self.record_label, self.before_label, self.after_label
