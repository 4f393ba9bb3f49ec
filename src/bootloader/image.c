#include "image.h"
#include "mark.h"
#include <stddef.h>

#define PLAIN_MAGIC 0xE9
#define SLOT_MAGIC 0xEA
#define SLOT_MARKER 4
#define CHECKSUM_SEED 0xEF
#define ROW 16 /* the checksum is the last byte of its row */
#define LARGEST_CRC_WORD 0x80000000u

/* Where an app may be loaded. Not above: ROM data, the loader itself, registers. */
#define DRAM_START 0x3FFE8000u
#define DRAM_END 0x3FFFC000u
#define IRAM_START 0x40100000u
#define IRAM_END 0x4010C000u
#define RTC_START 0x60001200u

static const char wrong_magic[] = "error magic!\n";
static const char leaves_slot[] = "leaves the slot\n";
static const char read_failed[] = "flash read failed\n";

struct image image;

/* An image while it is being looked at. */
struct walk {
    uint32_t end; /* of the slot */
    uint32_t at;  /* never behind the end */
    uint32_t sum; /* XOR of all words that were read; folded to a byte it is the checksum */
};

static bool lies_in(uint32_t address, uint32_t length, uint32_t start, uint32_t end)
{
    return address >= start && address < end && length <= end - address;
}

/* Only data RAM can be written by bytes. */
static bool may_load(uint32_t address, uint32_t length)
{
    if (lies_in(address, length, DRAM_START, DRAM_END))
        return true;
    return (address & 3) == 0 && (lies_in(address, length, IRAM_START, IRAM_END) ||
                                  lies_in(address, length, RTC_START, MARK_START));
}

/* Into instruction RAM only whole words can be stored. */
static void copy_piece(uint32_t to, uint32_t length)
{
    if (to & 3) {
        ets_memcpy((void *)to, piece, length);
        return;
    }
    for (uint32_t i = 0; i < length / 4; i++)
        ((volatile uint32_t *)to)[i] = piece[i];
}

static uint32_t piece_length(uint32_t length)
{
    WDT_FEED = WDT_FEED_KEY;
    return length < PIECE ? length : PIECE;
}

/* Reads the data of one segment, adds it to the checksum, and puts it to `to` unless that is 0. */
static bool read_data(struct walk *walk, uint32_t length, uint32_t to)
{
    for (uint32_t done = 0, count; done < length; done += count) {
        count = piece_length(length - done);
        if (!flash_read(walk->at + done, piece, count))
            return false;
        for (uint32_t i = 0; i < count / 4; i++)
            walk->sum ^= piece[i];
        if (to != 0)
            copy_piece(to + done, count);
    }
    return true;
}

enum pass { HEADERS, CHECKSUM, COPY };

/* Goes through the segments from behind the E9 header and stops behind the row of the checksum. */
static const char *walk_segments(struct walk *walk, uint32_t count, enum pass pass)
{
    bool has_entry = false;
    walk->sum = 0;
    for (; count > 0; count--) {
        uint32_t head[2];
        if (walk->end - walk->at < sizeof head)
            return leaves_slot;
        if (!flash_read(walk->at, head, sizeof head))
            return read_failed;
        uint32_t address = head[0], length = head[1];
        walk->at += sizeof head;
        image.detail = address;
        if ((length & 3) != 0 || length > walk->end - walk->at)
            return leaves_slot;
        if (length != 0 && !may_load(address, length))
            return "segment at %x is no app RAM\n";
        has_entry |= address - IRAM_START < IRAM_END - IRAM_START && image.entry - address < length;
        if (pass != HEADERS && !read_data(walk, length, pass == COPY ? address : 0))
            return read_failed;
        walk->at += length;
    }
    image.detail = image.entry;
    if (!has_entry)
        return "no code at entry %x\n";
    walk->at = image.start + ((walk->at - image.start) | (ROW - 1)) + 1;
    return walk->at > walk->end ? leaves_slot : NULL;
}

/* The CRC word of the image from its start to here. */
static bool read_crc(const struct walk *walk, uint32_t *word)
{
    uint32_t crc = CRC_BEGIN;
    for (uint32_t at = image.start, count; at < walk->at; at += count) {
        count = piece_length(walk->at - at);
        if (!flash_read(at, piece, count))
            return false;
        crc = crc_piece(crc, count);
    }
    *word = (int32_t)crc < 0 ? -crc : crc;
    return true;
}

/* Checks the CRC word behind the image, unless it is the known one. */
static const char *check_crc(const struct walk *walk, uint32_t known_crc)
{
    uint32_t stored, computed;
    if (walk->end - walk->at < sizeof stored)
        return leaves_slot;
    if (!flash_read(walk->at, &stored, sizeof stored))
        return read_failed;
    if (stored > LARGEST_CRC_WORD)
        return "no CRC word\n";
    image.crc = stored;
    if (stored == known_crc)
        return NULL;
    if (!read_crc(walk, &computed))
        return read_failed;
    image.detail = computed;
    return computed == stored ? NULL : "wrong CRC %x\n";
}

/* Checks, or checks and loads, what goes to RAM. */
static const char *check_sum(struct walk *walk, uint32_t count, enum pass pass)
{
    uint32_t row;
    const char *reason = walk_segments(walk, count, pass);
    if (reason != NULL)
        return reason;
    if (!flash_read(walk->at - 4, &row, sizeof row))
        return read_failed;
    uint32_t sum = walk->sum ^ walk->sum >> 16;
    image.detail = (sum ^ sum >> 8 ^ CHECKSUM_SEED) & 0xFF;
    return row >> 24 == image.detail ? NULL : "wrong checksum %x\n";
}

/* The first 16 bytes of either kind of image. */
union head {
    uint8_t bytes[ROW];
    uint32_t words[ROW / 4];
};

/* From the slot's start to the E9 header, over the code in flash. */
static const char *find_plain_part(const struct slot *slot, struct walk *walk, union head *head)
{
    if (slot->start < SECTOR || slot->start >= slot->end)
        return "no place for an image\n";
    if (!flash_read(walk->at, head->words, sizeof *head))
        return read_failed;
    if (head->bytes[0] == PLAIN_MAGIC)
        return NULL;
    if (head->bytes[0] != SLOT_MAGIC || head->bytes[1] != SLOT_MARKER)
        return wrong_magic;
    /* esptool leaves flash settings in bytes 2 and 3: then nothing is to be learned there. */
    uint32_t number = head->bytes[2] << 8 | head->bytes[3];
    image.detail = number;
    if (slot->number != 0 && number == (slot->number ^ 3))
        return "is for user%d\n";
    uint32_t code = head->words[3];
    uint32_t room = walk->end - walk->at;
    if ((code & (ROW - 1)) != 0 || code > room || room - code < 2 * ROW)
        return leaves_slot;
    walk->at += sizeof *head + code;
    if (!flash_read(walk->at, head->words, sizeof *head))
        return read_failed;
    return head->bytes[0] == PLAIN_MAGIC ? NULL : wrong_magic;
}

const char *image_examine(const struct slot *slot, enum look look, uint32_t known_crc)
{
    union head head;
    struct walk walk = {.end = slot->end, .at = slot->start};
    image.start = slot->start;
    image.crc = UNCHECKED;
    const char *reason = find_plain_part(slot, &walk, &head);
    if (reason != NULL)
        return reason;
    bool is_plain = walk.at == slot->start;
    uint32_t segments = walk.at + 8, count = head.bytes[1];
    image.entry = head.words[1];
    walk.at = segments;
    reason = walk_segments(&walk, count, HEADERS);
    if (reason == NULL && !is_plain)
        reason = check_crc(&walk, known_crc);
    if (reason != NULL || (look == LOOK_ONLY && !is_plain))
        return reason;
    walk.at = segments;
    return check_sum(&walk, count, look == LOAD ? COPY : CHECKSUM);
}
