from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmCustomerCompetitor(models.Model):
    """A competitor present at a customer, with his share of what the customer buys."""

    _name = "crm.customer.competitor"
    _description = "Competitor at a Customer"
    _order = "partner_id, share desc, id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    competitor_id = fields.Many2one(
        "res.partner",
        string="Contact of the Competitor",
        index="btree_not_null",
        ondelete="set null",
        domain="[('is_company', '=', True), ('id', '!=', partner_id)]",
        help="Where the competitor is among the contacts; else the name alone will do.",
    )
    name = fields.Char(
        "Competitor", compute="_compute_name", store=True, readonly=False, precompute=True
    )
    share = fields.Float(
        "Share (%)",
        aggregator="avg",
        help="His share of what the customer buys of our kind, by your estimate. 0: not known.",
    )
    notes = fields.Char(help="Where he is strong or weak here, whom he knows.")
    user_id = fields.Many2one(related="partner_id.user_id", string="Main Responsible")
    company_id = fields.Many2one(related="partner_id.company_id")

    @api.depends("competitor_id")
    def _compute_name(self):
        for row in self:
            # the name stays when the contact goes
            row.name = row.competitor_id.name or row.name

    @api.constrains("name", "competitor_id", "partner_id")
    def _check_name(self):
        for row in self:
            if not (row.name or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(customer)s: a competitor needs a name. Enter it, or choose his contact.",
                        customer=row.partner_id.name,
                    )
                )
            if row.competitor_id and row.competitor_id == row.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(customer)s cannot be its own competitor: choose another contact.",
                        customer=row.partner_id.name,
                    )
                )

    @api.constrains("share", "partner_id")
    def _check_share(self):
        for row in self:
            if not 0 <= row.share <= 100:
                raise ValidationError(
                    self.env._(
                        "%(competitor)s at %(customer)s: a share of %(share)g %% is not possible. "
                        "Enter a share from 0 to 100.",
                        competitor=row.name,
                        customer=row.partner_id.name,
                        share=row.share,
                    )
                )
        for customer in self.partner_id:
            total = sum(customer.competitor_ids.mapped("share"))
            if total > 100.005:
                raise ValidationError(
                    self.env._(
                        "%(customer)s: the shares of its competitors add up to %(total)g %%. "
                        "Lower them to 100 %% together, or less.",
                        customer=customer.name,
                        total=total,
                    )
                )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.partner_id._note_profile("competitor_ids")
        return rows

    def write(self, vals):
        customers = self.partner_id
        result = super().write(vals)
        if "partner_id" in vals:
            self.check_access("write")  # of the customer it has gone to, too
        (customers | self.partner_id)._note_profile("competitor_ids")
        return result

    def unlink(self):
        self.partner_id._note_profile("competitor_ids")
        return super().unlink()

    # ------------------------------------------------------------------ merge

    @api.model
    def _follow_merge(self, sources, target):
        """Combine the rows of contacts about to become one: as customer, and as competitor."""
        partners = sources | target
        own = self.search([("partner_id", "in", partners.ids)])
        own = own.sorted(lambda row: row.partner_id != target)
        kept = own._combine(lambda row: row._get_key(partners))
        self._keep_within_100(kept.filtered(lambda row: row.partner_id != target), kept)
        others = self.search(
            [("competitor_id", "in", partners.ids), ("partner_id", "not in", partners.ids)]
        )
        others = others.sorted(lambda row: row.competitor_id != target)
        others._combine(lambda row: (row.partner_id, row._get_key(partners)))
        # nobody competes with himself
        self.search(
            [("partner_id", "in", partners.ids), ("competitor_id", "in", partners.ids)]
        ).unlink()

    def _get_key(self, same):
        """Return what tells competitors apart; the contacts ``same`` are one."""
        if self.competitor_id:
            return same[:1].id if self.competitor_id in same else self.competitor_id.id
        return (self.name or "").strip().lower()

    def _combine(self, key):
        """Make one row of those with the same key: the first, with what it lacks of the others."""
        kept = self.browse()
        for rows in self.grouped(key).values():
            first, others = rows[0], rows[1:]
            kept |= first
            if others:
                share = first.share or next(filter(None, others.mapped("share")), 0)
                notes = "; ".join(dict.fromkeys(filter(None, rows.mapped("notes")))) or False
                others.unlink()
                first.write({"share": share, "notes": notes})
        return kept

    @api.model
    def _keep_within_100(self, coming, rows):
        """Forget the shares of rows that come in where all would be more than everything."""
        if sum(rows.mapped("share")) > 100:
            coming.write({"share": 0})
