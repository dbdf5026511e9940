"""The marks of ``planning.similar_names`` said in SQL, for the indexes that find duplicates.

PostgreSQL computes them of a partner's own columns, so that nothing has to be stored beside
them: a create costs no further query, and rows written by whatever means are found. The names
of the functions carry a digest of the rules: where a rule changes, the indexes are made anew.
"""

import hashlib

from odoo.tools import SQL

from ..planning import company_words as words
from ..planning import similar_names as names

COLUMNS = ("name", "vat", "company_registry", "phone", "website", "email")
IS_COMPARED = "(is_company OR is_sales_customer)"

_NAME_KEY = """
DECLARE
    result text := name;
BEGIN
    IF octet_length(name) <> length(name) THEN
        result := regexp_replace(normalize(name, NFKD), %(marks)s, '', 'g');
        result := normalize(result, NFC);
    END IF;
    result := lower(result);
    IF octet_length(name) <> length(name) THEN
        %(letters)s
    END IF;
    result := regexp_replace(result, %(dropped)s, '', 'g');
    result := btrim(regexp_replace(result, %(separators)s, ' ', 'g'), ' ');
    RETURN regexp_replace(result, %(ending)s, '');
END
"""
_MATCH_KEYS = """
DECLARE
    keys text[] := '{}';
    one text;
    pair text;
BEGIN
    one := replace(%(name_key)s(name), ' ', '');
    IF one <> '' THEN
        keys := keys || ('n' || one);
        IF one ~ %(wide)s THEN
            FOR i IN 1 .. length(one) - 1 LOOP
                pair := substr(one, i, 2);
                IF pair ~ %(wide_pair)s AND pair <> ALL (%(common)s) THEN
                    keys := keys || ('b' || pair);
                END IF;
            END LOOP;
        END IF;
    END IF;
    FOR i IN 1 .. 2 LOOP
        one := CASE i WHEN 1 THEN vat ELSE registry END;
        CONTINUE WHEN one IS NULL;
        one := upper(regexp_replace(normalize(one, NFKC), '[^0-9A-Za-z]', '', 'g'));
        one := regexp_replace(one, %(prefix)s, '');
        IF length(one) >= %(number_length)s THEN
            keys := keys || (CASE i WHEN 1 THEN 'v' ELSE 'r' END || one);
        END IF;
    END LOOP;
    IF phone IS NOT NULL THEN
        one := regexp_replace(normalize(phone, NFKC), '[^0-9]', '', 'g');
        IF length(one) >= %(phone_digits)s THEN
            keys := keys || ('p' || right(one, %(phone_digits)s));
        END IF;
    END IF;
    FOR i IN 1 .. 2 LOOP
        one := CASE i WHEN 1 THEN website ELSE email END;
        CONTINUE WHEN one IS NULL;
        one := regexp_replace(lower(btrim(one, ' ')), %(scheme)s, '');
        one := regexp_replace(regexp_replace(one, '^.*@', ''), '[/?#:>].*', '');
        one := regexp_replace(one, '^www[.]', '');
        IF strpos(one, '.') > 0 AND one <> ALL (%(shared)s) THEN
            keys := keys || ('w' || one);
        END IF;
    END LOOP;
    RETURN keys;
END
"""
_RULES = (
    _NAME_KEY,
    _MATCH_KEYS,
    *(names.MARKS, names.DROPPED, names.SEPARATORS, names.LETTERS, names.ENDING, names.WIDE),
    list(words.COMMON_BIGRAMS),
    *(names.PREFIX, names.NUMBER_LENGTH, names.PHONE_DIGITS, names.SCHEME),
    list(words.SHARED_DOMAINS),
)
_PREFIX = "sales_funnel_marks"
_DIGEST = hashlib.sha256(repr(_RULES).encode()).hexdigest()[:8]
NAME_KEY = f"{_PREFIX}_{_DIGEST}_name"
MATCH_KEYS = f"{_PREFIX}_{_DIGEST}_all"


def create_functions(cr):
    """Make the functions, in the schema of the tables, if they are not there."""
    cr.execute("SELECT current_schema()")
    schema = SQL.identifier(cr.fetchone()[0])  # a restore does not know where to look
    name_key = SQL("%s.%s", schema, SQL.identifier(NAME_KEY))
    _create(cr, name_key, SQL("name text"), SQL("text"), SQL(_NAME_KEY, **_prepare_name_key()))
    columns = SQL("name text, vat text, registry text, phone text, website text, email text")
    body = SQL(_MATCH_KEYS, name_key=name_key, **_prepare_match_keys())
    _create(cr, SQL("%s.%s", schema, SQL.identifier(MATCH_KEYS)), columns, SQL("text[]"), body)


def drop_functions(cr, *, keep=()):
    """Remove them, and the indexes made with them; all, or those of former rules."""
    cr.execute("SELECT proname FROM pg_proc WHERE starts_with(proname, %s)", [_PREFIX])
    for (name,) in cr.fetchall():
        if name not in keep:
            cr.execute(SQL("DROP FUNCTION %s CASCADE", SQL.identifier(name)))


def _create(cr, name, arguments, result, body):
    cr.execute(
        SQL(
            "CREATE OR REPLACE FUNCTION %s (%s) RETURNS %s"
            " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS %s",
            name,
            arguments,
            result,
            cr.mogrify(body).decode(),
        )
    )


def _prepare_name_key():
    return {
        "marks": f"[{names.MARKS}]",
        "letters": SQL("\n        ").join(
            SQL("result := replace(result, %s, %s);", letter, others)
            for letter, others in names.LETTERS
        ),
        "dropped": f"[{names.DROPPED}]",
        "separators": f"[{names.SEPARATORS}]+",
        "ending": names.ENDING,
    }


def _prepare_match_keys():
    return {
        "wide": f"[{names.WIDE}]",
        "wide_pair": f"^[{names.WIDE}]{{2}}$",
        "common": list(words.COMMON_BIGRAMS),
        "prefix": names.PREFIX,
        "number_length": names.NUMBER_LENGTH,
        "phone_digits": names.PHONE_DIGITS,
        "scheme": names.SCHEME,
        "shared": list(words.SHARED_DOMAINS),
    }
