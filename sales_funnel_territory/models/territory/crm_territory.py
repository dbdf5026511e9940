from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CrmTerritory(models.Model):
    """A part of the market that somebody looks after; a leaf of the tree is a zone."""

    _name = "crm.territory"
    _inherit = ["mail.thread"]
    _description = "Territory"
    _parent_name = "parent_id"
    _parent_store = True
    _rec_names_search = ["name", "code"]
    _order = "complete_name, id"

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(help="A short name, on maps and in lists.")
    complete_name = fields.Char(
        compute="_compute_complete_name", store=True, recursive=True, string="Full Name"
    )
    parent_id = fields.Many2one(
        "crm.territory", string="Part Of", index=True, ondelete="restrict", tracking=True
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("crm.territory", "parent_id", string="Consists Of")
    is_zone = fields.Boolean(
        "Zone",
        compute="_compute_is_zone",
        search="_search_is_zone",
        help="Consists of no other territories.",
    )
    sequence = fields.Integer(
        default=10, help="Of two zones that both claim a customer, the first one gets him."
    )
    active = fields.Boolean(default=True)
    color = fields.Integer(help="On the map and on cards.")
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: a territory of all our companies."
    )
    # the drawn area: a GeoJSON Polygon or MultiPolygon, longitude before latitude
    boundary = fields.Json("Drawn Boundary")
    has_boundary = fields.Boolean(
        "Drawn Area", compute="_compute_has_boundary", search="_search_has_boundary"
    )
    rule_ids = fields.One2many("crm.territory.rule", "territory_id", string="Rules", copy=True)
    assignment_ids = fields.One2many("crm.territory.assignment", "territory_id", string="People")
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        index=True,
        readonly=True,
        copy=False,
        help="Who owns the territory today.",
    )
    note = fields.Text()

    # ------------------------------------------------------------------ computes

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for territory in self:
            above = territory.parent_id.complete_name
            territory.complete_name = f"{above} / {territory.name}" if above else territory.name

    @api.depends("child_ids")
    def _compute_is_zone(self):
        for territory in self:
            territory.is_zone = not territory.child_ids

    def _search_is_zone(self, operator, value):
        if operator != "in":
            return NotImplemented
        return (
            Domain("child_ids", "=", False) if True in value else Domain("child_ids", "!=", False)
        )

    @api.depends("boundary")
    def _compute_has_boundary(self):
        for territory in self:
            territory.has_boundary = bool(territory.boundary)

    def _search_has_boundary(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("boundary", "!=" if True in value else "=", False)

    # ------------------------------------------------------------------ constrains

    @api.constrains("parent_id", "company_id")
    def _check_company_id(self):
        for territory in self:
            territory._check_companies_below()
            above = territory.parent_id.company_id
            if above and territory.company_id != above:
                raise ValidationError(
                    self.env._(
                        "%(territory)s is part of %(parent)s, a territory of %(company)s: "
                        "give it the same company.",
                        territory=territory.name,
                        parent=territory.parent_id.name,
                        company=above.name,
                    )
                )

    def _check_companies_below(self):
        """What a territory of one company consists of is that company's, archived ones too."""
        # sudo: parts of other companies count as well; no more than the name of one is told
        below = self.sudo().with_context(active_test=False).child_ids
        others = below.filtered(lambda one: one.company_id != self.company_id)
        if self.company_id and others:
            raise ValidationError(
                self.env._(
                    "%(territory)s cannot belong to %(company)s while %(child)s, a part of it, "
                    "does not: leave its company empty, give its parts the company, then itself.",
                    territory=self.name,
                    company=self.company_id.name,
                    child=others[0].name,
                )
            )

    # ------------------------------------------------------------------ CRUD

    def write(self, vals):
        if vals.get("parent_id"):
            self._check_not_below(self.browse(vals["parent_id"]))
        return super().write(vals)

    def _check_not_below(self, parent):
        """Say it before Odoo does, who says only that there is a recursion."""
        above = {int(part) for part in (parent.parent_path or "").split("/") if part}
        for territory in self.filtered(lambda one: one.id in above):
            raise ValidationError(
                self.env._(
                    "%(territory)s cannot be part of %(parent)s, which is itself part of it: "
                    "choose another territory above it.",
                    territory=territory.name,
                    parent=parent.name,
                )
            )
