#ifndef CRC32_H
#define CRC32_H

#include "board.h"

/* CRC-32 as zip and PNG use it, over whole words, lowest byte first. Reads words only: flash is fine. */
uint32_t crc32_words(const uint32_t *from, const uint32_t *to);

#endif
