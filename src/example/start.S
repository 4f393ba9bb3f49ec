// Entry point. Nothing of the ROM or of the boot loader is used from here on: its interrupts are off,
// the stack is our own. call0 ABI: a0 return address, a1 stack.
    .file   "start.S"

    .section .bss.stack, "aw", @nobits
    .global stack
    .type   stack, @object
    .align  16
stack:
    .space  1024
    .size   stack, . - stack
stack_top:

    .section .text.entry, "ax"
    .literal_position
    .global call_user_start1
    .type   call_user_start1, @function
    .align  4
call_user_start1:
    movi    a0, 0
    wsr.intenable a0
    rsync
    movi    a1, stack_top
    movi    a2, _bss_start
    movi    a3, _bss_end
    bgeu    a2, a3, .Lrun
.Lclear:                        // whole words: the linker script aligns both ends
    s32i    a0, a2, 0
    addi    a2, a2, 4
    bltu    a2, a3, .Lclear
.Lrun:
    call0   main
.Lstop:
    j       .Lstop              // main does not return
    .size   call_user_start1, . - call_user_start1
