// The boot ROM of the boot loader's test in QEMU: its functions at their real addresses, each a jump to rom.c.
// call0 ABI: arguments a2 to a7, result a2, return address a0.
    .macro rom_function address, name
    .section .rom.\address, "ax"
    j       \name
    .endm

    rom_function 400018B4, rom_memcpy
    rom_function 400024CC, rom_printf
    rom_function 40002ECC, rom_delay
    rom_function 400048EC, rom_read_mode
    rom_function 40004A00, rom_erase
    rom_function 40004A4C, rom_write
    rom_function 40004B1C, rom_read
    rom_function 40004CF0, rom_gpio
    // Exception vectors, and where the test's apps jump to.
    rom_function 40000030, exception
    rom_function 40000050, exception
    rom_function 40000070, exception
    rom_function 4000FF40, app_runs

    .section .text, "ax"
    .literal_position
    .global rom_printf
    .align  4
rom_printf:                     // the arguments go where va_list would have them
    addi    a1, a1, -48
    s32i    a0, a1, 32
    s32i    a3, a1, 0
    s32i    a4, a1, 4
    s32i    a5, a1, 8
    s32i    a6, a1, 12
    s32i    a7, a1, 16
    mov     a3, a1
    call0   rom_print
    l32i    a0, a1, 32
    addi    a1, a1, 48
    ret

// int run(entry): calls the boot loader on the ROM's stack. Comes back when it does, or by finish().
    .global run
    .align  4
run:
    movi    a3, saved
    s32i    a0, a3, 0
    s32i    a1, a3, 4
    s32i    a12, a3, 8
    s32i    a13, a3, 12
    s32i    a14, a3, 16
    s32i    a15, a3, 20
    movi    a3, 0x20            // the UART interrupt of a flasher
    wsr.intenable a3
    movi    a1, 0x3FFFFE00
    movi    a12, 0x5EED0012     // whoever is called keeps a12 to a15
    movi    a15, 0x5EED0015
    .global run_return
    movi    a3, run_return
    mov     a4, a2
    callx0  a4
run_return:
    movi    a3, kept
    s32i    a1, a3, 0
    s32i    a12, a3, 4
    s32i    a15, a3, 8
    movi    a2, 0               // BACK_IN_ROM
    .global finish
finish:                         // finish(kind): leaves whatever runs
    movi    a3, saved
    l32i    a0, a3, 0
    l32i    a1, a3, 4
    l32i    a12, a3, 8
    l32i    a13, a3, 12
    l32i    a14, a3, 16
    l32i    a15, a3, 20
    ret

app_runs:
    movi    a3, kept
    s32i    a1, a3, 0
    s32i    a12, a3, 4
    s32i    a15, a3, 8
    s32i    a0, a3, 12
    rsr.intenable a2
    s32i    a2, a3, 16
    movi    a2, 1               // APP_RUNS
    j       finish

exception:
    movi    a3, kept
    rsr.exccause a2
    s32i    a2, a3, 0
    rsr.epc1 a2
    s32i    a2, a3, 4
    rsr.excvaddr a2
    s32i    a2, a3, 8
    movi    a2, 0x20            // leave exception mode
    wsr.ps  a2
    rsync
    movi    a2, 5               // EXCEPTION
    j       finish

    .global host_write
    .align  4
host_write:                     // host_write(bytes, length): semihosting, to standard output
    mov     a4, a2
    mov     a5, a3
    movi    a2, 4
    movi    a3, 1
    simcall
    ret

    .global host_exit
    .align  4
host_exit:
    movi    a3, 0
    movi    a2, 1
    simcall

    .section .reset, "ax"
    .global reset
reset:
    j       begin
    .align  4
main_address:
    .word   main
stack_address:
    .word   0x50F00000
begin:
    movi    a2, 0x20
    wsr.ps  a2
    rsync
    l32r    a1, stack_address
    l32r    a2, main_address
    movi    a0, 0
    callx0  a2

    .section .bss
    .align  4
saved: .space 24
    .global kept
kept: .space 20
