/* Count the terms of passages: what index/text/bags.py does, compiled. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    PyObject *numbers, *terms;    /* dict of term -> number, and the terms in order of their numbers */
    int64_t *term, *passage, *tf; /* one a posting */
    Py_ssize_t count;
    Py_ssize_t *slots;            /* for each term, where its last posting is */
    Py_ssize_t slot_count, slot_room;
} Counter;

/* Return a term's number, a new one if it has none; -1 with an exception set. */
static Py_ssize_t number_of(Counter *counter, PyObject *token)
{
    PyObject *known;
    if (!PyUnicode_CheckExact(token)) {
        PyErr_SetString(PyExc_TypeError, "a token is a string");
        return -1;
    }
    known = PyDict_GetItemWithError(counter->numbers, token);
    if (known)
        return PyLong_AsSsize_t(known);
    if (PyErr_Occurred())
        return -1;
    if (counter->slot_count == counter->slot_room) {
        Py_ssize_t room = counter->slot_room ? 2 * counter->slot_room : 1024;
        Py_ssize_t *slots = PyMem_Realloc(counter->slots, (size_t)room * sizeof(Py_ssize_t));
        if (!slots) {
            PyErr_NoMemory();
            return -1;
        }
        counter->slots = slots;
        counter->slot_room = room;
    }
    PyObject *number = PyLong_FromSsize_t(counter->slot_count);
    int failed = !number || PyDict_SetItem(counter->numbers, token, number) || PyList_Append(counter->terms, token);
    Py_XDECREF(number);
    if (failed)
        return -1;
    counter->slots[counter->slot_count] = -1;
    return counter->slot_count++;
}

/* Count a passage's tokens; the arrays have room for a posting a token. */
static int count_passage(Counter *counter, PyObject *tokens, Py_ssize_t passage)
{
    Py_ssize_t first = counter->count;
    for (Py_ssize_t at = 0; at < PyList_GET_SIZE(tokens); at++) {
        Py_ssize_t number = number_of(counter, PyList_GET_ITEM(tokens, at));
        if (number < 0)
            return -1;
        if (counter->slots[number] >= first) {
            counter->tf[counter->slots[number]]++;
            continue;
        }
        counter->slots[number] = counter->count;
        counter->term[counter->count] = number;
        counter->passage[counter->count] = passage;
        counter->tf[counter->count++] = 1;
    }
    return 0;
}

static PyObject *as_bytes(const int64_t *values, Py_ssize_t count)
{
    return PyBytes_FromStringAndSize((const char *)values, count * (Py_ssize_t)sizeof(int64_t));
}

static PyObject *count_all(PyObject *passages, Py_ssize_t total)
{
    Counter counter = {0};
    PyObject *result = NULL;
    counter.numbers = PyDict_New();
    counter.terms = PyList_New(0);
    counter.term = PyMem_Malloc((size_t)(3 * total + 1) * sizeof(int64_t));
    counter.passage = counter.term + total;
    counter.tf = counter.passage + total;
    if (!counter.term)
        PyErr_NoMemory();
    int failed = !counter.numbers || !counter.terms || !counter.term;
    for (Py_ssize_t at = 0; !failed && at < PyList_GET_SIZE(passages); at++)
        failed = count_passage(&counter, PyList_GET_ITEM(passages, at), at);
    if (!failed) {
        PyObject *term = as_bytes(counter.term, counter.count), *passage = as_bytes(counter.passage, counter.count),
                 *tf = as_bytes(counter.tf, counter.count);
        if (term && passage && tf)
            result = PyTuple_Pack(4, counter.terms, term, passage, tf);
        Py_XDECREF(term);
        Py_XDECREF(passage);
        Py_XDECREF(tf);
    }
    Py_XDECREF(counter.numbers);
    Py_XDECREF(counter.terms);
    PyMem_Free(counter.term);
    PyMem_Free(counter.slots);
    return result;
}

PyDoc_STRVAR(count_doc,
             "count(passages)\n--\n\n"
             "Return the distinct terms, then term, passage and tf of each posting, int64 in bytes.");

static PyObject *count(PyObject *module, PyObject *passages)
{
    Py_ssize_t total = 0;
    (void)module;
    if (!PyList_Check(passages)) {
        PyErr_SetString(PyExc_TypeError, "passages are a list");
        return NULL;
    }
    for (Py_ssize_t at = 0; at < PyList_GET_SIZE(passages); at++) {
        PyObject *tokens = PyList_GET_ITEM(passages, at);
        if (!PyList_Check(tokens)) {
            PyErr_SetString(PyExc_TypeError, "a passage is a list");
            return NULL;
        }
        total += PyList_GET_SIZE(tokens);
    }
    return count_all(passages, total);
}

static PyMethodDef methods[] = {
    {"count", count, METH_O, count_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "index.text._counting", "The terms of passages counted, compiled.", -1, methods, NULL, NULL,
    NULL, NULL,
};

PyMODINIT_FUNC PyInit__counting(void)
{
    return PyModule_Create(&module);
}
