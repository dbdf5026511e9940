"""What people built on this module's fields and models, found so that it can go with them.

Odoo removes the records a module brought along; filters, exports, automations and dashboards
that users made stay, and break where they name a field that is gone.
"""

import re

from lxml import etree
from odoo.tools import SQL

from .dead_links import remove_links

_QUOTED = re.compile(r"""['"]([\w.]+)(?:[: ][\w ]+)?['"]""")
_ANY = re.compile(r"""['"](?:not )?any!?['"]""")
_XPATH_NAME = re.compile(r"""@name\s*=\s*['"](\w+)['"]""")


class ModuleNames:
    """The fields, models and records that only one module defines.

    >>> names.is_named("crm.lead", "[('stage_id.grade', '=', 'a')]")
    True
    """

    def __init__(self, env, module):
        self.env = env
        self.module = module
        self.models = {row[0] for row in self._read_owned("ir.model", "model.model", "ir_model")}
        self.fields = set(
            self._read_owned("ir.model.fields", "model.model, model.name", "ir_model_fields")
        )
        self._field_names = {name for _model, name in self.fields}

    def _read_owned(self, model, columns, table):
        return self.env.execute_query(
            SQL(
                """SELECT %(columns)s FROM %(table)s AS model
                JOIN ir_model_data AS data ON data.model = %(model)s AND data.res_id = model.id
                GROUP BY model.id
                HAVING array_agg(DISTINCT data.module) = ARRAY[%(module)s::varchar]""",
                columns=SQL(columns),  # pylint: disable=sql-injection
                table=SQL.identifier(table),
                model=model,
                module=self.module,
            )
        )

    def get_record_ids(self, model):
        """Return the ids of this module's records of a model."""
        domain = [("module", "=", self.module), ("model", "=", model)]
        return set(self.env["ir.model.data"].search(domain).mapped("res_id"))

    def is_path_named(self, model, path, separator="."):
        """Tell whether a path of field names, as ``stage_id.grade``, leads over one of ours."""
        for name in path.split(separator):
            if (model, name) in self.fields:
                return True
            field = self.env[model]._fields.get(name) if model in self.env else None
            if not field or not field.comodel_name:
                return False
            model = field.comodel_name
        return False

    def is_named(self, model, *texts):
        """Tell whether domains, contexts or sort orders of a model name one of our fields."""
        return model in self.models or any(self._is_named_in(model, text) for text in texts if text)

    def _is_named_in(self, model, text):
        is_nested = _ANY.search(text)
        return any(
            self.is_path_named(model, path) or (is_nested and path in self._field_names)
            for path in _QUOTED.findall(text)
        )

    def is_in_arch(self, model, arch):
        """Tell whether a view of a model shows, or stands beside, one of our fields."""
        tree = etree.fromstring(arch)
        shown = {node.get("name") for node in tree.iter("field")}
        anchors = {
            name
            for node in tree.iter("xpath")
            for name in _XPATH_NAME.findall(node.get("expr") or "")
        }
        return any((model, name) in self.fields for name in shown | anchors)


class Traces:
    """Removes what users made of a module's names, just before the module goes."""

    def __init__(self, env, module):
        self.env = env(context={**env.context, "active_test": False})
        self.names = ModuleNames(self.env, module)

    def remove(self):
        """Remove every trace; what Odoo needs to work comes first."""
        self._remove_named("ir.rule", lambda rule: rule.model_id.model, "domain_force")
        self._remove_named("ir.filters", "model_id", "domain", "context", "sort")
        self._remove_named("ir.embedded.actions", "parent_res_model", "domain", "context")
        self._remove_exports()
        self._remove_automations()
        self._remove_server_actions()
        self._remove_window_actions()
        self._clean_dashboards()
        self._switch_views_off()
        remove_links(self.env, self.names.models)

    def _remove_named(self, model, get_model, *columns):
        """Delete records whose texts name our fields, unless Odoo deletes them itself."""
        if isinstance(get_model, str):
            column = get_model
            get_model = lambda record: record[column]  # noqa: E731
        records = self.env[model].search([("id", "not in", list(self.names.get_record_ids(model)))])
        records.filtered(
            lambda record: self.names.is_named(
                get_model(record) or "", *(record[name] for name in columns)
            )
        ).unlink()

    def _remove_exports(self):
        lines = self.env["ir.exports.line"].search([]).filtered(self._is_line_named)
        exports = lines.export_id
        lines.unlink()
        exports.filtered(lambda export: not export.export_fields).unlink()

    def _is_line_named(self, line):
        model = line.export_id.resource or ""
        return model in self.names.models or self.names.is_path_named(model, line.name or "", "/")

    def _remove_automations(self):
        if "base.automation" not in self.env:
            return
        automations = self.env["base.automation"].search([])
        automations.filtered(
            lambda rule: (
                any(
                    (field.model, field.name) in self.names.fields
                    for field in rule.trigger_field_ids
                )
                or self.names.is_named(rule.model_name, rule.filter_domain, rule.filter_pre_domain)
            )
        ).unlink()

    def _remove_server_actions(self):
        own = self.names.get_record_ids("ir.actions.server")
        actions = self.env["ir.actions.server"].search([("update_path", "!=", False)])
        actions.filtered(
            lambda action: (
                action.id not in own
                and self.names.is_path_named(action.model_id.model, action.update_path)
            )
        ).unlink()

    def _remove_window_actions(self):
        own = self.names.get_record_ids("ir.actions.act_window")
        actions = (
            self.env["ir.actions.act_window"]
            .search([("id", "not in", list(own))])
            .filtered(
                lambda action: self.names.is_named(action.res_model, action.domain, action.context)
            )
        )
        references = [f"ir.actions.act_window,{action.id}" for action in actions]
        self.env["ir.ui.menu"].search([("action", "in", references)]).unlink()
        actions.unlink()

    def _clean_dashboards(self):
        """Take our screens, and those that are filtered by our fields, off users' dashboards."""
        for view in self.env["ir.ui.view.custom"].search([]):
            tree = etree.fromstring(view.arch)
            nodes = [node for node in tree.iter("action") if self._is_node_named(node)]
            for node in nodes:
                node.getparent().remove(node)
            if nodes:
                view.arch = etree.tostring(tree, encoding="unicode")

    def _is_node_named(self, node):
        name = node.get("name") or ""
        action = self.env["ir.actions.act_window"].browse(int(name) if name.isdigit() else [])
        if not action.exists():
            return name.isdigit()
        return action.id in self.names.get_record_ids(action._name) or self.names.is_named(
            action.res_model, node.get("context"), node.get("domain")
        )

    def _switch_views_off(self):
        """Switch off views made by hand that show our fields: they could not be opened."""
        known = self.env["ir.model.data"].search([("model", "=", "ir.ui.view")]).mapped("res_id")
        views = self.env["ir.ui.view"].search(
            [("id", "not in", known), ("model", "!=", False), ("type", "!=", "qweb")]
        )
        named = views.filtered(
            lambda view: self.names.is_in_arch(view.model, view.with_context(lang=None).arch_db)
        )
        named.write({"active": False})
