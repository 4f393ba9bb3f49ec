#include "parameters.h"

union boot_bytes boot_bytes;
static uint32_t copy_a;  /* sector; copy B and the flag follow */
static uint32_t current; /* sector of the copy that counts */

static void read_current(void)
{
    uint32_t flag = ~0u;
    flash_read((copy_a + 2) * SECTOR, &flag, 4);
    current = (flag & 0xFF) == 0 ? copy_a : copy_a + 1;
    boot_bytes.words[0] = boot_bytes.words[1] = ~0u;
    flash_read(current * SECTOR, boot_bytes.words, 8);
}

void parameters_begin(uint32_t size)
{
    copy_a = size / SECTOR - 3;
    read_current();
}

/* Reads one piece again and holds it against what was written. */
static bool written(uint32_t at, uint32_t crc)
{
    return flash_read(at, piece, PIECE) && crc_piece(CRC_BEGIN, PIECE) == crc;
}

static bool write_other(uint32_t other)
{
    if (SPIEraseSector(other) != 0)
        return false;
    for (uint32_t at = 0; at < SECTOR; at += PIECE) {
        if (!flash_read(current * SECTOR + at, piece, PIECE))
            return false;
        if (at == 0) {
            piece[0] = boot_bytes.words[0];
            piece[1] = boot_bytes.words[1];
        }
        uint32_t crc = crc_piece(CRC_BEGIN, PIECE);
        if (SPIWrite(other * SECTOR + at, piece, PIECE) != 0 || !written(other * SECTOR + at, crc))
            return false;
    }
    return true;
}

bool parameters_save(void)
{
    uint32_t wanted = boot_bytes.words[0];
    uint32_t other = current == copy_a ? copy_a + 1 : copy_a;
    uint32_t flag = other == copy_a ? 0xFFFFFF00 : 0xFFFFFF01;
    if (!write_other(other))
        return false;
    if (SPIEraseSector(copy_a + 2) != 0 || SPIWrite((copy_a + 2) * SECTOR, &flag, 4) != 0)
        return false;
    read_current();
    return current == other && boot_bytes.words[0] == wanted;
}
