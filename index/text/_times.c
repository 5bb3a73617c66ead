/* Find where a time may stand: signs, ends of sentences and words that rules need, for timesigns.py and dates.py. */

#include "_text.h"

/* Tell whether a word that begins at a place of a text may be a sign. What is not ASCII, or short, always may. */
static int may_begin(const Text *text, Py_ssize_t at, const uint32_t *thirds)
{
    if (at + 3 > text->length)
        return at < text->length;
    Py_UCS4 first = at_place(text, at), second = at_place(text, at + 1), third = at_place(text, at + 2);
    if (first >= ASCII || second >= ASCII || third >= ASCII)
        return 1;
    return (thirds[first * ASCII + second] >> (third & 31)) & 1;
}

PyDoc_STRVAR(places_doc,
             "places(text, thirds)\n--\n\n"
             "Return where what is no part of a word stands before a word that may be a sign, in order.");

static PyObject *places(PyObject *module, PyObject *args)
{
    PyObject *object, *thirds;
    Text text;
    (void)module;
    if (!PyArg_ParseTuple(args, "OS", &object, &thirds) || read_text(object, &text))
        return NULL;
    if (PyBytes_GET_SIZE(thirds) != ASCII * ASCII * (Py_ssize_t)sizeof(uint32_t)) {
        PyErr_SetString(PyExc_ValueError, "there is one number of 32 bits for each two letters");
        return NULL;
    }
    PyObject *found = PyList_New(0);
    const uint32_t *numbers = (const uint32_t *)PyBytes_AS_STRING(thirds);
    int failed = !found;
    for (Py_ssize_t at = 0; !failed && at < text.length; at++)
        if (!is_of_word(at_place(&text, at)) && may_begin(&text, at + 1, numbers))
            failed = append_new(found, PyLong_FromSsize_t(at));
    if (failed)
        Py_CLEAR(found);
    return found;
}

/* Return where the sentence that a mark closes has ended: behind quotes and white space, before a capital or a quote;
   -1 if the mark closes none. */
static Py_ssize_t end_behind(const Text *text, Py_ssize_t at)
{
    Py_ssize_t start;
    if (at_place(text, at++) == '\n')
        return at;
    for (; at < text->length; at++) {
        Py_UCS4 character = at_place(text, at);
        if (character != '"' && character != 0x201D && character != 0x2019 && character != ')')
            break;
    }
    for (start = at; at < text->length && Py_UNICODE_ISSPACE(at_place(text, at)); at++)
        ;
    if (at == start || at == text->length)
        return -1;
    Py_UCS4 next = at_place(text, at);
    return (next >= 'A' && next <= 'Z') || next == '"' || next == 0x201C ? at : -1;
}

PyDoc_STRVAR(endings_doc,
             "endings(text)\n--\n\n"
             "Return where what the pattern _ENDING of dates.py finds ends.");

static PyObject *endings(PyObject *module, PyObject *object)
{
    Text text;
    (void)module;
    if (read_text(object, &text))
        return NULL;
    PyObject *found = PyList_New(0);
    int failed = !found;
    for (Py_ssize_t at = 0; !failed && at < text.length; at++) {
        Py_UCS4 character = at_place(&text, at);
        if (character != '.' && character != '\n' && character != '!' && character != '?')
            continue;
        Py_ssize_t end = end_behind(&text, at);
        if (end < 0)
            continue;
        failed = append_new(found, PyLong_FromSsize_t(end));
        at = end - 1;
    }
    if (failed)
        Py_CLEAR(found);
    return found;
}

#define PAIRS 4096 /* bits that tell which two letters in a row a text may hold */

static size_t pair_of(Py_UCS4 one, Py_UCS4 other)
{
    return (one * 61 + other) % PAIRS;
}

static void note_pairs(const Text *text, uint8_t *pairs)
{
    for (Py_ssize_t at = 0; at + 1 < text->length; at++) {
        size_t pair = pair_of(at_place(text, at), at_place(text, at + 1));
        pairs[pair / 8] |= (uint8_t)(1 << pair % 8);
    }
}

/* Tell whether a text holds a word; most words that it lacks begin with letters that it does not hold in a row. */
static int holds(PyObject *object, const uint8_t *pairs, PyObject *word)
{
    Text text;
    if (read_text(word, &text))
        return -1;
    if (text.length > 1) {
        size_t pair = pair_of(at_place(&text, 0), at_place(&text, 1));
        if (!(pairs[pair / 8] >> pair % 8 & 1))
            return 0;
    }
    return PyUnicode_Contains(object, word);
}

PyDoc_STRVAR(wanted_doc,
             "wanted(text, rows)\n--\n\n"
             "Return the rows of which the text holds any of the second item's words, and those whose is empty.");

static PyObject *wanted(PyObject *module, PyObject *args)
{
    PyObject *object, *rows;
    Text text;
    uint8_t pairs[PAIRS / 8] = {0};
    (void)module;
    if (!PyArg_ParseTuple(args, "OO!", &object, &PyTuple_Type, &rows) || read_text(object, &text))
        return NULL;
    note_pairs(&text, pairs);
    PyObject *found = PyList_New(0);
    int failed = !found;
    for (Py_ssize_t at = 0; !failed && at < PyTuple_GET_SIZE(rows); at++) {
        PyObject *row = PyTuple_GET_ITEM(rows, at), *words;
        if (!PyTuple_Check(row) || PyTuple_GET_SIZE(row) < 2 || !PyTuple_Check(PyTuple_GET_ITEM(row, 1))) {
            PyErr_SetString(PyExc_TypeError, "a row has its words second");
            failed = 1;
            break;
        }
        words = PyTuple_GET_ITEM(row, 1);
        int is_wanted = PyTuple_GET_SIZE(words) == 0;
        for (Py_ssize_t word = 0; !is_wanted && word < PyTuple_GET_SIZE(words); word++)
            is_wanted = holds(object, pairs, PyTuple_GET_ITEM(words, word));
        failed = is_wanted < 0 || (is_wanted && PyList_Append(found, row));
    }
    if (failed)
        Py_CLEAR(found);
    return found;
}

PyMethodDef time_methods[] = {
    {"endings", endings, METH_O, endings_doc},
    {"places", places, METH_VARARGS, places_doc},
    {"wanted", wanted, METH_VARARGS, wanted_doc},
    {NULL, NULL, 0, NULL},
};
