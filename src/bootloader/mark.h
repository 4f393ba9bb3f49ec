/* What the loader remembers over resets: the last words of the user's part of RTC memory. Lost without power. */
#ifndef MARK_H
#define MARK_H

#include <stdbool.h>
#include <stdint.h>

/* What an image without a CRC word has instead of it. No CRC word has this value. */
#define UNCHECKED 0xFFFFFFFFu

/* The SDK keeps its own words below 0x60001200; apps have 0x60001200 to here. */
#define MARK_START 0x600013E0u

/* The image that was started last, and was verified before. */
struct mark {
    uint32_t magic;
    uint32_t start;     /* of its slot, an offset in flash */
    uint32_t crc;       /* its CRC word, or UNCHECKED */
    uint32_t loops;     /* resets by the watchdog since, one after the other */
    uint32_t check;     /* makes the sum of these five words 0 */
    uint32_t confirmed; /* the app writes CONFIRMED here when it works */
};

#define MARK ((volatile struct mark *)MARK_START)
#define MARK_MAGIC 0x54534D31u /* "1MST" in memory */
#define CONFIRMED 0x600D600Du

/* Whether this image was started last. */
bool mark_is_of(uint32_t start, uint32_t crc);

/* CRC word of the image at `start` if that was verified since power-on, else UNCHECKED. */
uint32_t mark_known_crc(uint32_t start);

/* Sets the mark. The confirmation of another image is forgotten. */
void mark_set(uint32_t start, uint32_t crc, uint32_t loops);

#endif
