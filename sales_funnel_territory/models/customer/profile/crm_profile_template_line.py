from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_profile_template import FIELD_GROUPS

SCOPES = [("customer", "The Customer"), ("people", "One of the People")]
FILLABLE = (
    "char",
    "text",
    "html",
    "integer",
    "float",
    "monetary",
    "boolean",
    "date",
    "datetime",
    "selection",
    "many2one",
    "many2many",
    "one2many",
)


class CrmProfileTemplateLine(models.Model):
    """A field that counts in a profile, in one of its parts, with its weight."""

    _name = "crm.profile.template.line"
    _description = "Field of a Customer Profile"
    _order = "template_id, sequence, id"
    _rec_name = "field_id"

    template_id = fields.Many2one(
        "crm.profile.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    field_group = fields.Selection(FIELD_GROUPS, string="Part", required=True, default="company")
    scope = fields.Selection(
        SCOPES,
        string="Of",
        required=True,
        default="customer",
        help="Of the customer himself, or of one of his people at least.",
    )
    field_id = fields.Many2one(
        "ir.model.fields",
        required=True,
        ondelete="cascade",
        domain=[
            ("model", "=", "res.partner"),
            ("store", "=", True),
            ("readonly", "=", False),
            ("company_dependent", "=", False),
            ("ttype", "in", FILLABLE),
        ],
    )
    field_name = fields.Char(related="field_id.name", string="Technical Name")
    weight = fields.Integer(
        default=1, required=True, help="How much it counts in the completeness, from 1 on."
    )

    _weight = models.Constraint(
        "CHECK (weight BETWEEN 1 AND 100)",
        "A field of a profile weighs from 1 to 100; remove it where it should not count.",
    )
    _once = models.Constraint(
        "UNIQUE (template_id, scope, field_id)", "Each field counts once in a profile template."
    )

    @api.constrains("field_id")
    def _check_field(self):
        for line in self:
            if line.field_id.model == "res.partner" and line._is_fillable():
                continue
            raise ValidationError(
                self.env._(
                    "“%(field)s” cannot count in the profile template %(template)s: choose a "
                    "field of contacts that people fill by hand.",
                    field=line.field_id.field_description,
                    template=line.template_id.name,
                )
            )

    def _is_fillable(self):
        """Tell whether people fill this field by hand, and PostgreSQL can tell that they did."""
        field = self.env["res.partner"]._fields.get(self.field_id.name)
        if not field or not field.store or field.company_dependent or field.readonly:
            return False
        if field.type == "one2many":
            return self.env[field.comodel_name]._fields[field.inverse_name].type == "many2one"
        return field.type in FILLABLE

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env["crm.profile.template"]._note_change()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.env["crm.profile.template"]._note_change()
        return result

    def unlink(self):
        self.env["crm.profile.template"]._note_change()
        return super().unlink()
