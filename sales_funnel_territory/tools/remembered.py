"""What the registry's cache remembers, and when it must not be believed."""


def forget(env, key):
    """Ask anew: now, and once it is certain what stays.

    What another transaction remembers meanwhile is the past; what this one says may be rolled
    back. Until this one ends, ``is_forgotten`` tells to ask the database instead.

    :param key: what is forgotten, a name of one's own
    """
    cr, clear_cache = env.cr, env.registry.clear_cache
    clear_cache()
    if not is_forgotten(env, key):
        cr.postcommit.data[key] = True
        cr.postcommit.add(clear_cache)
        cr.postrollback.add(clear_cache)


def is_forgotten(env, key):
    """Tell whether this transaction has forgotten it."""
    return bool(env.cr.postcommit.data.get(key))
