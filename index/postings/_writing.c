/* Write lists of postings, read them whole, and put postings in order: what index/postings/codec.py does, compiled.

   Bytes and results are the same; tests hold the two against each other. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "_lists.h"

typedef struct {
    const int64_t *values;
    Py_ssize_t count;
    Py_buffer buffer;
} Ints;

/* Take a buffer of int64; return -1 if it is none. */
static int get_ints(PyObject *object, Ints *ints)
{
    if (PyObject_GetBuffer(object, &ints->buffer, PyBUF_SIMPLE))
        return -1;
    ints->values = ints->buffer.buf;
    ints->count = ints->buffer.len / (Py_ssize_t)sizeof(int64_t);
    return 0;
}

static void release(Ints *ints, int count)
{
    for (int number = 0; number < count; number++)
        if (ints[number].buffer.obj)
            PyBuffer_Release(&ints[number].buffer);
}

static PyObject *refuse(const char *what)
{
    PyErr_SetString(PyExc_ValueError, what);
    return NULL;
}

/* -- writing ----------------------------------------------------------------------------------------------------- */

static size_t part_size(uint64_t count, uint64_t width, int form)
{
    int low = form == LOW_16 ? 16 : 8;
    if (form == BITMAP)
        return (size_t)((width + 7) >> 3);
    return (size_t)(count * (unsigned)(low >> 3) + ((count + ((width - 1) >> low) + 8) >> 3));
}

/* Return the shortest form of a part, the first of several. */
static int choose_form(uint64_t count, uint64_t width)
{
    int best = LOW_16;
    if (!count)
        return NONE;
    for (int form = LOW_8; form <= BITMAP; form++)
        if (part_size(count, width, form) < part_size(count, width, best))
            best = form;
    return best;
}

static void put_number(uint8_t *bytes, uint32_t number)
{
    for (int byte = 0; byte < 4; byte++)
        bytes[byte] = (uint8_t)(number >> (8 * byte));
}

/* A part being written: where its low and high bits go, and how many postings it has so far. */
typedef struct {
    uint8_t *low, *high;
    uint64_t rank;
    int form;
} Pen;

/* Begin a part at a byte; return the byte behind it. */
static uint8_t *open_pen(Pen *pen, uint8_t *at, uint64_t count, uint64_t width)
{
    pen->form = choose_form(count, width);
    pen->rank = 0;
    pen->low = at;
    pen->high = at + (pen->form == LOW_16 ? 2 * count : pen->form == LOW_8 ? count : 0);
    return pen->form == NONE ? at : at + part_size(count, width, pen->form);
}

static void put_place(Pen *pen, uint64_t place)
{
    uint64_t bit = place;
    if (pen->form == LOW_16) {
        pen->low[2 * pen->rank] = (uint8_t)place;
        pen->low[2 * pen->rank + 1] = (uint8_t)(place >> 8);
        bit = (place >> 16) + pen->rank;
    } else if (pen->form == LOW_8) {
        pen->low[pen->rank] = (uint8_t)place;
        bit = (place >> 8) + pen->rank;
    }
    pen->high[bit >> 3] |= (uint8_t)(1 << (bit & 7));
    pen->rank++;
}

/* How many postings of a list are in its second part, and how many of these have a wide tf. */
static void count_often(const int64_t *tfs, Py_ssize_t count, uint64_t *often, uint64_t *wide)
{
    *often = *wide = 0;
    for (Py_ssize_t at = 0; at < count; at++) {
        *often += tfs[at] > 1;
        *wide += tfs[at] > 255;
    }
}

static size_t list_size(const int64_t *tfs, Py_ssize_t count, uint64_t width)
{
    uint64_t often, wide, once;
    count_often(tfs, count, &often, &wide);
    once = (uint64_t)count - often;
    return (often ? 5 : 1) + (once ? part_size(once, width, choose_form(once, width)) : 0) +
           (often ? part_size(often, width, choose_form(often, width)) : 0) + (size_t)(often + 4 * wide);
}

/* Write a list to bytes that are all 0. */
static void write_list(uint8_t *bytes, const int64_t *places, const int64_t *tfs, Py_ssize_t count, uint64_t width)
{
    uint64_t often, wide;
    uint8_t *at = bytes + 1, *wide_at;
    Pen pens[2];
    count_often(tfs, count, &often, &wide);
    if (often) {
        put_number(at, (uint32_t)often);
        at += 4;
    }
    at = open_pen(&pens[0], at, (uint64_t)count - often, width);
    at = open_pen(&pens[1], at, often, width);
    bytes[0] = (uint8_t)(pens[0].form + 4 * pens[1].form);
    wide_at = at + often;
    for (Py_ssize_t number = 0; number < count; number++) {
        int64_t tf = tfs[number];
        if (tf > 255) {
            put_number(wide_at, (uint32_t)tf);
            wide_at += 4;
        }
        if (tf > 1)
            at[pens[1].rank] = tf > 255 ? 0 : (uint8_t)tf;
        put_place(&pens[tf > 1], (uint64_t)places[number]);
    }
}

/* Tell whether postings are sorted by list, then place, and lie within bounds. */
static int are_sorted(const Ints *lists, const Ints *places, const Ints *tfs, Py_ssize_t list_count, int64_t width)
{
    if (places->count != lists->count || tfs->count != lists->count || width < 1 || width > UINT32_MAX)
        return 0;
    for (Py_ssize_t at = 0; at < lists->count; at++) {
        int64_t list = lists->values[at], place = places->values[at], tf = tfs->values[at];
        if (list < 0 || list >= list_count || place < 0 || place >= width || tf < 1 || tf > UINT32_MAX)
            return 0;
        if (at && (list < lists->values[at - 1] || (list == lists->values[at - 1] && place <= places->values[at - 1])))
            return 0;
    }
    return 1;
}

/* Return where the postings of a list end that begin at `start`. */
static Py_ssize_t end_of(const Ints *lists, Py_ssize_t start, Py_ssize_t list)
{
    while (start < lists->count && lists->values[start] == list)
        start++;
    return start;
}

static void find_offsets(const Ints *ints, int64_t *offset, Py_ssize_t list_count, uint64_t width)
{
    Py_ssize_t start = 0;
    offset[0] = 0;
    for (Py_ssize_t list = 0; list < list_count; list++) {
        Py_ssize_t end = end_of(&ints[0], start, list);
        offset[list + 1] = offset[list] + (int64_t)list_size(ints[2].values + start, end - start, width);
        start = end;
    }
}

static void write_lists(const Ints *ints, uint8_t *bytes, const int64_t *offset, Py_ssize_t list_count, uint64_t width)
{
    Py_ssize_t start = 0;
    memset(bytes, 0, (size_t)offset[list_count]);
    for (Py_ssize_t list = 0; list < list_count; list++) {
        Py_ssize_t end = end_of(&ints[0], start, list);
        write_list(bytes + offset[list], ints[1].values + start, ints[2].values + start, end - start, width);
        start = end;
    }
}

static PyObject *encode_ints(const Ints *ints, Py_ssize_t list_count, uint64_t width)
{
    PyObject *result = NULL, *body = NULL;
    PyObject *offsets = PyBytes_FromStringAndSize(NULL, (list_count + 1) * (Py_ssize_t)sizeof(int64_t));
    if (!offsets)
        return NULL;
    int64_t *offset = (int64_t *)PyBytes_AS_STRING(offsets);
    Py_BEGIN_ALLOW_THREADS;
    find_offsets(ints, offset, list_count, width);
    Py_END_ALLOW_THREADS;
    body = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)offset[list_count]);
    if (body) {
        uint8_t *bytes = (uint8_t *)PyBytes_AS_STRING(body);
        Py_BEGIN_ALLOW_THREADS;
        write_lists(ints, bytes, offset, list_count, width);
        Py_END_ALLOW_THREADS;
        result = PyTuple_Pack(2, body, offsets);
    }
    Py_XDECREF(body);
    Py_DECREF(offsets);
    return result;
}

PyDoc_STRVAR(encode_doc,
             "encode(lists, places, tfs, list_count, width)\n--\n\n"
             "Return the bytes of all lists, and where each starts and the last ends, int64 in bytes.");

static PyObject *encode(PyObject *module, PyObject *args)
{
    PyObject *given[3], *result = NULL;
    Py_ssize_t list_count;
    long long width;
    Ints ints[3] = {0};
    (void)module;
    if (!PyArg_ParseTuple(args, "OOOnL", &given[0], &given[1], &given[2], &list_count, &width))
        return NULL;
    if (!get_ints(given[0], &ints[0]) && !get_ints(given[1], &ints[1]) && !get_ints(given[2], &ints[2])) {
        if (list_count < 0 || !are_sorted(&ints[0], &ints[1], &ints[2], list_count, width))
            refuse("the postings are not in order, or not within the segment");
        else
            result = encode_ints(ints, list_count, (uint64_t)width);
    }
    release(ints, 3);
    return result;
}

/* -- reading ----------------------------------------------------------------------------------------------------- */

static uint32_t peek_any(Part *part)
{
    switch (part->form) {
    case LOW_16:
        return peek(part, LOW_16);
    case LOW_8:
        return peek(part, LOW_8);
    case BITMAP:
        return peek(part, BITMAP);
    default:
        return UINT32_MAX;
    }
}

/* Read a list's postings, ascending; return -1 if there are not as many as there should be. */
static int read_postings(List *list, int64_t *places, int64_t *tfs)
{
    Part *parts = list->parts;
    uint32_t first = peek_any(&parts[0]), second = peek_any(&parts[1]);
    for (uint32_t number = 0; number < list->df; number++) {
        int often = second < first;
        uint32_t place = often ? second : first;
        if (place >= list->width)
            return -1;
        places[number] = place;
        tfs[number] = tf_here(&parts[often]);
        step(&parts[often]);
        if (often)
            second = peek_any(&parts[1]);
        else
            first = peek_any(&parts[0]);
    }
    return 0;
}

static int decode_all(const uint8_t *bytes, size_t size, const Ints *ints, int64_t *out, Py_ssize_t total)
{
    Py_ssize_t at = 0;
    for (Py_ssize_t number = 0; number < ints[0].count; number++) {
        int64_t start = ints[0].values[number], count = ints[1].values[number], width = ints[2].values[number];
        List list = {0};
        if (start < 0 || (size_t)start > size || count < 0 || count > total - at || width < 1 || width > UINT32_MAX)
            return -1;
        list.width = (uint32_t)width;
        list.df = (uint32_t)count;
        if (open_list(&list, bytes + start, size - (size_t)start) ||
            read_postings(&list, out + total + at, out + 2 * total + at))
            return -1;
        for (int64_t posting = 0; posting < count; posting++)
            out[at++] = number;
    }
    return 0;
}

PyDoc_STRVAR(decode_doc,
             "decode(buffer, starts, counts, widths)\n--\n\n"
             "Return lists, places and tfs, one behind the other, int64 in bytes; each list ascends.");

static PyObject *decode(PyObject *module, PyObject *args)
{
    PyObject *given[3], *result = NULL;
    Py_buffer buffer;
    Py_ssize_t total = 0;
    Ints ints[3] = {0};
    (void)module;
    if (!PyArg_ParseTuple(args, "y*OOO", &buffer, &given[0], &given[1], &given[2]))
        return NULL;
    if (get_ints(given[0], &ints[0]) || get_ints(given[1], &ints[1]) || get_ints(given[2], &ints[2]))
        goto done;
    for (Py_ssize_t number = 0; number < ints[1].count; number++) {
        int64_t count = ints[1].values[number];
        if (count < 0 || count > 8 * buffer.len) { /* a posting takes a bit at least */
            refuse("a list of postings does not fit its size");
            goto done;
        }
        total += (Py_ssize_t)count;
    }
    if (ints[1].count != ints[0].count || ints[2].count != ints[0].count) {
        refuse("the arrays do not fit each other");
        goto done;
    }
    result = PyBytes_FromStringAndSize(NULL, 3 * total * (Py_ssize_t)sizeof(int64_t));
    if (result) {
        int64_t *out = (int64_t *)PyBytes_AS_STRING(result);
        int failed;
        Py_BEGIN_ALLOW_THREADS;
        failed = decode_all(buffer.buf, (size_t)buffer.len, ints, out, total);
        Py_END_ALLOW_THREADS;
        if (failed) {
            Py_CLEAR(result);
            refuse("a list of postings does not fit its size");
        }
    }
done:
    release(ints, 3);
    PyBuffer_Release(&buffer);
    return result;
}

/* -- order ------------------------------------------------------------------------------------------------------- */

/* Fill `order` with the numbers of the postings by list, each list's as they came; return -1 if a place follows a
   higher one of its list, or a list's number is out of bounds. `ends` has 0 for each list. */
static int order_all(const Ints *lists, const Ints *places, int64_t *ends, int64_t *order, Py_ssize_t list_count)
{
    int64_t before = 0;
    for (Py_ssize_t at = 0; at < lists->count; at++) {
        if (lists->values[at] < 0 || lists->values[at] >= list_count)
            return -1;
        ends[lists->values[at]]++;
    }
    for (Py_ssize_t list = 0; list < list_count; list++) {
        int64_t count = ends[list];
        ends[list] = before;
        before += count;
    }
    for (Py_ssize_t at = 0; at < lists->count; at++)
        order[ends[lists->values[at]]++] = at;
    for (Py_ssize_t at = 1; at < lists->count; at++)
        if (lists->values[order[at]] == lists->values[order[at - 1]] &&
            places->values[order[at]] <= places->values[order[at - 1]])
            return -1;
    return 0;
}

PyDoc_STRVAR(order_doc,
             "order(lists, places, list_count)\n--\n\n"
             "Return the order of postings by list, then place, int64 in bytes; None if places don't ascend in a list.");

static PyObject *order(PyObject *module, PyObject *args)
{
    PyObject *given[2], *result = NULL;
    Py_ssize_t list_count;
    Ints ints[2] = {0};
    int64_t *ends = NULL;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOn", &given[0], &given[1], &list_count))
        return NULL;
    if (get_ints(given[0], &ints[0]) || get_ints(given[1], &ints[1]))
        goto done;
    if (ints[0].count != ints[1].count || list_count < 0) {
        refuse("the arrays do not fit each other");
        goto done;
    }
    ends = PyMem_Calloc((size_t)list_count + 1, sizeof(int64_t));
    result = PyBytes_FromStringAndSize(NULL, ints[0].count * (Py_ssize_t)sizeof(int64_t));
    if (!ends) {
        Py_CLEAR(result);
        PyErr_NoMemory();
    } else if (result) {
        int64_t *numbers = (int64_t *)PyBytes_AS_STRING(result);
        int failed;
        Py_BEGIN_ALLOW_THREADS;
        failed = order_all(&ints[0], &ints[1], ends, numbers, list_count);
        Py_END_ALLOW_THREADS;
        if (failed)
            Py_SETREF(result, Py_NewRef(Py_None));
    }
done:
    PyMem_Free(ends);
    release(ints, 2);
    return result;
}

static PyMethodDef methods[] = {
    {"encode", encode, METH_VARARGS, encode_doc},
    {"decode", decode, METH_VARARGS, decode_doc},
    {"order", order, METH_VARARGS, order_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "index.postings._writing", "Lists of postings written, read and put in order, compiled.", -1,
    methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__writing(void)
{
    PyObject *made = PyModule_Create(&module);
    if (made && PyModule_AddIntConstant(made, "FORMAT", FORMAT)) {
        Py_DECREF(made);
        return NULL;
    }
    return made;
}
