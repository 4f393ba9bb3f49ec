/* The registers of the ESP8266 that this program touches, by the names of the chip's own headers.
   Every one is a 32-bit word and must be read and written as one. */
#ifndef ESP8266_H
#define ESP8266_H

#include <stdint.h>

#define REG(address) (*(volatile uint32_t *)(address))

/* UART0 */
#define UART_FIFO REG(0x60000000)
#define UART_STATUS REG(0x6000001C)
#define UART_TXFIFO_COUNT(status) (((status) >> 16) & 0xFF)
#define UART_FIFO_SIZE 128

/* SPI0, the bus of the flash chip */
#define SPI_CTRL REG(0x60000208)
#define SPI_CTRL_CACHE_OWNS_BUS (1u << 17)

/* GPIO and its pin multiplexer */
#define GPIO_OUT_W1TS REG(0x60000304)
#define GPIO_OUT_W1TC REG(0x60000308)
#define GPIO_ENABLE_W1TS REG(0x60000310)
#define IO_MUX_GPIO2 REG(0x60000838)
#define IO_MUX_FUNCTION_BITS ((3u << 4) | (1u << 8)) /* all clear: the pin is a GPIO */

/* Watchdog */
#define WDT_FEED REG(0x60000914)
#define WDT_FEED_KEY 0x73

/* Flash cache: shows one megabyte of the flash chip to the CPU at 0x40200000 */
#define CACHE_CTRL REG(0x3FF0000C)
#define CACHE_FLUSH_START (1u << 0)
#define CACHE_FLUSH_DONE (1u << 1)
#define CACHE_ENABLE (1u << 8)
#define CACHE_BLOCK_2MB (7u << 16)
#define CACHE_HALF (3u << 24)         /* which of the two megabytes of the block */
#define CACHE_ODD_MEGABYTE (2u << 24) /* the second one */
#define CACHE_32KB (1u << 26)
#define CACHE_IRAM REG(0x3FF00024)
#define CACHE_IRAM_BOTH_BANKS (3u << 3)

/* RTC memory: keeps its words over resets, does nothing else. On a virtual board this word is the host
   register: see src/board/net/announcement.ts. */
#define HOST_ANNOUNCE REG(0x600013DC)

#endif
