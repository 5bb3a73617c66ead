/* Find the best passages in lists of postings: what index/postings/plain.py does, compiled.

   Nothing here changes a result: tests hold this and plain.py against each other and against a textbook BM25.

   Passages are taken block by block, so that a block's scores stay in the fastest memory. In each block terms are
   taken from the rarest up, until the terms left can't lift a passage that holds none of those taken over the k-th
   best score so far; they are then looked up only for the passages that still can get there, and whole words of their
   lists are passed over (MaxScore, Turtle and Flood 1995, a block at a time). What comes out is exact. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>
#include "_lists.h"

#define SLACK 1e-9        /* what candidates.py has */
#define BLOCK 8192u       /* positions: 64 KB of scores; twice or more where a block would have few postings */
#define MOST_BLOCK 65536u
#define WORTH_IT 200      /* postings that a block should have */
#define FEW 32            /* a list of so many times as many postings in a block as passages are left is looked into */
#define REVISION 2        /* of what compiled.py calls */

typedef struct {
    double idf, bound;
    List *lists;
    Py_ssize_t list_count;
    uint64_t df;
    int row;
} Term;

typedef struct {
    uint32_t position;
    double score;
} Found;

typedef struct {
    const uint16_t *lengths;
    const double *norms, *table; /* by length: the norm, and for each low tf what it adds to a score, idf apart */
    size_t norm_count, tabled;   /* how many lengths, and how many tfs the table has */
    const uint8_t *allowed;      /* or NULL */
    size_t position_count;
    uint32_t block;
    double k1;
    Term *terms;
    size_t term_count, k;
    double *left;                 /* for each term: what the terms from it on can add */
    double *scores;               /* of the block, all 0.0 between blocks */
    uint32_t *touched;            /* positions of the block that have a score */
    size_t touched_count;
    double *heap;                 /* the k best scores so far, the least first */
    size_t heap_count;
    Found *found;
    size_t found_count, found_room;
} Search;

/* -- the search -------------------------------------------------------------------------------------------------- */

static inline double impact(const Search *search, double idf, uint32_t tf, uint16_t length)
{
    if (tf < search->tabled)
        return idf * search->table[tf * search->norm_count + length];
    return length ? idf * (tf * (search->k1 + 1) / (tf + search->norms[length])) : 0.0;
}

/* Add the postings of a part from position `start` to `end`, a block, to the scores; with `join` 0 only to those of
   passages that have one. */
static inline void add_form(Search *search, double idf, List *list, Part *kept, const int form, const int join,
                            uint32_t start, uint32_t end)
{
    const uint32_t offset = list->offset, width = list->width;
    const uint32_t stop = end - offset < width ? end - offset : width;
    if (kept->next >= stop)
        return;
    Part part = *kept; /* read and written much faster than through a pointer */
    uint32_t place = seek(&part, start > offset ? start - offset : 0, form, NEAR);
    for (; place < stop; step(&part), place = peek(&part, form)) {
        const uint32_t position = offset + place;
        if (position < start) /* places that don't ascend: no list that was ever written */
            break;
        double *score = &search->scores[position - start];
        if ((!join && *score == 0.0) || (search->allowed && !search->allowed[position]))
            continue;
        const double added = impact(search, idf, tf_here(&part), search->lengths[position]);
        if (*score == 0.0 && added > 0.0)
            search->touched[search->touched_count++] = position;
        *score += added;
    }
    part.next = place;
    *kept = part;
}

/* The same where every passage is allowed and every tf is a byte, which is nearly always: nothing is read or written
   through a pointer that a register can hold. */
static inline void add_quick(Search *search, double idf, List *list, Part *part, const int form, const int often,
                             const int join, uint32_t start, uint32_t end)
{
    const uint32_t offset = list->offset, lowest = start > offset ? start - offset : 0, first = offset + lowest;
    const uint32_t stop = end - offset < list->width ? end - offset : list->width, slots = stop - lowest;
    if (part->next >= stop || seek(part, lowest, form, NEAR) >= stop)
        return;
    const uint16_t *lengths = search->lengths + first;
    double *scores = search->scores + (first - start);
    const double *once = search->table + search->norm_count;
    uint32_t *touched = search->touched + search->touched_count;
    const uint32_t count = part->count;
    uint64_t word = part->word;
    uint32_t rank = part->rank, slot = part->next - lowest, ahead = (uint32_t)(part->at * 8);
    while (slot < slots) { /* so not for a place before the first: no list that was ever written */
        double *score = &scores[slot];
        const double before = *score;
        if (join || before != 0.0) {
            const uint16_t length = lengths[slot];
            const double added = often ? impact(search, idf, part->tfs[rank], length) : idf * once[length];
            if (before == 0.0 && added > 0.0)
                *touched++ = first + slot;
            *score = before + added;
        }
        word &= word - 1;
        rank++;
        if (!word) {
            word = next_word(part);
            ahead = (uint32_t)(part->at * 8);
        }
        if (rank >= count || !word) {
            slot = UINT32_MAX - lowest;
            break;
        }
        slot = place_at(part, word, ahead, rank, form) - lowest;
    }
    search->touched_count = (size_t)(touched - search->touched);
    part->word = word;
    part->rank = rank;
    part->next = slot + lowest;
}

/* What is done most has a copy of its own. */
static void add_part(Search *search, double idf, List *list, int often, int join, uint32_t start, uint32_t end)
{
    Part *part = &list->parts[often];
    const int quick = !search->allowed && !part->wide_count;
    if (part->form == LOW_8 && quick && !often && join)
        add_quick(search, idf, list, part, LOW_8, 0, 1, start, end);
    else if (part->form == LOW_8 && quick && !often)
        add_quick(search, idf, list, part, LOW_8, 0, 0, start, end);
    else if (part->form == LOW_8 && quick)
        add_quick(search, idf, list, part, LOW_8, 1, join, start, end);
    else if (part->form == LOW_8)
        add_form(search, idf, list, part, LOW_8, join, start, end);
    else if (part->form == LOW_16 && quick)
        add_quick(search, idf, list, part, LOW_16, often, join, start, end);
    else if (part->form == LOW_16)
        add_form(search, idf, list, part, LOW_16, join, start, end);
    else if (part->form == BITMAP && quick)
        add_quick(search, idf, list, part, BITMAP, often, join, start, end);
    else if (part->form == BITMAP)
        add_form(search, idf, list, part, BITMAP, join, start, end);
}

static void add_term(Search *search, size_t number, int join, uint32_t start, uint32_t end)
{
    const Term *term = &search->terms[number];
    for (Py_ssize_t place = 0; place < term->list_count; place++) {
        List *list = &term->lists[place];
        if (list->offset >= end || list->offset + list->width <= start)
            continue;
        for (int often = 0; often < 2; often++)
            add_part(search, term->idf, list, often, join, start, end);
    }
}

static double threshold(const Search *search)
{
    return search->heap_count < search->k ? 0.0 : search->heap[0] * (1 - SLACK);
}

/* Take a score into the k best. */
static void push(Search *search, double score)
{
    double *heap = search->heap;
    size_t at, k = search->k;
    if (search->heap_count < k) {
        for (at = search->heap_count++; at && heap[(at - 1) / 2] > score; at = (at - 1) / 2)
            heap[at] = heap[(at - 1) / 2];
    } else if (score <= heap[0]) {
        return;
    } else {
        for (at = 0; 2 * at + 1 < k;) {
            size_t child = 2 * at + 1;
            if (child + 1 < k && heap[child + 1] < heap[child])
                child++;
            if (heap[child] >= score)
                break;
            heap[at] = heap[child];
            at = child;
        }
    }
    heap[at] = score;
}

/* Forget the passages of the block that can't reach `least`. */
static void keep(Search *search, uint32_t base, double least)
{
    size_t kept = 0;
    for (size_t number = 0; number < search->touched_count; number++) {
        uint32_t position = search->touched[number];
        if (search->scores[position - base] >= least)
            search->touched[kept++] = position;
        else
            search->scores[position - base] = 0.0;
    }
    search->touched_count = kept;
}

static int by_position(const void *one, const void *other)
{
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

/* Add a term to the scores of the passages kept, and of no others. */
static void complete_term(Search *search, size_t number, uint32_t base)
{
    const Term *term = &search->terms[number];
    for (Py_ssize_t place = 0; place < term->list_count; place++) {
        List *list = &term->lists[place];
        for (size_t at = 0; at < search->touched_count; at++) {
            uint32_t position = search->touched[at], wanted = position - list->offset;
            if (position < list->offset || wanted >= list->width)
                continue;
            for (int often = 0; often < 2; often++) {
                Part *part = &list->parts[often];
                if (seek_any(part, wanted) == wanted) {
                    search->scores[position - base] +=
                        impact(search, term->idf, tf_here(part), search->lengths[position]);
                    break;
                }
            }
        }
    }
}

/* Note the passages kept, whose scores are whole by now. Return -1 if there is no memory. */
static int note_found(Search *search, uint32_t base)
{
    for (size_t number = 0; number < search->touched_count; number++) {
        uint32_t position = search->touched[number];
        double score = search->scores[position - base];
        search->scores[position - base] = 0.0;
        if (score < threshold(search))
            continue;
        push(search, score);
        if (search->found_count == search->found_room) {
            size_t room = search->found_room ? 2 * search->found_room : 256;
            Found *found = realloc(search->found, room * sizeof(Found));
            if (!found)
                return -1;
            search->found = found;
            search->found_room = room;
        }
        search->found[search->found_count++] = (Found){position, score};
    }
    search->touched_count = 0;
    return 0;
}

static int search_block(Search *search, uint32_t start, uint32_t end)
{
    size_t number = 0;
    double least = threshold(search);
    while (number < search->term_count && search->left[number] >= least)
        add_term(search, number++, 1, start, end);
    int sorted = 0;
    keep(search, start, least - search->left[number]);
    for (; number < search->term_count && search->touched_count; number++) {
        if (search->touched_count * FEW > search->terms[number].df * (end - start) / search->position_count) {
            add_term(search, number, 0, start, end);
        } else {
            if (!sorted)
                qsort(search->touched, search->touched_count, sizeof(uint32_t), by_position);
            sorted = 1;
            complete_term(search, number, start);
        }
        keep(search, start, least - search->left[number + 1]);
    }
    return note_found(search, start);
}

static int any_allowed(const Search *search, uint32_t start, uint32_t end)
{
    return !search->allowed || memchr(search->allowed + start, 1, end - start) != NULL;
}

/* Fill `found` with the best passages, in order of position. Return -1 if there is no memory. */
static int find_best(Search *search)
{
    size_t kept = 0;
    search->left[search->term_count] = 0.0;
    for (size_t number = search->term_count; number-- > 0;)
        search->left[number] = search->left[number + 1] + search->terms[number].bound;
    for (size_t start = 0; start < search->position_count; start += search->block) {
        size_t end = start + search->block < search->position_count ? start + search->block : search->position_count;
        if (any_allowed(search, (uint32_t)start, (uint32_t)end) &&
            search_block(search, (uint32_t)start, (uint32_t)end))
            return -1;
    }
    for (size_t number = 0; number < search->found_count; number++)
        if (search->found[number].score >= threshold(search))
            search->found[kept++] = search->found[number];
    search->found_count = kept;
    return 0;
}

static int found_by_position(const void *one, const void *other)
{
    uint32_t a = ((const Found *)one)->position, b = ((const Found *)other)->position;
    return (a > b) - (a < b);
}

/* Write a term's tf at each of the positions found that hold it. */
static void write_tfs(const Search *search, Term *term, int64_t *row)
{
    for (Py_ssize_t place = 0; place < term->list_count; place++) {
        List *list = &term->lists[place];
        for (int often = 0; often < 2; often++) {
            Part *part = &list->parts[often];
            rewind_part(part);
            for (size_t at = 0; at < search->found_count; at++) {
                uint32_t position = search->found[at].position;
                if (position >= list->offset && position - list->offset < list->width &&
                    seek_any(part, position - list->offset) == position - list->offset)
                    row[at] = tf_here(part);
            }
        }
    }
}

/* -- to and from Python ------------------------------------------------------------------------------------------ */

/* Rarest first; the order of the query among equals. */
static int by_df(const void *one, const void *other)
{
    const Term *a = one, *b = other;
    if (a->df != b->df)
        return a->df < b->df ? -1 : 1;
    return a->row - b->row;
}

static int read_list(List *list, PyObject *item, size_t position_count)
{
    const char *body;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(item, "IIIy#", &list->offset, &list->width, &list->df, &body, &size))
        return -1;
    if (open_list(list, (const uint8_t *)body, (size_t)size) ||
        (size_t)list->offset + list->width > position_count) {
        PyErr_SetString(PyExc_ValueError, "a list of postings does not fit its size");
        return -1;
    }
    return 0;
}

static int read_terms(PyObject *items, Search *search)
{
    search->term_count = (size_t)PyTuple_GET_SIZE(items);
    search->terms = PyMem_Calloc(search->term_count + 1, sizeof(Term));
    if (!search->terms)
        return -1;
    for (size_t number = 0; number < search->term_count; number++) {
        Term *term = &search->terms[number];
        PyObject *name, *lists;
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(items, (Py_ssize_t)number), "OdO!", &name, &term->idf, &PyTuple_Type,
                              &lists))
            return -1;
        if (!(term->idf >= 0.0)) {
            PyErr_SetString(PyExc_ValueError, "a term counts for less than nothing");
            return -1;
        }
        term->row = (int)number;
        term->bound = term->idf * (search->k1 + 1);
        term->list_count = PyTuple_GET_SIZE(lists);
        term->lists = PyMem_Calloc((size_t)term->list_count + 1, sizeof(List));
        if (!term->lists)
            return -1;
        for (Py_ssize_t place = 0; place < term->list_count; place++) {
            if (read_list(&term->lists[place], PyTuple_GET_ITEM(lists, place), search->position_count))
                return -1;
            term->df += term->lists[place].df;
        }
    }
    qsort(search->terms, search->term_count, sizeof(Term), by_df);
    return 0;
}

static int make_room(Search *search)
{
    uint64_t postings = 0;
    for (size_t number = 0; number < search->term_count; number++)
        postings += search->terms[number].df;
    search->block = BLOCK;
    while (search->block < MOST_BLOCK && postings * search->block < (uint64_t)WORTH_IT * search->position_count)
        search->block *= 2;
    search->left = PyMem_Malloc((search->term_count + 1) * sizeof(double));
    search->scores = PyMem_Calloc(search->block, sizeof(double));
    search->touched = PyMem_Malloc(search->block * sizeof(uint32_t));
    search->heap = PyMem_Malloc(search->k * sizeof(double));
    return search->left && search->scores && search->touched && search->heap ? 0 : -1;
}

/* Return a dict of the terms, in the order of the query, that a passage holds, with their tfs. */
static PyObject *tfs_of(const Search *search, PyObject *items, const int64_t *rows, size_t at)
{
    PyObject *tfs = PyDict_New();
    for (size_t row = 0; tfs && row < search->term_count; row++) {
        int64_t tf = rows[row * search->found_count + at];
        if (tf) {
            PyObject *number = PyLong_FromLongLong(tf);
            if (!number || PyDict_SetItem(tfs, PyTuple_GET_ITEM(PyTuple_GET_ITEM(items, (Py_ssize_t)row), 0), number))
                Py_CLEAR(tfs);
            Py_XDECREF(number);
        }
    }
    return tfs;
}

static PyObject *as_result(Search *search, PyObject *items)
{
    PyObject *result = PyList_New((Py_ssize_t)search->found_count);
    int64_t *rows = PyMem_Calloc(search->found_count * search->term_count + 1, sizeof(int64_t));
    if (result && !rows) {
        PyErr_NoMemory();
        Py_CLEAR(result);
    }
    for (size_t number = 0; result && number < search->term_count; number++)
        write_tfs(search, &search->terms[number], rows + (size_t)search->terms[number].row * search->found_count);
    for (size_t at = 0; result && at < search->found_count; at++) {
        PyObject *tfs = tfs_of(search, items, rows, at);
        PyObject *pair = tfs ? Py_BuildValue("(nN)", (Py_ssize_t)search->found[at].position, tfs) : NULL;
        if (pair)
            PyList_SET_ITEM(result, (Py_ssize_t)at, pair);
        else
            Py_CLEAR(result);
    }
    PyMem_Free(rows);
    return result;
}

PyDoc_STRVAR(candidates_doc,
             "candidates(terms, lengths, norms, table, k1, limit, allowed)\n--\n\n"
             "Return positions, ascending, each with its tfs; see index.postings.candidates.Candidates.");

static PyObject *candidates(PyObject *module, PyObject *args)
{
    PyObject *items, *result = NULL;
    Py_buffer lengths = {0}, norms = {0}, table = {0}, allowed = {0};
    Search search = {0};
    Py_ssize_t limit;
    int failed;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!y*y*y*dnz*", &PyTuple_Type, &items, &lengths, &norms, &table, &search.k1, &limit,
                          &allowed))
        return NULL;
    search.lengths = lengths.buf;
    search.norms = norms.buf;
    search.table = table.buf;
    search.norm_count = (size_t)norms.len / sizeof(double);
    search.tabled = norms.len ? (size_t)(table.len / norms.len) : 0;
    search.allowed = allowed.buf;
    search.position_count = (size_t)lengths.len / sizeof(uint16_t);
    if (limit < 1 || !(search.k1 >= 0.0) || search.tabled < 2 || search.position_count > UINT32_MAX - MOST_BLOCK ||
        (allowed.buf && (size_t)allowed.len != search.position_count)) {
        PyErr_SetString(PyExc_ValueError, "the limit is below 1, k1 below 0, or the arrays do not fit each other");
        goto done;
    }
    search.k = (size_t)limit < search.position_count ? (size_t)limit : search.position_count + 1;
    if (read_terms(items, &search) || make_room(&search)) {
        if (!PyErr_Occurred())
            PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS;
    failed = find_best(&search);
    if (!failed && search.found_count)
        qsort(search.found, search.found_count, sizeof(Found), found_by_position);
    Py_END_ALLOW_THREADS;
    result = failed ? PyErr_NoMemory() : as_result(&search, items);
done:
    for (size_t number = 0; search.terms && number < search.term_count; number++)
        PyMem_Free(search.terms[number].lists);
    PyMem_Free(search.terms);
    PyMem_Free(search.left);
    PyMem_Free(search.scores);
    PyMem_Free(search.touched);
    PyMem_Free(search.heap);
    free(search.found);
    PyBuffer_Release(&lengths);
    PyBuffer_Release(&norms);
    PyBuffer_Release(&table);
    PyBuffer_Release(&allowed);
    return result;
}

static PyMethodDef methods[] = {
    {"candidates", candidates, METH_VARARGS, candidates_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "index.postings._kernel", "The best passages of lists of postings, compiled.", -1, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void)
{
    PyObject *made = PyModule_Create(&module);
    if (made && (PyModule_AddIntConstant(made, "FORMAT", FORMAT) ||
                 PyModule_AddIntConstant(made, "REVISION", REVISION))) {
        Py_DECREF(made);
        return NULL;
    }
    return made;
}
