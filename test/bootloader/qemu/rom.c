/* The boot ROM and the board of the boot loader's test in QEMU. A script (bootloader-qemu.ts writes it) at 0x52000000
   says what is in flash and how the board is reset; flash is memory at 0x51000000. Everything that happens is written
   to standard output: the loader's text as it is, and lines that begin with '@'. */
#include <stdint.h>

#define REG(address) (*(volatile uint32_t *)(address))
#define FLASH ((uint8_t *)0x51000000)
#define FLASH_END 0x1000000u
#define SCRIPT ((const uint32_t *)0x52000000)
#define STACK_LIMIT 0x3FFFEB40u
#define STACK_TOP 0x3FFFFB00u
#define PAINT 0x6B6B6B6Bu

enum kind { BACK_IN_ROM, APP_RUNS, WATCHDOG, IDLE, POWER_CUT, EXCEPTION, DOWNLOAD };
enum step { END, FILL, PATCH, BOOT, STORE, DUMP_FLASH, DUMP_MEMORY, CUT, PROTECT, MARK, READ_FAULT, PRESS };
enum moment { NONE, BEFORE, MIDDLE, AFTER };

int run(uint32_t entry);
void finish(enum kind kind) __attribute__((noreturn));
void host_write(const char *bytes, uint32_t length);
void host_exit(void) __attribute__((noreturn));
/* Stack, a12, a15, return address and INTENABLE as the app finds them; or cause, address and data address. */
extern uint32_t kept[5];
extern char run_return[];

static char out[0x10000];
static uint32_t out_length;
static uint32_t operations, cut_at, polls, press_after, random_state, protect_from, protect_to, fault_at;
static enum moment cut_moment;
static uint32_t lowest_stack = STACK_TOP;

static void put(char character)
{
    if (out_length == sizeof out) {
        host_write(out, out_length);
        out_length = 0;
    }
    out[out_length++] = character;
}

static void put_text(const char *text)
{
    while (*text)
        put(*text++);
}

static void put_hex(uint32_t value)
{
    int shift = 28;
    while (shift > 0 && (value >> shift) == 0)
        shift -= 4;
    for (; shift >= 0; shift -= 4)
        put("0123456789abcdef"[value >> shift & 15]);
}

static void put_decimal(int32_t value)
{
    static const uint32_t tens[] = {1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1};
    uint32_t rest = value < 0 ? -(uint32_t)value : (uint32_t)value;
    int started = 0;
    if (value < 0)
        put('-');
    for (uint32_t i = 0; i < 10; i++) {
        char digit = '0';
        for (; rest >= tens[i]; rest -= tens[i])
            digit++;
        started |= digit != '0' || i == 9;
        if (started)
            put(digit);
    }
}

void rom_print(const char *format, const uint32_t *arguments)
{
    for (; *format; format++) {
        if (*format != '%') {
            put(*format);
            continue;
        }
        switch (*++format) {
        case 's': put_text((const char *)*arguments++); break;
        case 'd': put_decimal((int32_t)*arguments++); break;
        case 'x': put_hex(*arguments++); break;
        default: put_text("@bad format\n");
        }
    }
}

void *rom_memcpy(uint8_t *to, const uint8_t *from, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++)
        to[i] = from[i];
    return to;
}

/* The board in time: the loader waits either for the watchdog that it armed, or for a press of FLASH. */
void rom_delay(uint32_t microseconds)
{
    (void)microseconds;
    if (REG(0x60000904) == 0 && (REG(0x60000900) & 0x3F) == 0x39)
        finish((REG(0x60000318) & 1) ? WATCHDOG : DOWNLOAD);
    if (++polls > 200)
        finish(IDLE);
    if (press_after != 0 && polls >= press_after)
        REG(0x60000318) &= ~1u;
}

uint32_t rom_read_mode(uint32_t mode)
{
    put_text("@mode ");
    put_hex(mode);
    put('\n');
    return 0;
}

uint32_t rom_gpio(void) { return REG(0x60000318); }

static uint32_t outside(uint32_t at, uint32_t length)
{
    uint32_t size = ((uint32_t *)REG(0x3FFFC714))[1];
    return at > size || length > size - at;
}

static uint32_t next_random(void)
{
    random_state = random_state * 1664525 + 1013904223;
    return random_state >> 24;
}

/* Cells that keep what they hold, while the chip says that all is well. */
static uint32_t is_protected(uint32_t at)
{
    return at >= protect_from && at < protect_to;
}

/* Counts a flash operation; how much of it still happens when power fails. */
static enum moment operation(void)
{
    return ++operations == cut_at ? cut_moment : NONE;
}

static void put_operation(const char *what, uint32_t value)
{
    put_text(what);
    put_hex(value);
    put('\n');
}

uint32_t rom_erase(uint32_t sector)
{
    if (outside(sector << 12, 0x1000))
        return 1;
    put_operation("@erase ", sector);
    enum moment moment = operation();
    if (moment == BEFORE)
        finish(POWER_CUT);
    if (!is_protected(sector << 12))
        for (uint32_t i = 0; i < 0x1000; i++)
            FLASH[(sector << 12) + i] |= moment == MIDDLE ? next_random() : 0xFF;
    if (moment != NONE)
        finish(POWER_CUT);
    return 0;
}

uint32_t rom_write(uint32_t to, const uint8_t *from, uint32_t length)
{
    if (outside(to, length) || (length & 3) != 0)
        return 1;
    put_operation("@write ", to);
    for (uint32_t page = 0; page < length; page += 256) {
        enum moment moment = operation();
        if (moment == BEFORE)
            finish(POWER_CUT);
        for (uint32_t i = page; i < length && i < page + 256; i++)
            if (!is_protected(to + i))
                FLASH[to + i] &= from[i] | (moment == MIDDLE ? next_random() : 0);
        if (moment != NONE)
            finish(POWER_CUT);
    }
    return 0;
}

uint32_t rom_read(uint32_t from, uint32_t *to, uint32_t length)
{
    if (outside(from, length))
        return 1;
    if (fault_at != 0 && fault_at >= from && fault_at - from < length)
        return 1;
    if (((uint32_t)to & 3) != 0 || ((from | length) & 3) != 0)
        put_operation("@unaligned read ", from);
    const uint32_t *words = (const uint32_t *)(FLASH + from);
    for (uint32_t i = 0; i < length / 4; i++)
        to[i] = words[i];
    return 0;
}

/* As the ROM does it: segments of the image at 0, then its entry. 0 when there is none. */
static uint32_t load_boot_loader(void)
{
    const uint32_t *word = (const uint32_t *)FLASH;
    uint32_t entry = word[1], count = FLASH[1];
    if (FLASH[0] != 0xE9)
        return 0;
    for (word += 2; count > 0; count--) {
        uint32_t *to = (uint32_t *)word[0], length = word[1] / 4;
        word += 2;
        for (; length > 0; length--)
            *to++ = *word++;
    }
    return entry;
}

static enum kind boot(uint32_t cause, uint32_t was_reset)
{
    for (uint32_t at = STACK_LIMIT; at < STACK_TOP; at += 4)
        REG(at) = PAINT;
    uint32_t entry = load_boot_loader();
    REG(0x60000714) = cause;
    REG(0x60000318) = 0xC0030001; /* flash boot, GPIO0 open */
    REG(0x60000900) = 0x39;       /* the ROM's watchdog */
    REG(0x60000904) = 12;
    if (was_reset) {
        REG(0x60000600) = 0;
        REG(0x60000628) = 0;
    }
    REG(0x3FFFC714) = 0x3FFFC718;
    REG(0x3FFFC71C) = 0x400000;
    polls = 0;
    for (uint32_t i = 0; i < 5; i++)
        kept[i] = 0;
    enum kind kind = run(entry);
    /* The stack grows down to data and work space: the first changed word above those, seen from the top. */
    uint32_t at = STACK_TOP, calm = 0;
    while (at > STACK_LIMIT && calm < 32) {
        at -= 4;
        calm = REG(at) == PAINT ? calm + 1 : 0;
    }
    if (at + 4 * calm < lowest_stack)
        lowest_stack = at + 4 * calm;
    static const char *const names[] = {"rom", "start", "watchdog", "idle", "cut", "exception", "download"};
    put('@');
    put_text(names[kind]);
    for (uint32_t i = 0; i < 5; i++) {
        put(' ');
        put_hex(kept[i]);
    }
    put_text(kept[3] == (uint32_t)run_return ? " returns\n" : "\n");
    return kind;
}

/* A boot, and those that follow because the loader resets the chip by its watchdog. */
static void boot_on(uint32_t cause, uint32_t was_reset)
{
    for (uint32_t boots = 1; boot(cause, was_reset) == WATCHDOG && boots < 5; boots++) {
        cause = 4;
        was_reset = 1;
    }
}

static void dump(const uint8_t *from, uint32_t length)
{
    put_text("@dump ");
    for (uint32_t i = 0; i < length; i++) {
        put("0123456789abcdef"[from[i] >> 4]);
        put("0123456789abcdef"[from[i] & 15]);
    }
    put('\n');
}

void main(void)
{
    const uint32_t *step = SCRIPT;
    for (;;) {
        uint32_t a = step[1], b = step[2];
        switch ((enum step)*step) {
        case FILL:
            for (uint32_t i = 0; i < a / 4; i++)
                ((uint32_t *)FLASH)[i] = ~0u;
            operations = cut_at = press_after = protect_from = protect_to = fault_at = 0;
            random_state = b;
            break;
        case PATCH:
            rom_memcpy(FLASH + a, (const uint8_t *)(step + 3), b);
            step += (b + 3) / 4;
            break;
        case BOOT: boot_on(a, b); break;
        case STORE: REG(a) = b; break;
        case DUMP_FLASH: dump(FLASH + a, b); break;
        case DUMP_MEMORY: dump((const uint8_t *)a, b); break;
        case CUT:
            cut_at = a == 0 ? 0 : operations + a;
            cut_moment = b;
            break;
        case PROTECT:
            protect_from = a;
            protect_to = b;
            break;
        case READ_FAULT: fault_at = a; break;
        case PRESS: press_after = a; break;
        case MARK:
            put_operation("@mark ", a);
            break;
        default:
            put_operation("@stack ", STACK_TOP - lowest_stack);
            host_write(out, out_length);
            host_exit();
        }
        step += 3;
    }
}
