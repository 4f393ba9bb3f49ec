/* What the program needs of its board. All of this is linked into IRAM: it works before flash is mapped. */
#ifndef BOARD_H
#define BOARD_H

#include "esp8266.h"

/* Linked into flash: callable only after flash_map_own_megabyte(). */
#define IN_FLASH __attribute__((section(".irom0.text"), noinline))
/* Constants in flash. The CPU reads flash in aligned words only: use it for arrays of uint32_t, never for text. */
#define FLASH_WORDS __attribute__((section(".irom0.rodata")))

/* Sends one character over UART0 at the rate that the boot loader set. */
void uart_put(char character);

/* Sends a text that ends with a zero byte and lies in RAM. */
void print_text(const char *text);

/* Sends eight hexadecimal digits with 0x in front. */
void print_hex(uint32_t value);

/* Shows the megabyte of flash that this program lies in at 0x40200000: the first one, but for user2 of the 1024+1024
   maps. */
void flash_map_own_megabyte(void);

/* Makes GPIO2 an output, LED dark. */
void led_begin(void);

/* Lights the LED for some milliseconds, then keeps it dark for some. */
void led_flash(uint32_t lit_ms, uint32_t dark_ms);

/* Tells a virtual board who runs, and that it still does: `identity` begins with "TWINSLOT". A real chip keeps the
   word in RTC memory, where nobody looks. */
void announce(const void *identity);

/* Waits, feeding the watchdog. */
void wait_ms(uint32_t milliseconds);

#endif
