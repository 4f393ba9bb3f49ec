#include "mark.h"

bool mark_is_of(uint32_t start, uint32_t crc)
{
    volatile struct mark *mark = MARK;
    return mark->magic == MARK_MAGIC && mark->start == start && mark->crc == crc &&
           mark->magic + mark->start + mark->crc + mark->loops + mark->check == 0;
}

uint32_t mark_known_crc(uint32_t start)
{
    uint32_t crc = MARK->crc;
    return mark_is_of(start, crc) ? crc : UNCHECKED;
}

void mark_set(uint32_t start, uint32_t crc, uint32_t loops)
{
    volatile struct mark *mark = MARK;
    if (!mark_is_of(start, crc))
        mark->confirmed = 0;
    mark->magic = MARK_MAGIC;
    mark->start = start;
    mark->crc = crc;
    mark->loops = loops;
    mark->check = -(MARK_MAGIC + start + crc + loops);
}
