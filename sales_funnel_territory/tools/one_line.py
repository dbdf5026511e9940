"""An address as one line."""


def one_line(address):
    """Return the lines of an address that say something, parted by commas."""
    lines = (line.strip(" ,") for line in address.splitlines())
    return ", ".join(line for line in lines if line)
