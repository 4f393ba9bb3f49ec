#include "flash.h"

#define CRC_POLYNOMIAL 0xEDB88320u

uint32_t piece[PIECE / 4];
static uint32_t crc_table[256];

void flash_begin(uint32_t size)
{
    uint32_t *chip = ROM_FLASH_CHIP;
    if (chip[FLASH_CHIP_SIZE] < size)
        chip[FLASH_CHIP_SIZE] = size;
}

bool flash_read(uint32_t from, uint32_t *to, uint32_t length)
{
    return SPIRead(from, to, length) == 0;
}

void crc_begin(void)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (uint32_t bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (crc & 1 ? CRC_POLYNOMIAL : 0);
        crc_table[byte] = crc;
    }
}

uint32_t crc_piece(uint32_t crc, uint32_t length)
{
    const uint32_t *table = crc_table;
    const uint32_t *end = piece + length / 4;
    for (const uint32_t *word = piece; word < end; word++) {
        crc ^= *word;
        crc = (crc >> 8) ^ table[crc & 0xFF];
        crc = (crc >> 8) ^ table[crc & 0xFF];
        crc = (crc >> 8) ^ table[crc & 0xFF];
        crc = (crc >> 8) ^ table[crc & 0xFF];
    }
    return crc;
}
