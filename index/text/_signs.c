/* Find the words of a text that may be signs of a time by their first three letters, for index/text/timesigns.py. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#define ASCII 128

/* Tell whether a word that begins at a place of a text may be a sign. What is not ASCII, or short, always may. */
static int may_begin(int kind, const void *data, Py_ssize_t length, Py_ssize_t at, const uint32_t *thirds)
{
    if (at + 3 > length)
        return at < length;
    Py_UCS4 first = PyUnicode_READ(kind, data, at), second = PyUnicode_READ(kind, data, at + 1),
            third = PyUnicode_READ(kind, data, at + 2);
    if (first >= ASCII || second >= ASCII || third >= ASCII)
        return 1;
    return (thirds[first * ASCII + second] >> (third & 31)) & 1;
}

static int is_of_word(Py_UCS4 character)
{
    if (character < ASCII) /* by far most are, and a table is quicker than a function */
        return character == '_' || Py_ISALNUM(character);
    return Py_UNICODE_ISALNUM(character);
}

static int add_place(PyObject *places, Py_ssize_t place)
{
    PyObject *number = PyLong_FromSsize_t(place);
    int failed = !number || PyList_Append(places, number);
    Py_XDECREF(number);
    return failed;
}

PyDoc_STRVAR(places_doc,
             "places(text, thirds)\n--\n\n"
             "Return where what is no part of a word stands before a word that may be a sign, in order.");

static PyObject *places(PyObject *module, PyObject *args)
{
    PyObject *text, *thirds;
    (void)module;
    if (!PyArg_ParseTuple(args, "US", &text, &thirds))
        return NULL;
    if (PyBytes_GET_SIZE(thirds) != ASCII * ASCII * (Py_ssize_t)sizeof(uint32_t)) {
        PyErr_SetString(PyExc_ValueError, "there is one number of 32 bits for each two letters");
        return NULL;
    }
    PyObject *found = PyList_New(0);
    int kind = PyUnicode_KIND(text), failed = !found;
    const void *data = PyUnicode_DATA(text);
    const uint32_t *numbers = (const uint32_t *)PyBytes_AS_STRING(thirds);
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    for (Py_ssize_t at = 0; !failed && at < length; at++)
        if (!is_of_word(PyUnicode_READ(kind, data, at)) && may_begin(kind, data, length, at + 1, numbers))
            failed = add_place(found, at);
    if (failed)
        Py_CLEAR(found);
    return found;
}

static PyMethodDef methods[] = {
    {"places", places, METH_VARARGS, places_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "index.text._signs", "Words that may be signs of a time, compiled.", -1, methods, NULL, NULL,
    NULL, NULL,
};

PyMODINIT_FUNC PyInit__signs(void)
{
    return PyModule_Create(&module);
}
