#include "board.h"

/* The boot ROM leaves the CPU at twice the crystal: 52 MHz with the usual 26 MHz crystal.
   (A 40 MHz crystal gives 80 MHz: there the LED blinks half as fast again.) */
#define CYCLES_PER_MS 52000u

/* Most modules light the LED of GPIO2 when the pin is low. */
#define LED_PIN (1u << 2)

/* Megabyte of flash that the program lies in. */
#ifndef OWN_MEGABYTE
#define OWN_MEGABYTE 0
#endif

/* Longest wait for a cache register, in reads. A chip needs a few; a board model without the register
   would otherwise hang here. */
#define CACHE_PATIENCE 1000u

void uart_put(char character)
{
    while (UART_TXFIFO_COUNT(UART_STATUS) >= UART_FIFO_SIZE - 2)
        ;
    UART_FIFO = (uint8_t)character;
}

void print_text(const char *text)
{
    while (*text)
        uart_put(*text++);
}

void print_hex(uint32_t value)
{
    print_text("0x");
    for (int shift = 28; shift >= 0; shift -= 4)
        uart_put("0123456789abcdef"[(value >> shift) & 15]);
}

static void cache_off(void)
{
    CACHE_CTRL &= ~CACHE_ENABLE;
    for (uint32_t reads = 0; (CACHE_CTRL & CACHE_ENABLE) && reads < CACHE_PATIENCE; reads++)
        ;
    SPI_CTRL &= ~SPI_CTRL_CACHE_OWNS_BUS;
}

static void cache_flush(void)
{
    CACHE_CTRL &= ~CACHE_FLUSH_START; /* it starts with the change from 0 to 1 */
    CACHE_CTRL |= CACHE_FLUSH_START;
    for (uint32_t reads = 0; !(CACHE_CTRL & CACHE_FLUSH_DONE) && reads < CACHE_PATIENCE; reads++)
        ;
    CACHE_CTRL &= ~CACHE_FLUSH_START;
}

void flash_map_own_megabyte(void)
{
    cache_off();
    cache_flush();
    SPI_CTRL |= SPI_CTRL_CACHE_OWNS_BUS;
    CACHE_CTRL &= ~(CACHE_BLOCK_2MB | CACHE_HALF);
    if (OWN_MEGABYTE == 1)
        CACHE_CTRL |= CACHE_ODD_MEGABYTE;
    CACHE_CTRL |= CACHE_32KB; /* its memory is the upper half of IRAM, which this program leaves alone */
    CACHE_IRAM |= CACHE_IRAM_BOTH_BANKS;
    CACHE_CTRL |= CACHE_ENABLE;
}

void led_begin(void)
{
    IO_MUX_GPIO2 &= ~IO_MUX_FUNCTION_BITS;
    GPIO_OUT_W1TS = LED_PIN;
    GPIO_ENABLE_W1TS = LED_PIN;
}

void led_flash(uint32_t lit_ms, uint32_t dark_ms)
{
    GPIO_OUT_W1TC = LED_PIN;
    wait_ms(lit_ms);
    GPIO_OUT_W1TS = LED_PIN;
    wait_ms(dark_ms);
}

void announce(const void *identity)
{
    HOST_ANNOUNCE = (uint32_t)identity;
}

static inline uint32_t cycle_count(void)
{
    uint32_t cycles;
    __asm__ volatile("rsr.ccount %0" : "=a"(cycles));
    return cycles;
}

void wait_ms(uint32_t milliseconds)
{
    uint32_t start = cycle_count();
    while (cycle_count() - start < milliseconds * CYCLES_PER_MS)
        WDT_FEED = WDT_FEED_KEY;
}
