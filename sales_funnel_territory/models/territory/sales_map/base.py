import numpy as np
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

LEVELS = 31  # of size: its square root, in as many steps
DEGREE = 100_000  # positions travel as whole hundred-thousandths of a degree, about a metre
# what no position can be; both zero is Odoo's way to say "nowhere"
BOUNDS = SQL("BETWEEN -90 AND 90"), SQL("BETWEEN -180 AND 180")


class Base(models.AbstractModel):
    """What a map shows of a model, in one query and in columns of integers."""

    _inherit = "base"

    @api.model
    @api.readonly
    def sales_map_data(self, domain, spec):
        """Return where the records of a domain are.

        Only what the user may read: record rules by the search, fields by `_field_to_sql`.

        :param list domain:
        :param dict spec: latitude, longitude (names of fields), through (paths of many2one fields
            to who has them, the first with a position counts), color (as in a group by), size
        :return: {ids: differences of sorted ids, lat, lon, color: numbers in groups, size: 0 to 31,
            groups: [{label, count, color: Odoo's, where the records have one}], without: how many
            have no position, without_domain, size_top: the amount of the largest size}
        """
        rows, without = self._sales_map_rows(domain, spec)
        ids, latitudes, longitudes, colors, sizes = zip(*rows, strict=True) if rows else [()] * 5
        groups, numbers = self._sales_map_groups(colors, spec.get("color"))
        levels, top = _get_levels(sizes) if spec.get("size") else ([], 0)
        return {
            "ids": np.diff(np.array(ids, dtype=np.int64), prepend=0).tolist(),
            "lat": list(latitudes),
            "lon": list(longitudes),
            "color": numbers,
            "size": levels,
            "size_top": top,
            "groups": groups,
            "without": without,
            "without_domain": list(Domain(domain) & self._sales_map_without(spec)),
        }

    @api.model
    def get_views(self, views, options=None):
        """Actions for a list's selection are there for a selection on the map, too."""
        result = super().get_views(views, options)
        toolbar = result["views"].get("sales_map", {}).get("toolbar")
        if toolbar is None:
            return result
        bindings = self.env["ir.actions.actions"].get_bindings(self._name)
        for action_type, key in (("report", "print"), ("action", "action")):
            there = {action["id"] for action in toolbar.get(key, [])}
            toolbar.setdefault(key, []).extend(
                action
                for action in bindings.get(action_type, [])
                if action["id"] not in there
                and "list" in (action.get("binding_view_types") or "").split(",")
            )
        return result

    # ------------------------------------------------------------------ the query

    def _sales_map_rows(self, domain, spec):
        """Return rows of (id, latitude, longitude, colour, size), and how many have no position."""
        self._sales_map_check_read(spec)
        query = self._search(domain)
        record = SQL.identifier(query.table, "id")
        latitude, longitude = self._sales_map_position(spec, query)
        color = size = SQL("NULL")
        if spec.get("color"):
            color = self._read_group_groupby(query.table, spec["color"], query)
        if spec.get("size"):
            size = self._sales_map_size(spec["size"], query)
        query.order = None
        # of several tags the first one gives the colour
        found = query.select(
            SQL("DISTINCT ON (%s) %s AS id", record, record),
            SQL("%s AS latitude", latitude),
            SQL("%s AS longitude", longitude),
            SQL("%s AS color", color),
            SQL("%s AS size", size),
        )
        rows = self.env.execute_query(SQL("%s ORDER BY %s, color", found, record))
        placed = [row for row in rows if row[1] is not None]
        return placed, len(rows) - len(placed)

    def _sales_map_check_read(self, spec):
        """Refuse fields that are not for the user; SQL of a related field looks at its end only."""
        for path in filter(None, (spec.get("color"), spec.get("size"))):
            self._sales_map_end(path)

    def _sales_map_position(self, spec, query):
        """Return latitude and longitude in 1e-5 degrees; NULL where there is no position."""
        pairs = []
        for path in _get_paths(spec):
            model, alias = self._sales_map_place(query.table, path, query)
            model._sales_map_check_place(_get_names(spec))
            pair = [model._field_to_sql(alias, name, query) for name in _get_names(spec)]
            pairs.append([SQL("COALESCE(%s, 0)", column) for column in pair])
        columns = [
            SQL(", ").join(_make_column(pair, number) for pair in pairs) for number in (0, 1)
        ]
        return [SQL("COALESCE(%s)", column) for column in columns]

    def _sales_map_check_place(self, names):
        for name in names:
            field = self._fields.get(name)
            if not field or field.type != "float":
                raise UserError(
                    self.env._(
                        "%(model)s has no coordinate %(name)s: name two fields of type float.",
                        model=self._description,
                        name=name,
                    )
                )
            self._check_field_access(field, "read")

    def _sales_map_place(self, alias, path, query):
        """Join what a path of many2one fields leads to, as far as the user may read it."""
        if path and self._sales_map_follow(path) is None:
            raise UserError(
                self.env._(
                    "%(path)s leads nowhere: name many2one fields of %(model)s, with dots "
                    "between them.",
                    path=path,
                    model=self._description,
                )
            )
        model = self
        for name in path.split(".") if path else ():
            comodel = model.env[model._fields[name].comodel_name]
            coquery = comodel.with_context(active_test=False)._search([])
            link = f"{name}__map_{self.env.uid}" if coquery.where_clause else f"{name}__map"
            coalias = query.make_alias(alias, link)
            table = comodel._table
            if coquery.where_clause:
                table = coquery.subselect(SQL("%s.*", SQL.identifier(comodel._table)))
            model._check_field_access(model._fields[name], "read")
            condition = SQL(
                "%s = %s",
                model._field_to_sql(alias, name, query),
                SQL.identifier(coalias, "id"),
            )
            query.add_join("LEFT JOIN", coalias, table, condition)
            model, alias = comodel, coalias
        return model, alias

    def _sales_map_size(self, name, query):
        """Return the expression of the size; extend it for figures that stand elsewhere."""
        return self._field_to_sql(query.table, name, query)

    def _sales_map_without(self, spec):
        """Return the domain of the records without a position."""
        domains = []
        for path in _get_paths(spec):
            latitude, longitude = (f"{path}.{name}" if path else name for name in _get_names(spec))
            nowhere = Domain(latitude, "in", [0, False]) & Domain(longitude, "in", [0, False])
            for name, bound in ((latitude, 90), (longitude, 180)):
                nowhere |= Domain(name, ">", bound) | Domain(name, "<", -bound)
            names = path.split(".") if path else []
            for number in range(len(names)):
                nowhere |= Domain(".".join(names[: number + 1]), "=", False)
            domains.append(nowhere)
        return Domain.AND(domains)

    @api.model
    def _sales_map_follow(self, path):
        """Return the model a path of many2one fields leads to, or None."""
        model = self
        for name in path.split("."):
            field = model._fields.get(name)
            if not field or field.type != "many2one":
                return None
            model = self.env[field.comodel_name]
        return model


def _get_paths(spec):
    return spec.get("through") or [""]


def _get_names(spec):
    return spec["latitude"], spec["longitude"]


def _make_column(pair, number):
    """Return one of both coordinates; nothing where they are not a place on earth."""
    latitude, longitude = pair
    return SQL(
        "CASE WHEN (%(lat)s <> 0 OR %(lon)s <> 0) AND %(lat)s %(lat_bounds)s"
        " AND %(lon)s %(lon_bounds)s THEN round((%(value)s)::numeric * %(degree)s)::int END",
        lat=latitude,
        lon=longitude,
        lat_bounds=BOUNDS[0],
        lon_bounds=BOUNDS[1],
        value=pair[number],
        degree=DEGREE,
    )


def _get_levels(sizes):
    """Return levels 0 to 31 and the size of the highest: area grows with size.

    The largest of a hundred decides, so that one giant does not make all others dwarfs.
    """
    values = np.array([size or 0 for size in sizes], dtype=float).clip(min=0)
    top = float(np.percentile(values[values > 0], 99)) if values.any() else 0.0
    if not top:
        return [0] * len(sizes), 0
    return np.rint(LEVELS * np.sqrt((values / top).clip(max=1))).astype(int).tolist(), top
