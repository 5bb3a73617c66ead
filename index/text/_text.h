/* A text as C reads it, and what all that goes through one has in common. */

#ifndef TEXT_H
#define TEXT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#define ASCII 128

typedef struct {
    int kind;
    const void *data;
    Py_ssize_t length;
} Text;

static inline int read_text(PyObject *object, Text *text)
{
    if (!PyUnicode_Check(object)) {
        PyErr_SetString(PyExc_TypeError, "a text is a string");
        return -1;
    }
    text->kind = PyUnicode_KIND(object);
    text->data = PyUnicode_DATA(object);
    text->length = PyUnicode_GET_LENGTH(object);
    return 0;
}

static inline Py_UCS4 at_place(const Text *text, Py_ssize_t place)
{
    return PyUnicode_READ(text->kind, text->data, place);
}

/* Tell whether a character is \w in a Python pattern. */
static inline int is_of_word(Py_UCS4 character)
{
    if (character < ASCII) /* by far most are, and a table is quicker than a function */
        return character == '_' || Py_ISALNUM(character);
    return Py_UNICODE_ISALNUM(character);
}

/* Append an object that was just made, or NULL for one that could not be. */
static inline int append_new(PyObject *list, PyObject *item)
{
    int failed = !item || PyList_Append(list, item);
    Py_XDECREF(item);
    return failed;
}

/* What the parts of the module have, and what has to be done before the last is used. */
extern PyMethodDef token_methods[], time_methods[], sketch_methods[], run_methods[];
void fill_crc_table(void);

#endif
