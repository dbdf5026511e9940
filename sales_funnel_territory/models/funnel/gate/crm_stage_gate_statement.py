from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import clean_context

from .crm_stage_gate_kind import Evidence


class CrmStageGateStatement(models.Model):
    """Somebody says that a criterion is met, and shows by what."""

    _name = "crm.stage.gate.statement"
    _description = "Statement about an Exit Criterion"
    _order = "stated_on desc, id desc"
    _rec_name = "gate_id"

    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", required=True, index=True, ondelete="cascade"
    )
    gate_id = fields.Many2one(
        "crm.stage.gate",
        string="Criterion",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('kind', '=', 'statement')]",
    )
    evidence = fields.Text(help="What shows that the criterion is met.")
    url = fields.Char("Link")
    attachment_ids = fields.Many2many(
        "ir.attachment", relation="crm_stage_gate_statement_attachment_rel", string="Files"
    )
    user_id = fields.Many2one("res.users", string="Stated By", readonly=True, index=True)
    stated_on = fields.Datetime(readonly=True)

    _once = models.UniqueIndex("(lead_id, gate_id)", "The criterion is ticked already.")

    @api.constrains("gate_id")
    def _check_kind(self):
        for statement in self:
            if statement.gate_id.kind != "statement":
                raise ValidationError(
                    self.env._(
                        "\u201c%(gate)s\u201d is not met by a statement. %(where)s",
                        gate=statement.gate_id.name,
                        where=statement.gate_id._get_remedy()["where"],
                    )
                )

    @api.constrains("gate_id", "evidence", "url", "attachment_ids")
    def _check_has_evidence(self):
        for statement in self:
            if not statement._has_evidence():
                raise ValidationError(
                    self.env._(
                        "\u201c%(gate)s\u201d needs evidence: a text, a link or a file.",
                        gate=statement.gate_id.name,
                    )
                )

    @api.constrains("url")
    def _check_url(self):
        for statement in self.filtered("url"):
            if not statement.url.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._(
                        "%(link)s is no link: it begins with https:// or http://.",
                        link=statement.url,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        stated = {"user_id": self.env.uid, "stated_on": self.env.cr.now()}
        statements = super().create([{**vals, **stated} for vals in vals_list])
        statements._keep_files()
        statements._log_on_leads(self.env._("Stated as met: %(criterion)s. %(evidence)s"))
        return statements

    def write(self, vals):
        """Who changes a statement is who states it from now on."""
        if {"lead_id", "gate_id"} & set(vals):
            raise UserError(
                self.env._(
                    "A statement stays with the opportunity and the criterion it was made for. "
                    "Tick the other one with evidence of its own."
                )
            )
        stated = {"user_id": self.env.uid, "stated_on": self.env.cr.now()}
        result = super().write({**vals, **stated})
        self._keep_files()
        return result

    def unlink(self):
        self._log_on_leads(self.env._("No longer stated as met: %(criterion)s. %(evidence)s"))
        return super().unlink()

    def _write_as_is(self, vals):
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _unlink_quietly(self):
        return super().unlink()  # pylint: disable=super-method-mismatch

    def _keep_files(self):
        """Files belong to the opportunity, and are read by whoever may read it."""
        for statement in self:
            # sudo: files just uploaded by this user for this very statement
            files = statement.sudo().attachment_ids.filtered(
                lambda file: not file.res_id and file.create_uid.id == self.env.uid
            )
            files.write({"res_model": "crm.lead", "res_id": statement.lead_id.id})

    def _log_on_leads(self, sentence):
        """Leave a line in the chatter of each lead: what was stated, with which evidence."""
        for statement in self.with_context(clean_context(self.env.context)):
            shown = statement.evidence or statement.url or ""
            told = sentence % {"criterion": statement.gate_id.name, "evidence": shown}
            statement.lead_id._message_log(body=told.strip())

    def _has_evidence(self):
        self.ensure_one()
        text = (self.evidence or "").strip() or (self.url or "").strip()
        return bool(text or self.attachment_ids)

    def _as_evidence(self):
        self.ensure_one()
        files = ", ".join(self.attachment_ids.mapped("name"))
        return Evidence(
            text=self.evidence or files or "",
            author=self.user_id.name or "",
            moment=self.stated_on,
            url=self.url or "",
        )

    @api.model
    def _merge_leads(self, head, others):
        """Move the statements of merged leads to the one that stays; of two, its own stays and
        takes the other's evidence along.
        """
        # sudo: statements of leads that the merging person may not all read
        mine = self.sudo().search([("lead_id", "=", head.id)]).grouped("gate_id")
        for statement in self.sudo().search([("lead_id", "in", others.ids)], order="id"):
            own = mine.get(statement.gate_id)
            if own is None:
                statement._write_as_is({"lead_id": head.id})
                mine[statement.gate_id] = statement
                continue
            own._write_as_is(own._join_evidence(statement))
            statement._unlink_quietly()

    def _join_evidence(self, other):
        texts = dict.fromkeys(text for text in (self.evidence, other.evidence) if text)
        return {
            "evidence": "\n".join(texts) or False,
            "url": self.url or other.url,
            "attachment_ids": [(4, file.id) for file in other.attachment_ids],
        }
