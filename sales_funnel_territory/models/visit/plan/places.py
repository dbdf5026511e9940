"""Rows of a table of travel times for the positions of partners."""

from statistics import median


class PlaceTable:
    """Numbers positions as they come; partners in one house share a row."""

    def __init__(self):
        self.points = []
        self._rows = {}

    def add(self, partner):
        """Return the row of a partner's position; ``None`` if he stands nowhere on the map."""
        latitude, longitude = partner.partner_latitude, partner.partner_longitude
        if not partner or not (latitude or longitude):
            return None
        return self.add_point(latitude, longitude)

    def add_point(self, latitude, longitude):
        """Return the row of a position."""
        key = (round(latitude, 4), round(longitude, 4))
        if key not in self._rows:
            self._rows[key] = len(self.points)
            self.points.append(key)
        return self._rows[key]

    def add_middle(self):
        """Return the row of a place amid all others, where a day may begin for want of a better."""
        if not self.points:
            return self.add_point(0.0, 0.0)
        latitudes, longitudes = zip(*self.points, strict=True)
        return self.add_point(median(latitudes), median(longitudes))
