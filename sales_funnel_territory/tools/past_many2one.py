from odoo import fields


class PastMany2one(fields.Many2one):
    """A many2one without a foreign key: the past keeps its ids when the record is gone.

    Deleting the record, or merging it into another one (Odoo re-points foreign keys in raw
    SQL), leaves the column as it was. It is not offered for grouping, as a group of a deleted
    record has no name: the name of the day stands in a column beside it.
    """

    def update_db_foreign_key(self, model, column):
        """No key, on purpose."""

    def _description_groupable(self, env):
        return False
