/* Find the tokens of a text and look them up, for tokens.py. */

#include "_text.h"

static int is_alphanumeric(Py_UCS4 character)
{
    return character != '_' && is_of_word(character);
}

/* Tell whether a character joins two parts of a token: _JOINT in tokens.py. */
static int is_joint(Py_UCS4 character)
{
    switch (character) {
    case '\'': case '`': case '.': case ',': case '&': case '-':
    case 0xB4: case 0x2BC: case 0x2010: case 0x2011: case 0x2018: case 0x2019:
        return 1;
    default:
        return 0;
    }
}

static Py_ssize_t end_of_token(const Text *text, Py_ssize_t at, Py_ssize_t end)
{
    for (;;) {
        while (at < end && is_alphanumeric(at_place(text, at)))
            at++;
        if (at + 1 >= end || !is_joint(at_place(text, at)) || !is_alphanumeric(at_place(text, at + 1)))
            return at;
        at++;
    }
}

/* What tells that a table that is filled as it is asked would have None for a token: Sieve in tokens.py. */
typedef struct {
    PyObject *terms, *known, *stems;
    Py_ssize_t stem;
} Sieve;

/* Tell whether any term of a token is known, or begins as one does. */
static int passes(const Sieve *sieve, PyObject *token)
{
    PyObject *terms = PyObject_GetItem(sieve->terms, token);
    if (!terms || !PyTuple_Check(terms)) {
        Py_XDECREF(terms);
        return terms ? 1 : -1;
    }
    int found = 0;
    for (Py_ssize_t at = 0; !found && at < PyTuple_GET_SIZE(terms); at++) {
        PyObject *term = PyTuple_GET_ITEM(terms, at);
        found = PySequence_Contains(sieve->known, term);
        if (found || !PyUnicode_Check(term))
            continue;
        PyObject *stem = PyUnicode_Substring(term, 0, sieve->stem);
        found = stem ? PySequence_Contains(sieve->stems, stem) : -1;
        Py_XDECREF(stem);
    }
    Py_DECREF(terms);
    return found;
}

/* Return what a table has for a token, a new reference. */
static PyObject *look_up(PyObject *table, const Sieve *sieve, PyObject *token)
{
    PyObject *said = PyDict_Check(table) ? PyDict_GetItemWithError(table, token) : NULL;
    if (said || PyErr_Occurred()) {
        Py_XINCREF(said);
        return said;
    }
    int is_likely = sieve ? passes(sieve, token) : 1;
    if (is_likely)
        return is_likely < 0 ? NULL : PyObject_GetItem(table, token);
    if (PyObject_SetItem(table, token, Py_None))
        return NULL;
    Py_RETURN_NONE;
}

/* Note where a token starts, and the token itself if the table has more than None for it. */
static int note_token(PyObject *object, Py_ssize_t start, Py_ssize_t end, PyObject *table, const Sieve *sieve,
                      PyObject *starts, PyObject *found)
{
    Py_ssize_t place = PyList_GET_SIZE(starts);
    if (append_new(starts, PyLong_FromSsize_t(start)))
        return -1;
    PyObject *token = PyUnicode_Substring(object, start, end);
    PyObject *said = token ? look_up(table, sieve, token) : NULL;
    Py_XDECREF(token);
    if (!said)
        return -1;
    int failed = said != Py_None && append_new(found, Py_BuildValue("(nnnO)", place, start, end, said));
    Py_DECREF(said);
    return failed;
}

PyDoc_STRVAR(tokens_doc,
             "tokens(text, start, end, table, sieve)\n--\n\n"
             "Return where each token of a stretch starts, and place, start, end and item of each in the table.");

static PyObject *tokens(PyObject *module, PyObject *args)
{
    PyObject *object, *table, *told;
    Py_ssize_t at, end;
    Text text;
    Sieve sieve;
    (void)module;
    if (!PyArg_ParseTuple(args, "OnnOO", &object, &at, &end, &table, &told) || read_text(object, &text))
        return NULL;
    int has_sieve = told != Py_None;
    if (has_sieve && !PyTuple_Check(told)) {
        PyErr_SetString(PyExc_TypeError, "a sieve is a tuple");
        return NULL;
    }
    if (has_sieve && !PyArg_ParseTuple(told, "OOOn", &sieve.terms, &sieve.known, &sieve.stems, &sieve.stem))
        return NULL;
    at = at < 0 ? 0 : at;
    end = end > text.length ? text.length : end;
    PyObject *starts = PyList_New(0), *found = PyList_New(0), *result = NULL;
    int failed = !starts || !found;
    while (!failed && at < end) {
        if (!is_alphanumeric(at_place(&text, at))) {
            at++;
            continue;
        }
        Py_ssize_t start = at;
        at = end_of_token(&text, at, end);
        failed = note_token(object, start, at, table, has_sieve ? &sieve : NULL, starts, found);
    }
    if (!failed)
        result = PyTuple_Pack(2, starts, found);
    Py_XDECREF(starts);
    Py_XDECREF(found);
    return result;
}

PyMethodDef token_methods[] = {
    {"tokens", tokens, METH_VARARGS, tokens_doc},
    {NULL, NULL, 0, NULL},
};
