from odoo import models
from odoo.exceptions import UserError


class CrmHandover(models.Model):
    """What there is to hand over: found and listed before anything happens."""

    _inherit = "crm.handover"

    def action_preview(self):
        """List what would be handed over, customer by customer."""
        for handover in self:
            handover._check_draft()
            handover._check_people()
            handover._preview()
        return True

    def _check_draft(self):
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("“%(name)s” was applied already.", name=self.display_name))

    def _forget_preview(self):
        drafts = self.filtered(lambda handover: handover.state == "draft")
        # sudo: rows of a preview are written by nobody
        drafts.sudo().item_ids.unlink()
        drafts.sudo().line_ids.unlink()
        drafts.sudo().previewed_on = False

    def _preview(self):
        """Find the records, under the rights of who asks; keep who was chosen for whom."""
        chosen = {line.partner_id.id: line.to_user_id.id for line in self.line_ids}
        self._forget_preview()
        rows = [row for source in self._get_sources() for row in source._prepare_items(self)]
        lines = self._create_lines(rows, chosen if self.is_split else {})
        # sudo: rows of a preview are written by nobody
        self.env["crm.handover.item"].sudo().create(
            [
                {
                    "handover_id": self.id,
                    "line_id": lines[row["customer"].id].id,
                    **{key: row[key] for key in ("kind", "res_model", "res_id", "name", "before")},
                }
                for row in rows
            ]
        )
        self.sudo().write(
            {
                "previewed_on": self.env.cr.now(),
                "hidden_count": self._count_all() - len(rows),
            }
        )

    def _count_all(self):
        """Return how much there is at all: of other teams and companies only the number."""
        every_company = self.env["res.company"].sudo().search([]).ids
        # sudo: a number, so that nobody takes a part for the whole
        handover = self.sudo().with_context(allowed_company_ids=every_company)
        sources = handover._get_sources()
        return sum(len(source._find(handover)) for source in sources)

    def _create_lines(self, rows, chosen):
        """Return {customer id: its line}; what has no customer is a line of its own."""
        customers = {row["customer"].id: row["customer"] for row in rows}
        teams = {row["customer"].id: row["team"].id for row in rows if row["team"]}
        # sudo: as above
        lines = (
            self.env["crm.handover.line"]
            .sudo()
            .create(
                [
                    {
                        "handover_id": self.id,
                        "partner_id": key,
                        "name": customer.name or self.env._("Without a customer"),
                        "team_id": teams.get(key),
                        **({"to_user_id": chosen[key]} if chosen.get(key) else {}),
                    }
                    for key, customer in customers.items()
                ]
            )
        )
        return dict(zip(customers, lines, strict=True))

    def action_open_lines(self):
        """Open the customers in a list of their own, to choose for many at once."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Takes Over"),
            "res_model": "crm.handover.line",
            "views": [(False, "list")],
            "domain": [("handover_id", "=", self.id)],
        }
