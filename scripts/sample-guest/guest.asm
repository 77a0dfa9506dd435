; The sample guest: a boot sector and seven sectors after it. It greets, and echoes what is typed.
; 16-bit real mode on the services of a PC's BIOS. assemble.mjs knows the instructions that are used here.

org 0x7c00                      ; where a BIOS puts the first sector

; ---------------------------------------------------------------- sector 0: fetch the others
        jmp far begin           ; some BIOSes come as 07c0:0000
begin:  cli
        xor ax, ax
        mov ds, ax
        mov es, ax
        mov ss, ax
        mov sp, 0x7c00
        sti
        cld
        mov si, packet
        mov ah, 0x42            ; read by block number from drive dl: works on every bus and for every size
        int 0x13
        jnc main
        mov si, unread
        call say
halt:   hlt
        jmp halt

packet: db 16, 0
        dw 7                    ; sectors
        dw 0x7e00, 0            ; to 0000:7e00
        dw 1, 0, 0, 0           ; from block 1 on

unread: db "The sample guest cannot read its disk.", 0

; Writes the text at si, up to a 0, where the cursor is.
say:    lodsb
        cmp al, 0
        je said
        call put
        jmp say
said:   ret

; Writes the character in al where the cursor is.
put:    mov ah, 0x0e
        mov bx, 7
        int 0x10
        ret

pad 510
        dw 0xaa55               ; marks a boot sector

; ---------------------------------------------------------------- the picture
main:   mov ax, 0x0003          ; 80 x 25 characters, cleared
        int 0x10
        mov ax, 0x1012          ; colours 0 to 3 become our own
        mov bx, 0
        mov cx, 4
        mov dx, colors
        int 0x10

        mov ax, 0xb800          ; the screen's memory: character, colour, character, colour
        mov es, ax
        mov si, picture
        mov ah, 7
        mov bx, 0               ; where the next row begins
row:    mov di, bx
        add bx, 160
draw:   lodsb
        cmp al, 10
        je row
        cmp al, 16
        jb paint
        stosw
        jmp draw
paint:  mov ah, al              ; 1 to 15 choose a colour, 0 ends the picture
        cmp al, 0
        jne draw
        mov es, ax              ; zero again

; ---------------------------------------------------------------- the power button
; What an ACPI system learns from tables is asked of the chip itself: where its power management is.
        mov eax, 0x80000b00     ; 00:01.3, the PIIX4 of machine "pc"
        call pci
        cmp eax, 0x71138086
        mov eax, 0x80000b40
        je found
        mov eax, 0x8000f800     ; 00:1f.0, the ICH9 of machine "q35"
        call pci
        cmp eax, 0x29188086
        mov eax, 0x8000f840
        jne type                ; another chip: no button
found:  call pci
        and ax, 0xff80
        mov [button], ax
        mov dx, ax
        add dx, 2
        mov ax, 0x0100          ; enable the button's event
        out dx, ax
        jmp type

; Reads the PCI configuration register at eax into eax.
pci:    mov dx, 0x0cf8
        out dx, eax
        mov dx, 0x0cfc
        in eax, dx
        ret

button: dw 0                    ; port of the power events; 0: there is no button

; ---------------------------------------------------------------- typing
; One line is kept at `line`; di is behind its last character.
type:   mov dx, 0x0e03          ; row 14, behind three columns
        jmp prompt
enter:  cmp di, line+3
        jne next
        mov ax, [line]
        or ax, 0x2020           ; capitals count too
        cmp ax, 0x666f          ; "of"
        jne next
        mov al, [line+2]
        or al, 0x20
        cmp al, 0x66            ; "f"
        je off
next:   mov ah, 0x03            ; the cursor's row is in dh
        mov bx, 0
        int 0x10
        mov dl, 3
        add dh, 1
        cmp dh, 24
        jb prompt
        mov ax, 0x0601          ; the lower part of the screen goes up by one row
        mov bh, 7
        mov cx, 0x0e00
        mov dx, 0x174f
        int 0x10
        mov dx, 0x1703
prompt: mov ah, 0x02            ; cursor to row dh, column dl
        mov bx, 0
        int 0x10
        mov si, ready
        call say
        mov di, line
key:    cli
        mov ax, [0x041a]        ; the BIOS keeps keys in a ring: head and tail alike when it is empty
        cmp ax, [0x041c]
        jne read
        mov dx, [button]
        cmp dx, 0
        je rest
        in ax, dx
        and ax, 0x0100          ; pressed
        jne off
rest:   sti
        hlt                     ; until a key or the clock's next tick, 18 a second
        jmp key
read:   sti
        mov ah, 0x00
        int 0x16
        cmp al, 13
        je enter
        cmp al, 8
        je back
        cmp al, 32
        jb key
        cmp al, 126
        ja key
        stosb
        call put
        cmp di, line+70
        jb key
        jmp next
back:   cmp di, line
        je key
        dec di
        mov si, rubout
        call say
        jmp key

off:    sti
        mov ax, 0x5301          ; the BIOS's power management (APM): connect, then off
        mov bx, 0
        int 0x15
        mov ax, 0x5307
        mov bx, 1
        mov cx, 3
        int 0x15
        jmp next                ; it cannot

ready:  db "> ", 0
rubout: db 8, " ", 8, 0

; Red, green and blue of 63: ground, and the mark's three sheets.
colors: db 2, 3, 3
        db 6, 15, 18
        db 11, 26, 30
        db 21, 46, 52

; A number chooses the colour of what follows, 10 the next row.
picture:
        db 10
        db "   ", 1, "██████", 10
        db "   ", 1, "██", 2, "██████     ", 15, "Nano Desktop", 10
        db "     ", 2, "██", 3, "██████   ", 7, "The sample guest is running.", 10
        db "       ", 3, "██████", 10
        db 10
        db "   ", 7, "A whole computer: processor, memory, disk and screen, made by QEMU.", 10
        db "   ", 7, "Its disk has no system on it, only 4 KiB of code that show this text.", 10
        db 10
        db "   ", 3, "Enter            ", 7, "begins a new line", 10
        db "   ", 3, "off, then Enter  ", 7, "switches it off, as Shut down does", 10
        db "   ", 3, "Ctrl+Alt+Del     ", 7, "starts it again", 10
        db 10
        db "   ", 15, "Type something:", 10
        db 0

pad 4096
line:                           ; from here on memory is free
