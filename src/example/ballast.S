/* BALLAST kilobytes of text in flash: rows of 32 bytes, which compress well on their way to a browser. */
    .section .irom0.rodata, "a"
    .rept BALLAST * 1024 / 32
    .ascii "ballast of the example firmware\n"
    .endr
