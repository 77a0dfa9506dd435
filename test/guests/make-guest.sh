#!/usr/bin/env bash
# Builds a tiny bootable Linux guest for tests from Debian's packages, without root, loop device or mount:
#   guest.qcow2   disk for BIOS (syslinux) and UEFI with Secure Boot (shim, grub);
#                 partition 1 is FAT with kernel and initrd, partition 2 ext4 "gueststate"
#   guest.iso     the same system as a CD for BIOS and UEFI; it keeps nothing
#   vmlinuz, initrd.img   for a direct boot, with the command line in guest.env
#
# The whole system is the initramfs: busybox, qemu-guest-agent, dropbear, kernel modules and the files in linux/.
# It logs in as root/guest on tty1 and ttyS0, takes DHCP on every NIC, brings hot-plugged NICs and processors up,
# powers off on the ACPI button, and applies a NoCloud seed (volume label "cidata"). When it is up it says, on both,
#   GUEST-READY hostname=... instance-id=... boots=... uptime=...
# and "GUEST-IP <nic> <address>" whenever an address is set.
set -euo pipefail

usage() {
  echo "usage: make-guest.sh --out DIR --cache DIR [--kernel cloud|generic]"
  echo "  cloud    boots fastest without KVM; virtio, IDE and NVMe only"
  echo "  generic  also SATA, USB and the usual network cards; 3-4 s slower without KVM"
}

KERNEL=cloud OUT= CACHE=
while [ $# -gt 0 ]; do
  case $1 in
    --out) OUT=$2; shift ;;
    --cache) CACHE=$2; shift ;;
    --kernel) KERNEL=$2; shift ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
case $KERNEL in
  cloud) META=linux-image-cloud-amd64 ;;
  generic) META=linux-image-amd64 ;;
  *) usage >&2; exit 2 ;;
esac
[ -n "$OUT" ] && [ -n "$CACHE" ] || { usage >&2; exit 2; }

DISK_MB=256 FAT_MB=96
FILES=$(cd "$(dirname "$0")" && pwd)/linux
PATH=$PATH:/usr/sbin:/sbin
for tool in apt-get apt-cache dpkg-deb readelf qemu-img syslinux mcopy mkfs.vfat mke2fs sfdisk xorriso cpio depmod zstd; do
  command -v "$tool" >/dev/null || { echo "missing tool: $tool; npm test installs it" >&2; exit 1; }
done

mkdir -p "$OUT" "$CACHE"
OUT=$(cd "$OUT" && pwd) CACHE=$(cd "$CACHE" && pwd)
exec 9>"$CACHE/lock"                       # one build at a time
flock 9
W=$(mktemp -d)
trap 'rm -rf "$W"' EXIT

# ---------------------------------------------------------------- packages
apt=(-qq)
kernel_package() { # nothing where the package is unknown
  { apt-cache "${apt[@]}" depends "$META" 2>/dev/null || true; } | awk '/Depends: linux-image-/ {print $2; exit}'
}
KPKG=$(kernel_package)
if [ -z "$KPKG" ]; then                    # the system has no list of packages: fetch one of our own
  mkdir -p "$CACHE/lists/partial" "$CACHE/archives/partial"
  apt+=(-o "Dir::State::Lists=$CACHE/lists" -o "Dir::Cache=$CACHE")
  apt-get "${apt[@]}" update
  KPKG=$(kernel_package)
fi
[ -n "$KPKG" ] || { echo "Debian's package $META is not to be had here" >&2; exit 1; }
PACKAGES=("$KPKG" busybox-static shim-signed grub-efi-amd64-signed qemu-guest-agent dropbear-bin)
LIBRARIES=(libc6 libglib2.0-0 libpcre2-8-0 libnuma1 libudev1 liburing2
  libcrypt1 libtomcrypt1 libtommath1 zlib1g libgmp10)

VERSIONS=$(apt-cache "${apt[@]}" policy "${PACKAGES[@]}" "${LIBRARIES[@]}" |
  awk '/^[^ ]/ {p = $1; sub(/:$/, "", p)} /Candidate:/ {print p "=" $2}')
STAMP=$( { cat "$0"; tar -C "$FILES" --sort=name --mtime=@0 -c .; echo "$VERSIONS $KERNEL"; } | sha256sum | cut -c1-16)
if grep -qs "GUEST_STAMP=$STAMP" "$OUT/guest.env"; then exit 0; fi

# apt-get download leaves a file alone that is already there and whole.
(cd "$CACHE" && apt-get "${apt[@]}" download "${PACKAGES[@]}" "${LIBRARIES[@]}" 2> >(grep -v 'unsandboxed as root' >&2))
unpack() { # unpack PACKAGE FOLDER
  local version
  version=$(grep "^$1=" <<<"$VERSIONS" | cut -d= -f2- | sed 's/:/%3a/')
  mkdir -p "$2"
  dpkg-deb -x "$CACHE/$1"_"$version"_*.deb "$2"
}
for package in "${PACKAGES[@]}"; do unpack "$package" "$W/packages"; done
for package in "${LIBRARIES[@]}"; do unpack "$package" "$W/libraries"; done

KVER=${KPKG#linux-image-}
R=$W/root
mkdir -p "$R"/{bin,sbin,etc/dropbear,dev,proc,sys,run,tmp,root,home,mnt,state,seed,usr/{bin,sbin},lib/modules,lib64,var/{log,run}}
chmod 1777 "$R/tmp"
cp -r "$FILES/." "$R"

# ---------------------------------------------------------------- busybox
install -m 755 "$W/packages/bin/busybox" "$R/bin/busybox"
for applet in $("$R/bin/busybox" --list); do
  [ "$applet" = busybox ] || ln -s /bin/busybox "$R/bin/$applet"
done
ln -s /bin/busybox "$R/sbin/modprobe"      # the kernel itself calls this path
ln -s /usr/sbin/shutdown "$R/sbin/shutdown"
HASH=$("$R/bin/busybox" mkpasswd -m sha512 guest testguestsalt)
echo "root:$HASH:19700:0:99999:7:::" >"$R/etc/shadow"
chmod 600 "$R/etc/shadow"

# ---------------------------------------------------------------- kernel modules
# All drivers would be 300 MB; these are what a virtual machine can show, and what they depend on.
WANT="virtio_pci virtio_mmio virtio_blk virtio_scsi virtio_net virtio_console virtio_balloon
 virtio_rng virtio_input virtio_mem virtio_pmem sd_mod sr_mod ata_piix ahci nvme
 isofs vfat ext4 nls_cp437 nls_ascii nls_iso8859_1 nls_utf8 e1000 e1000e 8139cp pcnet32 vmxnet3 igb
 xhci_pci ehci_pci uhci_hcd usbhid hid_generic usb_storage uas evdev psmouse button
 9p 9pnet_virtio virtiofs fuse loop i6300esb iTCO_wdt pvpanic_pci pvpanic_mmio qemu_fw_cfg
 tpm_tis tpm_crb vmw_vsock_virtio_transport sym53c8xx mptspi mptsas megaraid_sas lpc_ich
 i2c_i801 acpiphp shpchp pci_hotplug failover net_failover overlay squashfs crc32c_generic
 crc32c_intel libcrc32c crc16 mbcache jbd2"
SOURCE=$W/packages/lib/modules/$KVER TARGET=$R/lib/modules/$KVER
mkdir -p "$TARGET"
cp "$SOURCE"/modules.order "$SOURCE"/modules.builtin "$SOURCE"/modules.builtin.modinfo "$TARGET"/
depmod -b "$W/packages" "$KVER"
awk -v want="$WANT" '
  function base(p) { sub(/.*\//, "", p); sub(/\.ko.*/, "", p); gsub(/-/, "_", p); return p }
  { f = $1; sub(/:$/, "", f); b = base(f); file[b] = f; deps[b] = ""
    for (i = 2; i <= NF; i++) deps[b] = deps[b] " " $i }
  function take(b,   d, n, i) { if (done[b]++ || !(b in file)) return
    print file[b]; n = split(deps[b], d, " "); for (i = 1; i <= n; i++) take(base(d[i])) }
  END { n = split(want, w, /[ \n]+/); for (k = 1; k <= n; k++) take(w[k]) }
' "$SOURCE/modules.dep" | sort -u | while read -r module; do
  mkdir -p "$TARGET/$(dirname "$module")"
  cp "$SOURCE/$module" "$TARGET/$module"
done
depmod -b "$R" "$KVER"
rm -f "$TARGET"/*.bin

# ---------------------------------------------------------------- agent, ssh and their libraries
add_libraries() { # the shared libraries that PROGRAM names, and theirs
  local library file
  for library in $(LC_ALL=C readelf -d "$1" | sed -n 's/.*NEEDED.*\[\(.*\)\].*/\1/p'); do
    [ -e "$R/lib/$library" ] && continue
    file=$(find "$W/libraries" -name "$library" | head -1)
    [ -n "$file" ] || { echo "no package given for library $library" >&2; exit 1; }
    cp -L "$file" "$R/lib/$library"
    add_libraries "$R/lib/$library"
  done
}
cp -L "$(find "$W/libraries" -name ld-linux-x86-64.so.2 | head -1)" "$R/lib64/"
for program in usr/sbin/qemu-ga usr/sbin/dropbear usr/bin/dropbearkey usr/bin/dbclient; do
  install -m 755 "$W/packages/$program" "$R/$program"
  add_libraries "$R/$program"
done

# ---------------------------------------------------------------- initrd and kernel
# zstd unpacks quickly even without KVM.
(cd "$R" && find . -print0 | LC_ALL=C sort -z | cpio --null -o -H newc -R 0:0 --quiet) |
  zstd -q -12 -T0 >"$W/initrd.img"
cp "$W/packages/boot/vmlinuz-$KVER" "$W/vmlinuz"
COMMAND_LINE="quiet loglevel=3 console=tty0 console=ttyS0,115200n8 memhp_default_state=online"

cat >"$W/syslinux.cfg" <<EOF_SYSLINUX
DEFAULT guest
PROMPT 0
TIMEOUT 0
LABEL guest
  LINUX /boot/vmlinuz
  INITRD /boot/initrd.img
  APPEND $COMMAND_LINE
EOF_SYSLINUX
cat >"$W/grub.cfg" <<EOF_GRUB
set timeout=0
search --no-floppy --set=root --file /boot/initrd.img
linux /boot/vmlinuz $COMMAND_LINE
initrd /boot/initrd.img
boot
EOF_GRUB
SHIM=$W/packages/usr/lib/shim/shimx64.efi.signed
GRUB=$W/packages/usr/lib/grub/x86_64-efi-signed   # grubx64 is for disks, gcdx64 for CDs
efi_tree() { # the signed loaders on FAT image $1 (mtools syntax), with the variant of grub $2
  mmd -i "$1" ::EFI ::EFI/BOOT ::EFI/debian
  mcopy -i "$1" "$SHIM" ::EFI/BOOT/BOOTX64.EFI
  mcopy -i "$1" "$GRUB/$2.efi.signed" ::EFI/BOOT/grubx64.efi
  mcopy -i "$1" "$W/grub.cfg" ::EFI/debian/grub.cfg
}
export MTOOLS_SKIP_CHECK=1

# ---------------------------------------------------------------- disk
# The FAT partition is of type EF, which suits BIOS boot code and UEFI alike.
truncate -s "${DISK_MB}M" "$W/disk.raw"
sfdisk -q "$W/disk.raw" <<EOF_PARTITIONS
label: dos
label-id: 0x7e57c0de
start=2048, size=$((FAT_MB * 2048)), type=ef, bootable
start=$(((FAT_MB + 1) * 2048)), type=83
EOF_PARTITIONS
dd if=/usr/lib/syslinux/mbr/mbr.bin of="$W/disk.raw" bs=440 count=1 conv=notrunc status=none
mkfs.vfat -F 32 -n GUESTBOOT -i 7e57c0de --offset 2048 "$W/disk.raw" $((FAT_MB * 1024)) >/dev/null 2>&1
FAT="$W/disk.raw@@1M"
efi_tree "$FAT" grubx64
mmd -i "$FAT" ::boot ::syslinux
mcopy -i "$FAT" "$W/vmlinuz" "$W/initrd.img" ::boot/
mcopy -i "$FAT" "$W/syslinux.cfg" ::syslinux/
(cd "$W" && syslinux --offset 1048576 --directory syslinux --install disk.raw)
mke2fs -q -F -t ext4 -L gueststate -U 7e57c0de-0000-4000-8000-000000000001 -m 0 \
  -E "offset=$(((FAT_MB + 1) * 1048576)),lazy_itable_init=1,nodiscard" \
  "$W/disk.raw" "$((DISK_MB - FAT_MB - 2))M" 2>/dev/null
qemu-img convert -q -f raw -O qcow2 "$W/disk.raw" "$W/guest.qcow2"

# ---------------------------------------------------------------- CD
I=$W/iso
mkdir -p "$I/boot/grub/x86_64-efi" "$I/isolinux" "$I/.disk"    # where grub for CDs looks
cp "$W/vmlinuz" "$W/initrd.img" "$I/boot/"
cp /usr/lib/ISOLINUX/isolinux.bin /usr/lib/syslinux/modules/bios/ldlinux.c32 "$I/isolinux/"
cp "$W/syslinux.cfg" "$I/isolinux/isolinux.cfg"
cp "$W/grub.cfg" "$I/boot/grub/"
cp "$W/grub.cfg" "$I/boot/grub/x86_64-efi/"
echo "tiny test guest" >"$I/.disk/info"
truncate -s 8M "$I/boot/efi.img"
mkfs.vfat -n GUESTEFI -i 7e57c0df "$I/boot/efi.img" >/dev/null
efi_tree "$I/boot/efi.img" gcdx64
xorriso -as mkisofs -quiet -V TINYGUEST -J -r -o "$W/guest.iso" \
  -isohybrid-mbr /usr/lib/ISOLINUX/isohdpfx.bin \
  -b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table \
  -eltorito-alt-boot -e boot/efi.img -no-emul-boot -isohybrid-gpt-basdat "$I" 2>/dev/null

# ---------------------------------------------------------------- hand over
mv "$W/vmlinuz" "$W/initrd.img" "$W/guest.qcow2" "$W/guest.iso" "$OUT/"
cat >"$OUT/guest.env" <<EOF_ENV
GUEST_STAMP=$STAMP
GUEST_COMMAND_LINE="$COMMAND_LINE"
EOF_ENV
