/*
 * A device that can be updated over the air, for Espressif's NONOS SDK 3.0: the smallest program that Twinslot's
 * step "Running" can talk to.
 *
 *   port 80   a page that says which build runs, and from which slot
 *   port 88   whoever connects starts the update: the device fetches the image of the OTHER slot from port 8888 of
 *             the machine that connected, checks it, and restarts from it
 *
 * Link it twice, once for each slot (README.md beside this file). Part of Twinslot, MIT licence.
 * Not built against the SDK and not run on a board by its authors: see README.md.
 */
#include "osapi.h"
#include "user_interface.h"
#include "espconn.h"
#include "mem.h"
#include "upgrade.h"
#include "user_config.h"

/* The map is chosen at compile time and must equal the one in the header of the boot loader: SDK 3 refuses to start
   otherwise ("mismatch map"). Sizes in bytes. */
#if SPI_FLASH_SIZE_MAP == 2
#define FLASH_SIZE 0x100000
#elif SPI_FLASH_SIZE_MAP == 3 || SPI_FLASH_SIZE_MAP == 5
#define FLASH_SIZE 0x200000
#elif SPI_FLASH_SIZE_MAP == 4 || SPI_FLASH_SIZE_MAP == 6
#define FLASH_SIZE 0x400000
#else
#error "SPI_FLASH_SIZE_MAP: 2 (1 MB), 3 (2 MB), 4 (4 MB), 5 (2 MB, 1024+1024) or 6 (4 MB, 1024+1024)"
#endif

#if SPI_FLASH_SIZE_MAP >= 5
#define SLOT_2 0x101000
#define SLOT_SIZE 0xE0000
#else
#define SLOT_2 0x81000
#define SLOT_SIZE 0x6A000
#endif

static const partition_item_t partitions[] = {
    {SYSTEM_PARTITION_BOOTLOADER, 0x0, 0x1000},
    {SYSTEM_PARTITION_OTA_1, 0x1000, SLOT_SIZE},
    {SYSTEM_PARTITION_OTA_2, SLOT_2, SLOT_SIZE},
    {SYSTEM_PARTITION_RF_CAL, FLASH_SIZE - 0x5000, 0x1000},
    {SYSTEM_PARTITION_PHY_DATA, FLASH_SIZE - 0x4000, 0x1000},
    {SYSTEM_PARTITION_SYSTEM_PARAMETER, FLASH_SIZE - 0x3000, 0x3000},
};

/* Without this table the update client takes every image for too large. */
void ICACHE_FLASH_ATTR user_pre_init(void) {
    if (!system_partition_table_regist(partitions, sizeof(partitions) / sizeof(partitions[0]),
                                       SPI_FLASH_SIZE_MAP)) {
        os_printf("the partition table does not fit this flash map\n");
        while (1) {
        }
    }
}

/* The slot that runs, as the SDK knows it: 1 or 2. */
static int ICACHE_FLASH_ATTR running_slot(void) {
    return system_upgrade_userbin_check() == UPGRADE_FW_BIN1 ? 1 : 2;
}

/* --- port 80: which build is this? -------------------------------------------------------------------------- */

static void ICACHE_FLASH_ATTR close_when_sent(void *arg) {
    espconn_disconnect((struct espconn *)arg);
}

/* Says it at once, without waiting for a request, and hangs up when it is sent. */
static void ICACHE_FLASH_ATTR answer(struct espconn *connection, const char *body) {
    static char text[320];
    int length = os_sprintf(text, "HTTP/1.1 200 OK\r\nContent-type: text/html\r\nConnection: close\r\n\r\n%s", body);
    espconn_regist_sentcb(connection, close_when_sent);
    espconn_send(connection, (uint8 *)text, (uint16)length);
}

static void ICACHE_FLASH_ATTR page_connected(void *arg) {
    static char body[200];
    os_sprintf(body,
               "<html><body>This page is served by HTTP Server build %d. It runs from user%d. "
               "<a href=\"http://192.168.123.1:88/\">Update</a></body></html>",
               BUILD, running_slot());
    answer((struct espconn *)arg, body);
}

/* --- port 88: fetch the other slot's image ------------------------------------------------------------------- */

static struct upgrade_server_info *update;
static struct espconn update_connection;
static esp_tcp update_tcp;
static uint8 relay_address[4];

static void ICACHE_FLASH_ATTR update_ended(void *arg) {
    struct upgrade_server_info *server = (struct upgrade_server_info *)arg;
    bool good = server->upgrade_flag == true;
    os_printf("update %s\n", good ? "complete, restarting" : "failed: this build goes on");
    if (good) {
        system_upgrade_reboot(); /* into the other slot */
        return;
    }
    os_free(server->url);
    os_free(server);
    update = NULL;
}

/* The SDK sends this text as it is, and first once more with HEAD in place of GET. */
static const char request[] = "GET /user%d.bin HTTP/1.0\r\nConnection: close\r\n\r\n";

static void ICACHE_FLASH_ATTR start_update(void *arg) {
    (void)arg;
    update = (struct upgrade_server_info *)os_zalloc(sizeof(struct upgrade_server_info));
    uint8 *url = (uint8 *)os_zalloc(sizeof(request) + 8);
    if (update == NULL || url == NULL) {
        os_free(update);
        os_free(url);
        update = NULL;
        os_printf("no memory for an update\n");
        return;
    }
    os_sprintf((char *)url, request, running_slot() == 1 ? 2 : 1);
    os_memcpy(update->ip, relay_address, 4);
    update->port = RELAY_PORT;
    update->check_times = UPDATE_TIME;
    update->check_cb = update_ended;
    update->url = url;
    update_connection.type = ESPCONN_TCP;
    update_connection.state = ESPCONN_NONE;
    update_connection.proto.tcp = &update_tcp;
    update->pespconn = &update_connection;
    if (!system_upgrade_start(update)) {
        os_printf("an update is under way already\n");
        os_free(update->url);
        os_free(update);
        update = NULL;
    }
}

static void ICACHE_FLASH_ATTR update_requested(void *arg) {
    static os_timer_t soon;
    struct espconn *connection = (struct espconn *)arg;
    if (update != NULL) {
        answer(connection, "An update is under way.");
        return;
    }
    os_memcpy(relay_address, connection->proto.tcp->remote_ip, 4);
    answer(connection, "The update begins.");
    /* When this connection is done with; the SDK must not be called from here. */
    os_timer_disarm(&soon);
    os_timer_setfn(&soon, start_update, NULL);
    os_timer_arm(&soon, 200, 0);
}

/* --- start --------------------------------------------------------------------------------------------------- */

static struct espconn page_server, update_server;
static esp_tcp page_tcp, trigger_tcp;

static void ICACHE_FLASH_ATTR listen_on(struct espconn *server, esp_tcp *tcp, int port,
                                        espconn_connect_callback connected) {
    server->type = ESPCONN_TCP;
    server->state = ESPCONN_NONE;
    server->proto.tcp = tcp;
    tcp->local_port = port;
    espconn_regist_connectcb(server, connected);
    espconn_accept(server);
}

static void ICACHE_FLASH_ATTR open_network(void) {
    struct softap_config config;
    struct ip_info address;
    wifi_set_opmode_current(SOFTAP_MODE);
    wifi_softap_get_config(&config);
    os_memset(config.ssid, 0, sizeof(config.ssid));
    os_memcpy(config.ssid, NETWORK_NAME, sizeof(NETWORK_NAME) - 1);
    config.ssid_len = sizeof(NETWORK_NAME) - 1;
    config.authmode = AUTH_OPEN;
    config.max_connection = 4;
    wifi_softap_set_config_current(&config);

    wifi_softap_dhcps_stop();
    IP4_ADDR(&address.ip, 192, 168, 123, 1);
    IP4_ADDR(&address.gw, 192, 168, 123, 1);
    IP4_ADDR(&address.netmask, 255, 255, 255, 0);
    wifi_set_ip_info(SOFTAP_IF, &address);
    wifi_softap_dhcps_start();
}

static void ICACHE_FLASH_ATTR ready(void) {
    os_printf("build %d runs from user%d\n", BUILD, running_slot());
    open_network();
    listen_on(&page_server, &page_tcp, 80, page_connected);
    listen_on(&update_server, &trigger_tcp, 88, update_requested);
}

void ICACHE_FLASH_ATTR user_init(void) {
    system_init_done_cb(ready);
}
