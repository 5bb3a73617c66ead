/* Go through a text word by word: what is quicker in C than with Python's patterns and lists. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#define REVISION 5 /* of what in_c.py gives out */
#define ASCII 128
#define LAST_CHARACTER 0x10FFFF

/* A text as C reads it. */
typedef struct {
    int kind;
    const void *data;
    Py_ssize_t length;
} Text;

static int read_text(PyObject *object, Text *text)
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

static Py_UCS4 at_place(const Text *text, Py_ssize_t place)
{
    return PyUnicode_READ(text->kind, text->data, place);
}

/* Tell whether a character is \w in a Python pattern. */
static int is_of_word(Py_UCS4 character)
{
    if (character < ASCII) /* by far most are, and a table is quicker than a function */
        return character == '_' || Py_ISALNUM(character);
    return Py_UNICODE_ISALNUM(character);
}

/* ---- tokens, for tokens.py ---- */

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

static int append_new(PyObject *list, PyObject *item)
{
    int failed = !item || PyList_Append(list, item);
    Py_XDECREF(item);
    return failed;
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

/* ---- signs of a time, for timesigns.py ---- */

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

/* ---- stretches of words hashed, for sketch.py ---- */

#define WORDS 4
static const uint64_t MIX = 0x9E3779B97F4A7C15, SPREAD = 0x10001;

static uint32_t crc_table[256]; /* of CRC-32 as zlib has it */

static void fill_crc_table(void)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t rest = byte;
        for (int bit = 0; bit < 8; bit++)
            rest = (rest >> 1) ^ (rest & 1 ? 0xEDB88320 : 0);
        crc_table[byte] = rest;
    }
}

static uint32_t with_byte(uint32_t crc, uint32_t byte)
{
    return crc_table[(crc ^ byte) & 255] ^ (crc >> 8);
}

/* Return a sum with a character added to it, in UTF-8. */
static uint32_t with_character(uint32_t crc, Py_UCS4 character)
{
    if (character < 0x80)
        return with_byte(crc, character);
    if (character < 0x800)
        return with_byte(with_byte(crc, 0xC0 | character >> 6), 0x80 | (character & 63));
    if (character < 0x10000)
        crc = with_byte(crc, 0xE0 | character >> 12);
    else
        crc = with_byte(with_byte(crc, 0xF0 | character >> 18), 0x80 | (character >> 12 & 63));
    return with_byte(with_byte(crc, 0x80 | (character >> 6 & 63)), 0x80 | (character & 63));
}

/* Find the next word from a place on; set its hash and return its end, -1 if there is none. */
static Py_ssize_t next_word(const Text *text, Py_ssize_t at, uint64_t *hash)
{
    while (at < text->length && !is_of_word(at_place(text, at)))
        at++;
    if (at == text->length)
        return -1;
    uint32_t crc = 0xFFFFFFFF;
    for (; at < text->length && is_of_word(at_place(text, at)); at++)
        crc = with_character(crc, at_place(text, at));
    *hash = (uint64_t)(crc ^ 0xFFFFFFFF) * SPREAD;
    return at;
}

static uint64_t hash_of(const uint64_t *words)
{
    uint64_t hash = 0;
    for (int at = 0; at < WORDS; at++) {
        hash = (hash ^ words[at]) * MIX;
        hash ^= hash >> 29;
    }
    return hash;
}

/* Return the hashes of every four words in a row, to be freed, and set their count; NULL if memory is out. */
static uint64_t *stretches(const Text *text, Py_ssize_t *found)
{
    Py_ssize_t count = 0, at = 0;
    uint64_t *hashes = PyMem_Malloc((size_t)(text->length / 2 + 1) * sizeof(uint64_t)); /* words have gaps between */
    if (!hashes) {
        PyErr_NoMemory();
        return NULL;
    }
    while ((at = next_word(text, at, &hashes[count])) >= 0)
        count++;
    *found = count < WORDS ? 0 : count - WORDS + 1;
    for (Py_ssize_t first = 0; first < *found; first++)
        hashes[first] = hash_of(hashes + first);
    return hashes;
}

PyDoc_STRVAR(shingles_doc,
             "shingles(text)\n--\n\n"
             "Return the hash of every four words in a row, in order, uint64 in bytes.");

static PyObject *shingles(PyObject *module, PyObject *object)
{
    Text text;
    Py_ssize_t found;
    (void)module;
    uint64_t *hashes = read_text(object, &text) ? NULL : stretches(&text, &found);
    if (!hashes)
        return NULL;
    PyObject *result = PyBytes_FromStringAndSize((const char *)hashes, found * (Py_ssize_t)sizeof(uint64_t));
    PyMem_Free(hashes);
    return result;
}

#define BANDS 16
#define ROWS 4
#define PARTS (BANDS * ROWS) /* as many as six bits tell */
#define FEWEST 56            /* MIN_WORDS less WORDS in sketch.py */
#define SLOTS 256            /* enough for so few, and a power of two */

/* Tell whether there are so many different hashes that a sketch says something. */
static int are_enough(const uint64_t *hashes, Py_ssize_t count)
{
    uint64_t kept[SLOTS];
    uint8_t is_kept[SLOTS] = {0};
    int different = 0;
    for (Py_ssize_t at = 0; at < count && different < FEWEST; at++) {
        uint32_t slot = hashes[at] % SLOTS;
        while (is_kept[slot] && kept[slot] != hashes[at])
            slot = (slot + 1) % SLOTS;
        different += !is_kept[slot];
        is_kept[slot] = 1;
        kept[slot] = hashes[at];
    }
    return different == FEWEST;
}

/* Work out the numbers of a sketch from at least one hash: what sketch.py does in numpy. */
static void fill_bands(const uint64_t *hashes, Py_ssize_t count, uint64_t *bands)
{
    uint64_t least[PARTS];
    uint8_t is_filled[PARTS] = {0};
    for (Py_ssize_t at = 0; at < count; at++) {
        int part = (int)(hashes[at] >> 58);
        if (!is_filled[part] || hashes[at] < least[part])
            least[part] = hashes[at];
        is_filled[part] = 1;
    }
    for (int band = 0; band < BANDS; band++) {
        bands[band] = 0;
        for (int part = ROWS * band; part < ROWS * (band + 1); part++) {
            int away = 0;
            while (!is_filled[(part + away) % PARTS])
                away++;
            bands[band] = (bands[band] ^ ((least[(part + away) % PARTS] << 6) + (uint64_t)away)) * MIX;
            bands[band] ^= bands[band] >> 31;
        }
    }
}

PyDoc_STRVAR(sketch_doc,
             "sketch(text)\n--\n\n"
             "Return the sketch of a text whose letter case is folded; empty bytes for one that is too short.");

static PyObject *sketch(PyObject *module, PyObject *object)
{
    Text text;
    Py_ssize_t found;
    uint64_t bands[BANDS];
    (void)module;
    uint64_t *hashes = read_text(object, &text) ? NULL : stretches(&text, &found);
    if (!hashes)
        return NULL;
    int has_sketch = are_enough(hashes, found);
    if (has_sketch)
        fill_bands(hashes, found, bands);
    PyMem_Free(hashes);
    return PyBytes_FromStringAndSize((const char *)bands, has_sketch ? (Py_ssize_t)sizeof(bands) : 0);
}

/* ---- runs without white space, for passages.py and normalise.py ---- */

/* What a text has between its white space: how many runs, and the longest. */
typedef struct {
    Py_ssize_t count, longest;
} Runs;

static inline Runs find_runs(const Text *text, const int kind)
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
static inline Py_ssize_t copy_runs(const Text *text, void *to, const int kind)
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

/* What is done with every character is compiled for each kind of text: to ask for it takes as long as the rest. */
static Runs find_runs_of(const Text *text)
{
    switch (text->kind) {
    case PyUnicode_1BYTE_KIND:
        return find_runs(text, PyUnicode_1BYTE_KIND);
    case PyUnicode_2BYTE_KIND:
        return find_runs(text, PyUnicode_2BYTE_KIND);
    default:
        return find_runs(text, PyUnicode_4BYTE_KIND);
    }
}

static Py_ssize_t copy_runs_of(const Text *text, void *to)
{
    switch (text->kind) {
    case PyUnicode_1BYTE_KIND:
        return copy_runs(text, to, PyUnicode_1BYTE_KIND);
    case PyUnicode_2BYTE_KIND:
        return copy_runs(text, to, PyUnicode_2BYTE_KIND);
    default:
        return copy_runs(text, to, PyUnicode_4BYTE_KIND);
    }
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
    Runs found = find_runs_of(&text);
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
    PyObject *result = PyUnicode_FromKindAndData(text.kind, kept, copy_runs_of(&text, kept));
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

static inline int fold_runs(PyObject *object, const Text *text, Written *written, const int kind)
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
    int failed;
    (void)module;
    if (read_text(object, &text) || reserve(&written, text.length + 4))
        return NULL;
    switch (text.kind) {
    case PyUnicode_1BYTE_KIND:
        failed = fold_runs(object, &text, &written, PyUnicode_1BYTE_KIND);
        break;
    case PyUnicode_2BYTE_KIND:
        failed = fold_runs(object, &text, &written, PyUnicode_2BYTE_KIND);
        break;
    default:
        failed = fold_runs(object, &text, &written, PyUnicode_4BYTE_KIND);
    }
    if (!failed)
        result = Py_BuildValue("y#n", written.data, written.length, written.count);
    PyMem_Free(written.data);
    return result;
}

/* ---- ends of sentences, and words that rules need, for dates.py ---- */

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

static PyMethodDef methods[] = {
    {"endings", endings, METH_O, endings_doc},
    {"folded", folded, METH_O, folded_doc},
    {"places", places, METH_VARARGS, places_doc},
    {"runs", runs, METH_O, runs_doc},
    {"shingles", shingles, METH_O, shingles_doc},
    {"sketch", sketch, METH_O, sketch_doc},
    {"spaced", spaced, METH_O, spaced_doc},
    {"tokens", tokens, METH_VARARGS, tokens_doc},
    {"wanted", wanted, METH_VARARGS, wanted_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "index.text._words", "A text word by word, compiled.", -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__words(void)
{
    fill_crc_table();
    PyObject *made = PyModule_Create(&module);
    if (made && PyModule_AddIntConstant(made, "REVISION", REVISION)) {
        Py_DECREF(made);
        return NULL;
    }
    return made;
}
