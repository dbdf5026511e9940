from lxml import etree
from odoo import fields, models

ATTRIBUTES = {
    "class",
    "color",
    "create",
    "js_class",
    "latitude",
    "longitude",
    "mode",
    "size",
    "string",
    "through",
    "without_action",
}
MODES = ("points", "clusters", "heat")
NUMBERS = ("integer", "float", "monetary")


class IrUiView(models.Model):
    """The view type of the map; its attributes say where a record is and how it looks there.

    <sales_map latitude="partner_latitude" longitude="partner_longitude"
               color="customer_class_id" size="yearly_potential"
               without_action="base.action_partner_form">  (lists those without a position)
        <field name="user_id"/>  (what the pop-up says)
    </sales_map>
    """

    _inherit = "ir.ui.view"

    type = fields.Selection(
        selection_add=[("sales_map", "Sales Map")], ondelete={"sales_map": "cascade"}
    )

    def _get_view_info(self):
        return {"sales_map": {"icon": "fa fa-map-marker"}} | super()._get_view_info()

    def _validate_tag_sales_map(self, node, name_manager, node_info):
        if not node_info["validate"]:
            return
        self._check_map_children(node)
        self._check_map_attributes(node)
        placed = self._check_map_paths(node, name_manager)
        for attribute in ("latitude", "longitude"):
            self._check_map_field(node, attribute, placed, ("float",))
        self._check_map_field(node, "size", name_manager.model, NUMBERS)
        self._check_map_field(node, "color", name_manager.model, ())
        for attribute in ("color", "size"):
            if name := node.get(attribute):
                name_manager.has_field(node, name.split(":")[0].split(".")[0], node_info)

    def _check_map_children(self, node):
        for child in node.iterchildren(tag=etree.Element):
            if child.tag != "field":
                self._raise_view_error(
                    self.env._(
                        "A map holds fields for its pop-up and nothing else: take <%(tag)s> out.",
                        tag=child.tag,
                    ),
                    child,
                )

    def _check_map_attributes(self, node):
        unknown = sorted(name for name in set(node.attrib) - ATTRIBUTES if "__" not in name)
        if unknown:
            self._raise_view_error(
                self.env._(
                    "A map knows no %(unknown)s. It knows %(known)s.",
                    unknown=", ".join(unknown),
                    known=", ".join(sorted(ATTRIBUTES)),
                ),
                node,
            )
        if node.get("mode", "points") not in MODES:
            self._raise_view_error(
                self.env._(
                    "A map opens with %(modes)s, not with %(mode)s.",
                    modes=", ".join(MODES),
                    mode=node.get("mode"),
                ),
                node,
            )

    def _check_map_paths(self, node, name_manager):
        """Return the model that has the position: the view's own, or what `through` leads to."""
        model = name_manager.model
        placed = {path: model._sales_map_follow(path) for path in _split(node.get("through"))}
        for path, comodel in placed.items():
            if comodel is None:
                self._raise_view_error(
                    self.env._(
                        "%(path)s leads nowhere: name many2one fields of %(model)s, with dots "
                        "between them.",
                        path=path,
                        model=model._name,
                    ),
                    node,
                )
        if len({comodel._name for comodel in placed.values()}) > 1:
            self._raise_view_error(
                self.env._("All paths in through must lead to the same model."), node
            )
        return next(iter(placed.values()), model)

    def _check_map_field(self, node, attribute, model, types):
        name = (node.get(attribute) or "").split(":")[0].split(".")[0]
        if not name:
            if attribute in ("latitude", "longitude"):
                self._raise_view_error(
                    self.env._(
                        "A map must know where its records are: name the field of the "
                        "%(attribute)s.",
                        attribute=attribute,
                    ),
                    node,
                )
            return
        field = model._fields.get(name)
        if not field or (types and field.type not in types):
            self._raise_view_error(
                self.env._(
                    "%(attribute)s: %(model)s has no field %(name)s that would do. It must be of "
                    "type %(types)s.",
                    attribute=attribute,
                    model=model._name,
                    name=name,
                    types=", ".join(types) or self.env._("any"),
                ),
                node,
            )


def _split(text):
    return [part.strip() for part in (text or "").split(",") if part.strip()]
