from . import funnel, customer, forecast, setup
from . import territory  # isort: skip

# isort: split
from .customer import timeline  # its sources are of the registry in setup
from . import visit  # isort: skip
