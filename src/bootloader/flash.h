/* The flash chip. */
#ifndef FLASH_H
#define FLASH_H

#include "chip.h"
#include <stdbool.h>

#define SECTOR 0x1000u

/* Work space for one piece of flash: 1 KiB. Whoever calls others does not expect it to last. */
#define PIECE 0x400u
extern uint32_t piece[PIECE / 4];

/* Size of the flash by its map. The ROM refuses to read behind 4 MB unless it is told of a larger chip (maps 8, 9). */
void flash_begin(uint32_t size);

/* False when the ROM could not read. `length` in whole words. */
bool flash_read(uint32_t from, uint32_t *to, uint32_t length);

/* CRC-32 register over the words of `piece`, lowest byte first. Begin with CRC_BEGIN; the final XOR is not done. */
#define CRC_BEGIN 0xFFFFFFFFu
void crc_begin(void);
uint32_t crc_piece(uint32_t crc, uint32_t length);

#endif
