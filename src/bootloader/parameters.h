/* The last four sectors of the flash: init data, parameter copies A and B, flag. The first 8 bytes of the copy that
   counts choose the slot; the SDK and its boot loaders read and write them in the same way. */
#ifndef PARAMETERS_H
#define PARAMETERS_H

#include "flash.h"

#define BOOT_USE_BIN 0x03     /* of byte 0: 0 user1, 1 user2, 2 error, 3 not set */
#define BOOT_FIRST_TRY 0x04   /* of byte 0; clear: the other slot than use_bin is started */
#define BOOT_VERSION 0x1F     /* of byte 1 */
#define BOOT_NORMAL 0x80      /* of byte 1; clear: enhance mode, addresses in bytes 2..7 */

/* The number of loader 1.7, so that an SDK app and its update calls find what they expect. */
#define OWN_VERSION 7

/* The 8 boot bytes. */
extern union boot_bytes {
    uint8_t bytes[8];
    uint32_t words[2];
} boot_bytes;

/* Reads the boot bytes. What cannot be read counts as erased. `size`: of the flash, in bytes. */
void parameters_begin(uint32_t size);

/* Writes the boot bytes, keeping the rest of the copy: first the copy that does not count, then the flag. Whenever
   power fails, one whole copy counts. False when what is in flash afterwards is not what was to be written. */
bool parameters_save(void);

#endif
