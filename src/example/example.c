/* The example firmware of Twinslot: says which slot it was linked for, checks its own code in flash,
   then blinks: once a second as user1, twice as user2. */
#include "board.h"
#include "crc32.h"

#if !defined(SLOT) || !defined(BUILD) || SLOT < 1 || SLOT > 2 || BUILD < 1
#error "give -DSLOT=1 or 2 and -DBUILD=1, 2, 3 ... (build.sh does)"
#endif
#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)

/* Says what this program is to whoever looks into the file: search .rodata for the magic.
   36 bytes without gaps, numbers little-endian. */
struct identity {
    char magic[8] __attribute__((nonstring)); /* "TWINSLOT", no zero byte at the end */
    uint32_t version;                         /* of this layout: 1 */
    uint32_t slot;                            /* 1 or 2: the slot this file was linked for */
    uint32_t build;                           /* counts up; both slots of one build carry the same number */
    char name[16];                            /* zero-padded */
};
__attribute__((used)) const struct identity identity = {"TWINSLOT", 1, SLOT, BUILD, "example"};

const char greeting[] = "twinslot example, build " TEXT(BUILD) ", running from user" TEXT(SLOT) "\r\n";

/* One round of the LED, in milliseconds. In .data, so that a debugger can change the pattern. */
struct flash_of_light {
    uint32_t lit_ms, dark_ms;
};
struct flash_of_light pattern[] = {
#if SLOT == 1
    {100, 900},
#else
    {100, 150},
    {100, 650},
#endif
};
#define FLASHES_PER_ROUND (sizeof pattern / sizeof pattern[0])
#define ROUNDS_PER_HEARTBEAT 5

/* The digits are counted up in place, like the wheels of an odometer: the CPU cannot divide. */
char heartbeat[] = "user" TEXT(SLOT) " is alive, 00000 rounds\r\n";
#define HEARTBEAT_LAST_DIGIT (sizeof heartbeat - sizeof "0 rounds\r\n")

/* Results, in .bss so that a debugger or a test can read them. */
uint32_t flash_checksum;
uint32_t rounds;

/* From the linker script: where the code in flash lies. */
extern const uint32_t _irom0_text_start[], _irom0_text_end[];

IN_FLASH void report_flash(void)
{
    flash_checksum = crc32_words(_irom0_text_start, _irom0_text_end);
    print_text("flash ");
    print_hex((uint32_t)_irom0_text_start);
    print_text(" to ");
    print_hex((uint32_t)_irom0_text_end);
    print_text(", crc32 ");
    print_hex(flash_checksum);
    print_text("\r\n");
}

IN_FLASH void count_round(void)
{
    rounds++;
    char *digit = &heartbeat[HEARTBEAT_LAST_DIGIT];
    for (; *digit == '9'; digit--)
        *digit = '0';
    if (*digit != ' ')
        ++*digit;
}

IN_FLASH void blink_round(void)
{
    for (uint32_t i = 0; i < FLASHES_PER_ROUND; i++)
        led_flash(pattern[i].lit_ms, pattern[i].dark_ms);
}

IN_FLASH void blink_for_ever(void)
{
    led_begin();
    for (;;) {
        for (uint32_t i = 0; i < ROUNDS_PER_HEARTBEAT; i++) {
            announce(&identity);
            blink_round();
            count_round();
        }
        print_text(heartbeat);
    }
}

/* Linked into IRAM: runs before flash is mapped. */
void main(void)
{
    print_text(greeting);
    flash_map_own_megabyte();
    report_flash();
    blink_for_ever();
}
