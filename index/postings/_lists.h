/* Read lists of postings: the bytes are those of index/postings/codec.py, numbers little-endian. */

#include <stdint.h>
#include <string.h>

/* What codec.py calls the form of lists: what is compiled for another one is not used. */
#define FORMAT 1

enum { NONE, LOW_16, LOW_8, BITMAP };

/* How far a place that is looked for mostly is: among the next postings, or some words of high bits away. */
enum { NEAR, FAR };

/* A part of a list, and how far it was read: the word at byte `at` of the high bits without the bits already read,
   how many postings came before, and the place of the next one or less. */
typedef struct {
    const uint8_t *low, *high, *tfs, *wide;
    size_t high_bytes, at;
    uint64_t word;
    uint32_t count, rank, next, wide_count, wide_rank;
    int form, shift, often;
} Part;

typedef struct {
    Part parts[2]; /* passages that hold the term once, and more often */
    uint32_t offset, width, df;
} List;

static uint32_t number_at(const uint8_t *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* Return up to 64 bits from a byte on, the first in the lowest. */
static uint64_t word_at(const uint8_t *bytes, size_t left)
{
    uint64_t word = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (left >= 8) {
        memcpy(&word, bytes, 8);
        return word;
    }
#endif
    for (size_t byte = 0; byte < 8 && byte < left; byte++)
        word |= (uint64_t)bytes[byte] << (8 * byte);
    return word;
}

static int lowest_bit(uint64_t word)
{
#if defined(__GNUC__)
    return __builtin_ctzll(word);
#else
    int bit = 0;
    for (; !(word & 1); word >>= 1)
        bit++;
    return bit;
#endif
}

static uint32_t bit_count(uint64_t word)
{
    word -= word >> 1 & 0x5555555555555555u;
    word = (word & 0x3333333333333333u) + (word >> 2 & 0x3333333333333333u);
    word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    return (uint32_t)((word * 0x0101010101010101u) >> 56);
}

/* Find where a part's bytes lie; return its size, or -1 if it does not fit. */
static Py_ssize_t open_part(Part *part, const uint8_t *bytes, size_t left, uint32_t width)
{
    size_t low_bytes = 0;
    part->shift = part->form == LOW_16 ? 16 : part->form == LOW_8 ? 8 : 0;
    if (part->form == NONE)
        return part->count ? -1 : 0;
    if (part->form == BITMAP) {
        part->high_bytes = ((size_t)width + 7) >> 3;
    } else {
        low_bytes = (size_t)part->count * (part->shift >> 3);
        part->high_bytes = ((size_t)part->count + ((width - 1) >> part->shift) + 8) >> 3;
    }
    if (low_bytes + part->high_bytes > left)
        return -1;
    part->low = bytes;
    part->high = bytes + low_bytes;
    return (Py_ssize_t)(low_bytes + part->high_bytes);
}

static void rewind_part(Part *part)
{
    part->at = 0;
    part->rank = part->next = part->wide_rank = 0;
    part->word = part->high_bytes ? word_at(part->high, part->high_bytes) : 0;
}

/* Read a list's head; return -1 if its bytes do not fit. */
static int open_list(List *list, const uint8_t *bytes, size_t size)
{
    Part *often = &list->parts[1];
    size_t at = 1;
    if (size < 1 || !list->width)
        return -1;
    list->parts[0].form = bytes[0] & 3;
    often->form = bytes[0] >> 2 & 3;
    often->often = 1;
    if (often->form != NONE) {
        if (size < 5)
            return -1;
        often->count = number_at(bytes + 1);
        at = 5;
    }
    if (often->count > list->df)
        return -1;
    list->parts[0].count = list->df - often->count;
    for (int number = 0; number < 2; number++) {
        Py_ssize_t taken = open_part(&list->parts[number], bytes + at, size - at, list->width);
        if (taken < 0)
            return -1;
        at += (size_t)taken;
        rewind_part(&list->parts[number]);
    }
    if (size - at < often->count)
        return -1;
    often->tfs = bytes + at;
    often->wide = often->tfs + often->count;
    often->wide_count = (uint32_t)((size - at - often->count) / 4);
    return 0;
}

/* Go on to the next word of the high bits that has any, and return it; 0 if there is none. */
static inline uint64_t next_word(Part *part)
{
    uint64_t word = 0;
    while (!word && (part->at += 8) < part->high_bytes)
        word = word_at(part->high + part->at, part->high_bytes - part->at);
    return word;
}

/* Return the place of a posting by its rank, its high bit the lowest of a word, `ahead` bits before the word. */
static inline uint32_t place_at(const Part *part, uint64_t word, uint32_t ahead, uint32_t rank, const int form)
{
    const uint32_t bit = ahead + (uint32_t)lowest_bit(word);
    if (form == LOW_8)
        return (bit - rank) << 8 | part->low[rank];
    if (form == LOW_16)
        return (bit - rank) << 16 | part->low[2 * rank] | (uint32_t)part->low[2 * rank + 1] << 8;
    return bit;
}

/* Return the place of the next posting, or UINT32_MAX if there is none; it stays the next one. */
static inline uint32_t peek(Part *part, const int form)
{
    if (!part->word)
        part->word = next_word(part);
    if (!part->word || part->rank >= part->count)
        return UINT32_MAX;
    return place_at(part, part->word, (uint32_t)(part->at * 8), part->rank, form);
}

static inline uint32_t tf_here(const Part *part)
{
    if (!part->often)
        return 1;
    uint32_t tf = part->tfs[part->rank];
    return !tf && part->wide_rank < part->wide_count ? number_at(part->wide + 4 * part->wide_rank) : tf;
}

static inline void step(Part *part)
{
    if (part->wide_count && !part->tfs[part->rank])
        part->wide_rank++;
    part->word &= part->word - 1;
    part->rank++;
}

/* Take from a word its bits of postings that come before `place` by their high bits alone; return how many.
   `ahead` bits come before the word and `rank` postings before the first of its bits. */
static inline uint32_t pass_over(uint64_t *word, uint32_t place, uint32_t ahead, uint32_t rank, int shift,
                                 const int form)
{
    const uint64_t before = *word;
    uint32_t bit = (uint32_t)lowest_bit(before), to;
    if (form == BITMAP) {
        if (place <= ahead + bit)
            return 0;
        to = place - ahead; /* below 64, or the word would have been passed over */
        *word = before & ~(uint64_t)0 << to;
        return bit_count(before ^ *word);
    }
    const uint32_t high = ahead + bit - rank, wanted = place >> shift;
    if (high >= wanted)
        return 0;
    uint64_t zeros = ~before & ~(uint64_t)0 << bit;
    for (uint32_t left = wanted - high - 1; left && zeros; left--)
        zeros &= zeros - 1;
    if (!zeros) {
        *word = 0;
        return bit_count(before);
    }
    to = (uint32_t)lowest_bit(zeros);
    *word = before & ~(uint64_t)0 << to;
    return to - bit - (wanted - high - 1);
}

/* Go on to the first posting at `place` or behind it, over whole words where they can't hold it; return its place. */
static inline uint32_t seek(Part *part, uint32_t place, const int form, const int distance)
{
    if (part->next > place)
        return part->next;
    uint64_t word = part->word; /* these three are read and written much faster than through a pointer */
    size_t at = part->at;
    uint32_t rank = part->rank, here = UINT32_MAX;
    const uint32_t count = part->count;
    while (!part->wide_count && at < part->high_bytes) {
        const uint64_t bits = (uint64_t)at * 8 + 64;
        if ((form == BITMAP ? bits : (bits - rank) << part->shift) > place)
            break;
        rank += bit_count(word);
        at += 8;
        word = at < part->high_bytes ? word_at(part->high + at, part->high_bytes - at) : 0;
    }
    if (distance == FAR && !part->wide_count && word)
        rank += pass_over(&word, place, (uint32_t)(at * 8), rank, part->shift, form);
    for (; rank < count; word &= word - 1, rank++) {
        while (!word && (at += 8) < part->high_bytes)
            word = word_at(part->high + at, part->high_bytes - at);
        if (!word)
            break;
        here = place_at(part, word, (uint32_t)(at * 8), rank, form);
        if (here >= place)
            break;
        if (part->wide_count && !part->tfs[rank])
            part->wide_rank++;
        here = UINT32_MAX;
    }
    part->word = word;
    part->at = at;
    part->rank = rank;
    return part->next = here;
}

static inline uint32_t seek_any(Part *part, uint32_t place)
{
    switch (part->form) {
    case LOW_16:
        return seek(part, place, LOW_16, FAR);
    case LOW_8:
        return seek(part, place, LOW_8, FAR);
    case BITMAP:
        return seek(part, place, BITMAP, FAR);
    default:
        return UINT32_MAX;
    }
}
