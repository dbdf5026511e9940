import logging

import requests
from odoo import api, models

from ....planning.travel import TravelError, as_places, travel_matrix

_logger = logging.getLogger(__name__)

_LARGEST_ANSWER = 20_000_000  # bytes
_NAMED = 5


class CrmTravel(models.AbstractModel):
    """Travel times between places, by whatever the company has set up.

    Plans ask for all they need at once::

        matrix = self.env["crm.travel"]._matrix([(48.14, 11.58), (52.52, 13.41)])
        matrix.seconds[0, 1]  # numpy; inf where no road leads
        self.env["crm.travel"]._get_remarks(matrix, ["Hale Tools", "Hansa"])

    Nobody outside is asked unless an administrator has set a server; then pairs come from what
    was answered before, else from the server, else, when it fails, from the straight line.
    """

    _name = "crm.travel"
    _description = "Travel Times"

    @api.model
    def _matrix(self, points, targets=None, company=None, fresh=False):
        """Return a ``TravelMatrix``: seconds and metres from each point to each target.

        :param points: (latitude, longitude) of each
        :param targets: likewise (default: the same points)
        :param company: whose settings hold (default: the one that is worked in)
        :param fresh: ask for all of it, also what was answered before
        :raises ValueError: when a point is nowhere on earth
        """
        # sudo: the server's address and key are the administrator's, times are everybody's
        company = (company or self.env.company).sudo()
        sources = as_places(points)
        ends = sources if targets is None else as_places(targets)
        estimate = company._get_travel_estimate()
        provider = company._get_travel_provider(self._get_fetch(company))
        if company.travel_provider == "great_circle":
            return travel_matrix(provider, estimate, sources, ends)
        Time = self.env["crm.travel.time"].sudo()
        known = None if fresh else Time._read_known(provider.source, sources, ends)
        matrix = travel_matrix(provider, estimate, sources, ends, known)
        if matrix.asked.any():
            Time._remember(provider.source, sources, ends, matrix)
        if matrix.failure:
            _logger.warning("travel times from %s: %s", provider.source, matrix.failure)
        return matrix

    @api.model
    def _get_fetch(self, company):
        """Return a function that sends a request with the company's key and patience."""
        headers = {"Accept": "application/json"}
        if company.travel_key and "{key}" not in (company.travel_url or ""):
            headers["Authorization"] = f"Bearer {company.travel_key}"
        timeout = company.travel_timeout

        def fetch(request):
            own = {"Content-Type": "application/json"} if request.body is not None else {}
            try:
                with requests.request(
                    request.method,
                    request.url,
                    data=request.body,
                    headers={**headers, **own},
                    timeout=timeout,
                    allow_redirects=False,
                    stream=True,
                ) as answer:
                    return answer.status_code, _read_text(answer)
            except requests.Timeout:
                raise TravelError(f"no answer within {timeout} seconds")
            except requests.RequestException:
                raise TravelError("the server cannot be reached")

        return fetch

    # ------------------------------------------------------------------ in words

    @api.model
    def _get_source_words(self, source):
        """Say where the times of a matrix come from."""
        kind, _space, rest = source.partition(" ")
        if kind == "great_circle":
            return self.env._("straight line x detour factor, at the speed of the area")
        name = {"osrm": "OSRM", "valhalla": "Valhalla"}[kind]
        return self.env._("%(kind)s at %(server)s", kind=name, server=rest.rpartition(" ")[0])

    @api.model
    def _get_remarks(self, matrix, names, target_names=None):
        """Return sentences on what of a matrix is not as it should be; none if all is well.

        :param names: of the sources
        :param target_names: of the targets (default: as the sources)
        """
        remarks = []
        estimated = int(matrix.estimated.sum())
        if matrix.failure:
            remarks.append(self._get_failure_sentence(self._get_failure(matrix)))
        elif estimated:
            remarks.append(
                self.env._(
                    "%(count)s pairs are too far apart for %(server)s: estimated from the "
                    "straight line.",
                    count=estimated,
                    server=self._get_source_words(matrix.source),
                )
            )
        return remarks + self._get_unreachable_remarks(matrix, names, target_names or names)

    @api.model
    def _get_failure(self, matrix):
        """Return what is to be said of a server that failed, to be kept."""
        return {
            "source": matrix.source,
            "reason": matrix.failure,
            "count": int(matrix.estimated.sum()),
        }

    @api.model
    def _get_failure_sentence(self, failure):
        return self.env._(
            "%(server)s failed (%(reason)s): %(count)s travel times are estimated from the "
            "straight line.",
            server=self._get_source_words(failure["source"]),
            reason=failure["reason"],
            count=failure["count"],
        )

    @api.model
    def _get_unreachable_remarks(self, matrix, names, target_names):
        pairs = matrix.unreachable(_NAMED + 1)
        remarks = [
            self.env._(
                "No road leads from %(start)s to %(end)s.",
                start=names[row],
                end=target_names[column],
            )
            for row, column in pairs[:_NAMED]
        ]
        if len(pairs) > _NAMED:
            remarks.append(self.env._("More pairs of places cannot be reached from each other."))
        return remarks


def _read_text(answer):
    """Return the text of an answer; a server that never ends one is cut off."""
    parts, size = [], 0
    for part in answer.iter_content(65_536):
        size += len(part)
        if size > _LARGEST_ANSWER:
            raise TravelError("the server's answer is too long")
        parts.append(part)
    return b"".join(parts).decode("utf-8", errors="replace")
