/* What the boot loader touches of the ESP8266: registers by the names of the chip's own headers, and the ROM's
   functions (rom.ld has their addresses). Every register is a 32-bit word and must be read and written as one. */
#ifndef CHIP_H
#define CHIP_H

#include <stdint.h>

#define REG(address) (*(volatile uint32_t *)(address))

/* Bits 3..0: why the chip was reset. A restart by software may leave the number of the reset before. */
#define RTC_RESET_REASON REG(0x60000714)
#define RESET_BY_WATCHDOG 4

#define WDT_CTL REG(0x60000900)
#define WDT_CTL_ENABLE (1u << 0)
#define WDT_CTL_NO_RESET (3u << 1)    /* in the second stage */
#define WDT_CTL_RESET_LENGTH (7u << 3)
#define WDT_RELOAD REG(0x60000904)
#define WDT_FEED REG(0x60000914)
#define WDT_FEED_KEY 0x73

/* Timers. A reset of the chip clears them; a restart by jumping to the ROM does not. */
#define FRC1_LOAD REG(0x60000600)
#define FRC2_CTRL REG(0x60000628)

/* Pointer of the ROM to what it knows of the flash chip; word 1 is the size in bytes, 4 MB unless told. */
#define ROM_FLASH_CHIP (*(uint32_t **)0x3FFFC714)
#define FLASH_CHIP_SIZE 1

/* Print: %s %d %x; LF becomes CR LF. Read, write and erase: 0 is success. */
int ets_printf(const char *format, ...);
void ets_delay_us(uint32_t microseconds);
void *ets_memcpy(void *to, const void *from, uint32_t length);
uint32_t gpio_input_get(void);
int SPIReadModeCnfig(uint32_t mode);
int SPIEraseSector(uint32_t sector);
int SPIWrite(uint32_t to, const uint32_t *from, uint32_t length);
int SPIRead(uint32_t from, uint32_t *to, uint32_t length);

#endif
