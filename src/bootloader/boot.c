/* The boot loader of Twinslot: chooses a slot as loader 1.7 of the SDK does, and starts only what is whole. */
#include "image.h"
#include "mark.h"
#include "parameters.h"
#include <stddef.h>

/* 1: every boot checks the CRC word of the whole image, not only the first since power-on. */
#ifndef CHECK_EVERY_BOOT
#define CHECK_EVERY_BOOT 0
#endif

#define MEGABYTE 0x100000u
#define MAX_LOOPS 3
/* One less than none: the reset that the loader makes itself counts it up. */
#define NO_LOOPS_AFTER_RESET ~0u

/* Flash maps by the upper half of header byte 3. Size in megabits (0: refused); distance of the slots in 256 KiB (0:
   the text does not name it, and it is 256 KiB). The last one stands for all further codes. */
static const struct map {
    uint8_t megabits, distance;
} maps[] = {{4, 1}, {2, 0}, {8, 2}, {16, 2}, {32, 2}, {16, 4}, {32, 4}, {0, 0}, {64, 4}, {128, 4}, {4, 0}};
#define LAST_MAP (sizeof maps / sizeof maps[0] - 1)

static const char *const modes[] = {"QIO", "QOUT", "DIO", "DOUT"};
static const char not_saved[] = "parameters not saved\n";

static const char *speed_text(uint32_t code)
{
    static const char *const speeds[] = {"40MHz", "26.7MHz", "20MHz"};
    return code == 15 ? "80MHz" : code < 3 ? speeds[code] : "";
}

/* Resets the chip as a hang would: the ROM then looks at the pins that choose the boot mode. */
static void __attribute__((noreturn)) watchdog_reset(void)
{
    WDT_RELOAD = 0;
    WDT_CTL = ((WDT_CTL | WDT_CTL_RESET_LENGTH) & ~WDT_CTL_NO_RESET) | WDT_CTL_ENABLE;
    WDT_FEED = WDT_FEED_KEY;
    for (;;)
        ets_delay_us(1000);
}

/* Nothing can be started. Waits without resetting until FLASH (GPIO0) is pressed for 0.1 s, and then resets with
   it held, so that the ROM waits for a flasher. The button counts only after it was seen open as long. */
static void __attribute__((noreturn)) wait_for_flasher(void)
{
    ets_printf("backup boot failed.\n\nno bin to start: hold FLASH to write one\n");
    uint32_t open = 0, pressed = 0;
    while (pressed < 10) {
        WDT_FEED = WDT_FEED_KEY;
        ets_delay_us(10000);
        if (gpio_input_get() & 1) {
            open++;
            pressed = 0;
        } else if (open < 10) {
            open = 0;
        } else {
            pressed++;
        }
    }
    watchdog_reset();
}

/* The CPU sees one megabyte of flash at a time: a slot ends with the one that it begins in. */
static uint32_t end_of_window(uint32_t start)
{
    return (start | (MEGABYTE - 1)) + 1;
}

/* How many resets by the watchdog the image has had, one after the other, before it is started now. A restart that
   was no reset of the chip keeps the reason of the last reset, and the timers as they were. */
static uint32_t loops_before_start(void)
{
    bool was_reset = FRC1_LOAD == 0 && FRC2_CTRL == 0;
    if ((RTC_RESET_REASON & 15) != RESET_BY_WATCHDOG || !was_reset || MARK->confirmed == CONFIRMED)
        return 0;
    return mark_is_of(image.start, image.crc) ? MARK->loops + 1 : 0;
}

static void refuse(const struct slot *slot, const char *reason)
{
    ets_printf("%s @ %x refused: ", slot->name, slot->start);
    ets_printf(reason, image.detail);
}

static const char *examine_and_load(const struct slot *slot)
{
    return image_examine(slot, LOAD, CHECK_EVERY_BOOT ? UNCHECKED : mark_known_crc(slot->start));
}

static uint32_t enter(const struct slot *slot, uint32_t loops)
{
    mark_set(image.start, image.crc, loops);
    FRC1_LOAD = 1; /* still there after a restart that was no reset */
    if (image.crc == UNCHECKED)
        ets_printf("no CRC word, unchecked\n");
    if (slot->number == 0)
        ets_printf("enhance boot mode, ");
    ets_printf("jump to run %s @ %x\n\n", slot->name, slot->start);
    if (slot->number == 0)
        ets_printf(" @ %x\n\n", slot->start);
    return image.entry;
}

/* The other slot is whole: remembers in flash that it is to run, and resets. Comes back when flash keeps nothing. */
static void change_over(bool first_try)
{
    mark_set(image.start, image.crc, NO_LOOPS_AFTER_RESET);
    boot_bytes.bytes[0] ^= BOOT_FIRST_TRY;
    if (parameters_save()) {
        if (first_try)
            ets_printf("first boot failed, reboot to try backup bin\n\n");
        else
            ets_printf("backup boot failed, reboot to try first bin\n\n");
        watchdog_reset();
    }
    ets_printf(not_saved);
}

/* Starts the chosen slot, or the other one if the chosen is bad or hangs and the other is whole. */
static uint32_t start_best(const struct slot *chosen, const struct slot *other)
{
    bool first_try = (boot_bytes.bytes[0] & BOOT_FIRST_TRY) != 0;
    const char *reason = examine_and_load(chosen);
    const struct image loaded = image;
    bool bad = reason != NULL;
    uint32_t loops = bad ? 0 : loops_before_start();
    if (first_try && loops >= MAX_LOOPS)
        reason = "reset by watchdog\n";
    if (reason == NULL)
        return enter(chosen, loops);
    refuse(chosen, reason);

    reason = image_examine(other, LOOK_ONLY, UNCHECKED);
    if (reason == NULL && (bad || image.crc != UNCHECKED)) {
        change_over(first_try);
        if (bad)
            reason = examine_and_load(other);
        if (bad && reason == NULL)
            return enter(other, 0);
    }
    if (reason != NULL)
        refuse(other, reason);
    if (bad)
        wait_for_flasher();
    image = loaded;
    return enter(chosen, 0);
}

static uint32_t address_in(const uint8_t *bytes)
{
    return bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}

/* Both slots, the first choice first. False: the boot bytes name neither. */
static bool find_slots(struct slot slots[2], uint32_t user2, uint32_t rf_calibration)
{
    const uint8_t *bytes = boot_bytes.bytes;
    uint32_t starts[2] = {SECTOR, user2};
    bool is_enhanced = (bytes[1] & BOOT_NORMAL) == 0;
    uint32_t first = bytes[0] & BOOT_USE_BIN;
    if (is_enhanced) {
        starts[0] = address_in(bytes + 5);
        starts[1] = address_in(bytes + 2);
        first = 0;
    } else if (first > 1) {
        return false;
    }
    for (uint32_t i = 0; i < 2; i++) {
        struct slot *slot = &slots[i ^ first];
        slot->start = starts[i];
        slot->number = is_enhanced ? 0 : i + 1;
        slot->name = is_enhanced ? "bin" : i == 0 ? "user1" : "user2";
        slot->end = end_of_window(starts[i]);
        if (slot->end > rf_calibration)
            slot->end = rf_calibration;
        if (slot->number == 1 && slot->end > user2)
            slot->end = user2;
    }
    return true;
}

/* Another loader's bytes, or none: user1 from now on, as loader 1.7 has it. */
static void renew_boot_bytes(void)
{
    const uint8_t *bytes = boot_bytes.bytes;
    if ((bytes[1] & BOOT_VERSION) == OWN_VERSION && (bytes[0] & BOOT_USE_BIN) != 3)
        return;
    boot_bytes.words[0] = 0xFFFFE0FC | OWN_VERSION << 8;
    boot_bytes.words[1] = ~0u;
    if (!parameters_save())
        ets_printf(not_saved);
}

/* Called by start.S. Returns where to go on, or 0: back to the ROM. */
uint32_t boot(void)
{
    uint32_t header = 0;
    SPIRead(0, &header, sizeof header);
    uint32_t mode = header >> 16 & 0xFF;
    ets_printf("\ntwinslot boot 1.0\n2nd boot version : 1.7(5d6f877)\nSPI Speed : %s\nSPI Mode : %s\n"
               "SPI Flash Size & Map: ",
               speed_text(header >> 24 & 15), modes[mode < 4 ? mode : 0]);
    uint32_t code = header >> 28;
    const struct map *map = &maps[code < LAST_MAP ? code : LAST_MAP];
    if (map->megabits == 0) {
        ets_printf("flash map not support\n");
        return 0;
    }
    ets_printf(map->distance != 0 ? "%dMbit(%dKB+%dKB)\n" : "%dMbit\n", map->megabits, map->distance << 8,
               map->distance << 8);
    uint32_t size = (uint32_t)map->megabits << 17;
    uint32_t user2 = SECTOR + ((map->distance != 0 ? map->distance : 1) << 18);
    if (mode < 4)
        SPIReadModeCnfig(mode);
    flash_begin(size);
    crc_begin();
    parameters_begin(size);
    renew_boot_bytes();
    struct slot slots[2];
    if (!find_slots(slots, user2, size - 5 * SECTOR)) {
        ets_printf("error user bin flag = %x\n", boot_bytes.bytes[0]);
        return 0;
    }
    bool first_try = (boot_bytes.bytes[0] & BOOT_FIRST_TRY) != 0;
    return start_best(&slots[!first_try], &slots[first_try]);
}
