from odoo import api, fields, models
from odoo.tools import SQL

LOAD_STATES = [("under", "Under"), ("fair", "Fair Load"), ("over", "Over")]


class CrmLoadMixin(models.AbstractModel):
    """Work of a year against the hours there are for it; rows that only the app writes."""

    _name = "crm.load.mixin"
    _description = "Workload and Capacity"

    workload = fields.Float(
        "Workload (h)",
        readonly=True,
        digits=(16, 1),
        help="Hours a year: visits x (minutes of a visit + the way to it).",
    )
    capacity = fields.Float(
        "Capacity (h)",
        readonly=True,
        digits=(16, 1),
        help="Hours of the next 12 months: working hours of the people without leaves and "
        "holidays, x the share of time in the field.",
    )
    load_percent = fields.Float(
        "Load (%)",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Workload / capacity. Of several: the sum of the one by the sum of the other.",
    )
    load_state = fields.Selection(
        LOAD_STATES, readonly=True, index="btree_not_null", help="By the settings."
    )
    customer_count = fields.Integer("Customers", readonly=True)
    carry_count = fields.Integer(
        "Can Carry",
        readonly=True,
        help="How many customers like these fit into the capacity.",
    )
    fair_from = fields.Float(readonly=True, aggregator=None)
    fair_to = fields.Float(readonly=True, aggregator=None)
    counted_on = fields.Datetime("As Of", readonly=True)

    def _read_group_select(self, aggregate_spec, query):
        """The load of several is that of their sums."""
        if aggregate_spec != "load_percent:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "(100.0 * %s / NULLIF(%s, 0))",
            self._read_group_select("workload:sum", query),
            self._read_group_select("capacity:sum", query),
        )

    # ------------------------------------------------------------------ in bulk, by SQL

    @api.model
    def _replace(self, key, rows):
        """Bring the table to these rows, in one statement; those of other keys go.

        :param key: the column that tells rows apart
        :param rows: dictionaries with the same names
        """
        names = [key, *(name for name in rows[0] if name != key)] if rows else [key]
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE NOT (%s = ANY(%s))",
                SQL.identifier(self._table),
                SQL.identifier(key),
                [row[key] for row in rows],
            )
        )
        if rows:
            self.env.cr.execute(self._upsert_sql(key, names, rows))
        self.invalidate_model()

    @api.model
    def _upsert_sql(self, key, names, rows):
        columns = [SQL.identifier(name) for name in names]
        arrays = [
            SQL("%s::%s[]", [row[name] for row in rows], SQL(self._fields[name].column_type[0]))
            for name in names
        ]
        taken = [SQL("%s = EXCLUDED.%s", one, one) for one in columns[1:]]
        return SQL(
            """INSERT INTO %(table)s (%(columns)s) SELECT * FROM unnest(%(arrays)s)
            ON CONFLICT (%(key)s) DO UPDATE SET %(taken)s""",
            table=SQL.identifier(self._table),
            columns=SQL(", ").join(columns),
            arrays=SQL(", ").join(arrays),
            key=SQL.identifier(key),
            taken=SQL(", ").join(taken),
        )
