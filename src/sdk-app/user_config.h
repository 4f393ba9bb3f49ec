/* What you may want to change. */
#ifndef USER_CONFIG_H
#define USER_CONFIG_H

/* Raise it with every build: the page on port 80 shows it, and so proves which build runs. */
#ifndef BUILD
#define BUILD 1
#endif

/* Name of the Wi-Fi network that the device opens. It has no password: set one in user_main.c before it leaves
   your desk. The device is 192.168.123.1 in it. */
#define NETWORK_NAME "Twinslot"

/* Where the update comes from on the machine that connected to port 88: Twinslot's relay listens here. */
#define RELAY_PORT 8888

/* Milliseconds for the whole update; the SDK gives up after that. */
#define UPDATE_TIME 60000

#endif
