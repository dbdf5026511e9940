"""Fields that only a record's own buttons write."""


def without_defaults(model, names):
    """Return the model without defaults for these fields: a context is anybody's to choose."""
    keys = {f"default_{name}" for name in names}
    if keys.isdisjoint(model.env.context):
        return model
    context = {key: value for key, value in model.env.context.items() if key not in keys}
    return model.with_env(model.env(context=context))
