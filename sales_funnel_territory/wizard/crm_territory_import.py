import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..planning.geometry import area_km2, features, load, read_area, write_area
from ..planning.geometry_errors import GeometryError
from ..tools.geometry_sentences import explain

MAX_FEATURES = 2000
NAMES = ("name", "Name", "NAME", "zone", "title", "GEN", "shapeName")
CODES = ("code", "Code", "CODE", "id", "plz", "zip", "AGS", "ISO_A2")


class CrmTerritoryImport(models.TransientModel):
    """Territories from a GeoJSON file: all of it is checked before anything is kept."""

    _name = "crm.territory.import"
    _description = "Import Territories"

    file = fields.Binary("GeoJSON File", required=True, attachment=False)
    filename = fields.Char()
    parent_id = fields.Many2one(
        "crm.territory", string="Part Of", help="New territories become part of it."
    )
    name_property = fields.Char(
        "Name From",
        compute="_compute_properties",
        store=True,
        readonly=False,
        help="The property of the file that holds the territory's name.",
    )
    code_property = fields.Char(
        "Code From",
        compute="_compute_properties",
        store=True,
        readonly=False,
        help="The property of the file that holds the code; territories are found by it first.",
    )
    found_properties = fields.Char("The File Has", compute="_compute_properties", store=True)
    is_checked = fields.Boolean(readonly=True)
    line_ids = fields.One2many("crm.territory.import.line", "import_id", readonly=True)
    good_count = fields.Integer(compute="_compute_counts")
    bad_count = fields.Integer(compute="_compute_counts")

    # ------------------------------------------------------------------ computes

    @api.depends("file")
    def _compute_properties(self):
        for wizard in self:
            try:
                found = wizard._read_features() if wizard.file else []
            except UserError:  # said when the file is checked
                found = []
            names = list(dict.fromkeys(name for feature in found for name in feature.properties))
            wizard.found_properties = ", ".join(names[:30])
            wizard.name_property = next((name for name in NAMES if name in names), False)
            wizard.code_property = next((name for name in CODES if name in names), False)

    @api.depends("line_ids.problem")
    def _compute_counts(self):
        for wizard in self:
            bad = wizard.line_ids.filtered("problem")
            wizard.bad_count = len(bad)
            wizard.good_count = len(wizard.line_ids - bad)

    # ------------------------------------------------------------------ actions

    def action_check(self):
        """Judge each feature of the file; nothing is kept yet."""
        self.ensure_one()
        lines = self._prepare_lines(self._read_features())
        self.line_ids = [Command.clear(), *(Command.create(line) for line in lines)]
        self.is_checked = True
        return self._reopen()

    def action_import(self):
        """Create and update the territories of the good features."""
        self.ensure_one()
        good = self.line_ids.filtered(lambda line: not line.problem)
        if not good:
            raise UserError(
                self.env._("No feature of %(file)s can be kept.", file=self.filename or "")
            )
        return self._open(good._apply())

    # ------------------------------------------------------------------ business

    def _read_features(self):
        name = self.filename or self.env._("The file")
        try:
            found = features(load(base64.b64decode(self.with_context(bin_size=False).file)))
        except GeometryError as error:
            raise UserError(explain(self.env, error, name))
        if not 0 < len(found) <= MAX_FEATURES:
            raise UserError(
                self.env._(
                    "%(file)s has %(count)s features: a file of 1 to %(limit)s can be imported.",
                    file=name,
                    count=len(found),
                    limit=MAX_FEATURES,
                )
            )
        return found

    def _prepare_lines(self, found):
        """Return the values of the report: one line a feature, in the order of the file."""
        known = self._get_known()
        seen = set()
        for number, feature in enumerate(found, start=1):
            line = {
                "number": number,
                "name": self._get_text(feature, self.name_property),
                "code": self._get_text(feature, self.code_property),
            }
            yield {**line, **self._judge(feature, line, known, seen)}

    def _get_text(self, feature, name):
        value = feature.properties.get(name) if name else None
        return "" if value is None else str(value).strip()[:200]

    def _get_known(self):
        """Return {("code" or "name", lower case): territories} of those one may see."""
        known = {}
        company = self.parent_id.company_id
        domain = Domain("company_id", "=", company.id) if company else Domain.TRUE
        for territory in self.env["crm.territory"].search(domain):
            for key in self._get_keys(territory.name, territory.code):
                known[key] = known.get(key, territory) | territory
        return known

    def _get_keys(self, name, code):
        """Return what a territory is found by: its code first."""
        return [(kind, text.casefold()) for kind, text in (("code", code), ("name", name)) if text]

    def _judge(self, feature, line, known, seen):
        keys = self._get_keys(line["name"], line["code"])
        title = line["name"] or line["code"] or self.env._("Feature %s", line["number"])
        match = next((known[key] for key in keys if key in known), self.env["crm.territory"])
        problem = self._find_problem(title, keys, match, seen)
        seen.update(keys[:1])
        if problem:
            return {"problem": problem}
        try:
            area = read_area(feature.geometry)
        except GeometryError as error:
            return {"problem": explain(self.env, error, title)}
        return {
            "territory_id": match.id,
            "boundary": write_area(area),
            "area_km2": area_km2(area),
        }

    def _find_problem(self, title, keys, match, seen):
        if not keys:
            return self.env._(
                "%(feature)s has no name: choose the property that holds it.", feature=title
            )
        if keys[0] in seen:
            return self.env._("%(feature)s stands in the file twice: keep one.", feature=title)
        if len(match) > 1:
            return self.env._(
                "%(feature)s fits %(count)s territories: give each one a code of its own.",
                feature=title,
                count=len(match),
            )
        return False

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Territories"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _open(self, territories):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_territory_action"
        )
        return {**action, "domain": [("id", "in", territories.ids)]}
