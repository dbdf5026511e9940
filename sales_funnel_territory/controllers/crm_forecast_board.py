import json

from odoo import http
from odoo.http import content_disposition, request
from werkzeug.exceptions import BadRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CrmForecastBoardController(http.Controller):
    """The forecast board as a file; everybody gets what he sees there."""

    @http.route("/sales_funnel_territory/forecast.xlsx", type="http", auth="user")
    def forecast(self, filters="{}"):
        """Download the board.

        :param filters: those of ``get_board``, as JSON
        """
        try:
            asked = dict(json.loads(filters))
        except (TypeError, ValueError) as error:
            raise BadRequest from error
        content, name = request.env["crm.forecast.board"].get_xlsx(asked)
        headers = [("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))]
        return request.make_response(content, headers)
