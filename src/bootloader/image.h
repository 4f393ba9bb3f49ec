/* Images: what may be started, and how it gets into RAM. */
#ifndef IMAGE_H
#define IMAGE_H

#include "flash.h"

/* A place that may hold an image. */
struct slot {
    const char *name;
    uint32_t start;
    uint32_t end;    /* first byte that is not its own */
    uint32_t number; /* 1 or 2, as in byte 3 of an image; 0: any image will do */
};

/* The image that was looked at last. */
extern struct image {
    uint32_t start;
    uint32_t crc;    /* its CRC word, or UNCHECKED (mark.h) */
    uint32_t entry;
    uint32_t detail; /* the number in the text of a refusal */
} image;

enum look { LOOK_ONLY, LOAD };

/* Checks the image in `slot` and, if asked, loads it. The CRC is not computed when `known_crc` stands behind the image
   (verified earlier): then only headers and the checksum of what goes to RAM are checked.
   Returns a format for the reason why it may not be started, with room for `image.detail`; or NULL. */
const char *image_examine(const struct slot *slot, enum look look, uint32_t known_crc);

#endif
