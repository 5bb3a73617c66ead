/* Hash stretches of words and sketch what a text says, for sketch.py. */

#include "_text.h"

#define WORDS 4
static const uint64_t MIX = 0x9E3779B97F4A7C15, SPREAD = 0x10001;

static uint32_t crc_table[256]; /* of CRC-32 as zlib has it */

void fill_crc_table(void)
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

PyMethodDef sketch_methods[] = {
    {"shingles", shingles, METH_O, shingles_doc},
    {"sketch", sketch, METH_O, sketch_doc},
    {NULL, NULL, 0, NULL},
};
