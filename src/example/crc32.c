#include "crc32.h"

/* Entry n of the usual table. The table is linear, so an entry is the XOR of the entries of its bits. */
#define ENTRY(n)                                                                                  \
    (((n) & 1 ? 0x77073096 : 0) ^ ((n) & 2 ? 0xEE0E612C : 0) ^ ((n) & 4 ? 0x076DC419 : 0) ^       \
     ((n) & 8 ? 0x0EDB8832 : 0) ^ ((n) & 16 ? 0x1DB71064 : 0) ^ ((n) & 32 ? 0x3B6E20C8 : 0) ^     \
     ((n) & 64 ? 0x76DC4190 : 0) ^ ((n) & 128 ? 0xEDB88320 : 0))
#define ENTRIES_4(n) ENTRY(n), ENTRY((n) + 1), ENTRY((n) + 2), ENTRY((n) + 3)
#define ENTRIES_16(n) ENTRIES_4(n), ENTRIES_4((n) + 4), ENTRIES_4((n) + 8), ENTRIES_4((n) + 12)
#define ENTRIES_64(n) ENTRIES_16(n), ENTRIES_16((n) + 16), ENTRIES_16((n) + 32), ENTRIES_16((n) + 48)

FLASH_WORDS const uint32_t crc32_table[256] = {
    ENTRIES_64(0), ENTRIES_64(64), ENTRIES_64(128), ENTRIES_64(192),
};

IN_FLASH uint32_t crc32_words(const uint32_t *from, const uint32_t *to)
{
    uint32_t crc = 0xFFFFFFFF;
    for (; from < to; from++) {
        crc ^= *from;
        for (int byte = 0; byte < 4; byte++)
            crc = (crc >> 8) ^ crc32_table[crc & 0xFF];
    }
    return ~crc;
}
