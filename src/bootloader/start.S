// Entry point, called by the ROM. The stack moves out of every app's reach; whoever runs afterwards, app or ROM,
// finds stack and return address of the ROM's call, and interrupts off. call0 ABI: a0 return address, a1 stack, a12 to a15 kept.
    .file   "start.S"
    .section .text.start, "ax"
    .literal_position
    .global start
    .type   start, @function
    .align  4
start:
    movi    a2, 0               // a flasher's interrupt handlers may lie where the loader is now
    wsr.intenable a2
    rsync
    movi    a2, stack_top - 16
    s32i    a0, a2, 0
    s32i    a1, a2, 4
    mov     a1, a2
    call0   boot
    l32i    a0, a1, 0
    l32i    a1, a1, 4
    beqz    a2, .Lback
    isync                       // the app's code was just written
    jx      a2
.Lback:
    ret                         // the ROM says "user code done" and waits
    .size   start, . - start
