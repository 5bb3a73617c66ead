/* Go through what stands between the white space of a text, for passages.py and normalise.py. */

#include "_text.h"

/* Do something with a text of a kind: what is done with every character is compiled for each of the kinds, as to ask for
   it takes as long as the rest. */
#define FOR_KIND(kind, done, ...)                                               \
    ((kind) == PyUnicode_1BYTE_KIND   ? done(PyUnicode_1BYTE_KIND, __VA_ARGS__) \
     : (kind) == PyUnicode_2BYTE_KIND ? done(PyUnicode_2BYTE_KIND, __VA_ARGS__) \
                                      : done(PyUnicode_4BYTE_KIND, __VA_ARGS__))

/* What a text has between its white space: how many runs, and the longest. */
typedef struct {
    Py_ssize_t count, longest;
} Runs;

static inline Runs find_runs(const int kind, const Text *text)
{
    Runs runs = {0};
    for (Py_ssize_t at = 0, length = 0; at < text->length; at++) {
        if (Py_UNICODE_ISSPACE(PyUnicode_READ(kind, text->data, at))) {
            length = 0;
            continue;
        }
        runs.count += length == 0;
        runs.longest = ++length > runs.longest ? length : runs.longest;
    }
    return runs;
}

/* Copy the runs of a text one behind the other, a space between two, and return how many characters these are. */
static inline Py_ssize_t copy_runs(const int kind, const Text *text, void *to)
{
    Py_ssize_t end = 0;
    int is_apart = 0;
    for (Py_ssize_t at = 0; at < text->length; at++) {
        Py_UCS4 character = PyUnicode_READ(kind, text->data, at);
        if (Py_UNICODE_ISSPACE(character)) {
            is_apart = end > 0;
            continue;
        }
        if (is_apart)
            PyUnicode_WRITE(kind, to, end++, ' ');
        PyUnicode_WRITE(kind, to, end++, character);
        is_apart = 0;
    }
    return end;
}

PyDoc_STRVAR(runs_doc,
             "runs(text)\n--\n\n"
             "Return how many runs without white space a text has, and the length of the longest in code points.");

static PyObject *runs(PyObject *module, PyObject *object)
{
    Text text;
    (void)module;
    if (read_text(object, &text))
        return NULL;
    Runs found = FOR_KIND(text.kind, find_runs, &text);
    return Py_BuildValue("nn", found.count, found.longest);
}

PyDoc_STRVAR(spaced_doc,
             "spaced(text)\n--\n\n"
             "Return a text with one space for all white space between two runs, and none at its ends.");

static PyObject *spaced(PyObject *module, PyObject *object)
{
    Text text;
    (void)module;
    if (read_text(object, &text))
        return NULL;
    void *kept = PyMem_Malloc((size_t)text.length * (size_t)text.kind + 1);
    if (!kept)
        return PyErr_NoMemory();
    Py_ssize_t length = FOR_KIND(text.kind, copy_runs, &text, kept);
    PyObject *result = PyUnicode_FromKindAndData(text.kind, kept, length);
    PyMem_Free(kept);
    return result;
}

/* Bytes as they are written, and how many code points of the text they stand for. */
typedef struct {
    char *data;
    Py_ssize_t length, room, count;
} Written;

static inline int reserve(Written *written, Py_ssize_t more)
{
    if (written->room - written->length >= more)
        return 0;
    Py_ssize_t room = 2 * written->room + more;
    char *data = PyMem_Realloc(written->data, (size_t)room);
    if (!data) {
        PyErr_NoMemory();
        return -1;
    }
    written->data = data;
    written->room = room;
    return 0;
}

/* Tell whether a character is a dash, a quotation mark and the like, which no letter case changes: 3 bytes in UTF-8. */
static inline int is_mark(Py_UCS4 character)
{
    return character >= 0x2010 && character <= 0x2027;
}

/* Write a stretch as Python folds it. */
static int write_folded(Written *written, PyObject *object, Py_ssize_t start, Py_ssize_t end)
{
    Py_ssize_t size;
    const char *bytes;
    PyObject *stretch = PyUnicode_Substring(object, start, end), *folded = NULL;
    if (stretch)
        folded = PyObject_CallMethod(stretch, "casefold", NULL);
    int failed = !folded || !(bytes = PyUnicode_AsUTF8AndSize(folded, &size)) || reserve(written, size);
    if (!failed) {
        memcpy(written->data + written->length, bytes, (size_t)size);
        written->length += size;
    }
    Py_XDECREF(stretch);
    Py_XDECREF(folded);
    return failed;
}

static inline int fold_runs(const int kind, PyObject *object, const Text *text, Written *written)
{
    int is_apart = 0;
    Py_ssize_t at = 0;
    while (at < text->length) {
        Py_ssize_t start = at;
        Py_UCS4 character = PyUnicode_READ(kind, text->data, at);
        if (Py_UNICODE_ISSPACE(character)) {
            is_apart = written->count > 0;
            at++;
            continue;
        }
        if (reserve(written, text->length - at + 4)) /* for a blank, a mark, and all the rest where that is ASCII */
            return -1;
        if (is_apart) {
            written->data[written->length++] = ' ';
            written->count++;
            is_apart = 0;
        }
        if (is_mark(character)) {
            written->data[written->length++] = (char)0xE2;
            written->data[written->length++] = (char)0x80;
            written->data[written->length++] = (char)(0x80 | (character & 63));
            at++;
        } else if (character >= ASCII) {
            while (at < text->length && (character = PyUnicode_READ(kind, text->data, at)) >= ASCII &&
                   !is_mark(character) && !Py_UNICODE_ISSPACE(character))
                at++;
            if (write_folded(written, object, start, at))
                return -1;
        } else {
            do {
                written->data[written->length++] = (char)Py_TOLOWER(character);
                character = ++at < text->length ? PyUnicode_READ(kind, text->data, at) : ' ';
            } while (character < ASCII && !Py_UNICODE_ISSPACE(character));
        }
        written->count += at - start;
    }
    return 0;
}

PyDoc_STRVAR(folded_doc,
             "folded(text)\n--\n\n"
             "Return what `spaced` does with its case folded, in UTF-8, and the length before that in code points.");

static PyObject *folded(PyObject *module, PyObject *object)
{
    Text text;
    Written written = {0};
    PyObject *result = NULL;
    (void)module;
    if (read_text(object, &text) || reserve(&written, text.length + 4))
        return NULL;
    if (!FOR_KIND(text.kind, fold_runs, object, &text, &written))
        result = Py_BuildValue("y#n", written.data, written.length, written.count);
    PyMem_Free(written.data);
    return result;
}

PyMethodDef run_methods[] = {
    {"folded", folded, METH_O, folded_doc},
    {"runs", runs, METH_O, runs_doc},
    {"spaced", spaced, METH_O, spaced_doc},
    {NULL, NULL, 0, NULL},
};
