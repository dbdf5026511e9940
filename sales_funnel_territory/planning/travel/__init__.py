from .great_circle import AreaSpeeds, GreatCircle
from .matrix import TravelMatrix, travel_matrix
from .osrm import Osrm
from .places import Block, Limits, Place, TravelError, TravelProvider, UnplaceableError, as_places
from .requests import HttpRequest, Server
from .valhalla import Valhalla
