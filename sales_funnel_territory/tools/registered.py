"""Abstract models that are told apart by how their names begin: a module adds one in one file."""


def registered(env, prefix):
    """Return {what follows the prefix: model} of the models of that name, in alphabetical order.

    The registry of the database is the registry of kinds, sources and parts.
    """
    names = sorted(name for name in env.registry if name.startswith(prefix))
    return {name.removeprefix(prefix): env[name] for name in names}


def registered_by(env, prefix, sequence):
    """Return the same in the order of an attribute of the models, such as ``_kind_sequence``."""
    models = registered(env, prefix)
    return dict(sorted(models.items(), key=lambda item: getattr(item[1], sequence)))
