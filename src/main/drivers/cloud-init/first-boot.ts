/** What a guest has to be told that its cloud-init has no words for. Each is a command with arguments, and no text is in the script. */

/**
 * Mounts data disks, given as pairs of serial number and folder, now and at every boot. A disk is found by its serial
 * number, as names like sdb may change; it is given a file system only if its first mebibyte was never written. No
 * tool but a plain shell's is needed.
 */
export const mountDisks = (disks: readonly { readonly serial: string; readonly path: string }[]): string[] => [
  ...['sh', '-c', MOUNT, 'sh'],
  ...disks.flatMap(({ serial, path }) => [serial, path])
]

const MOUNT = [
  'while [ $# -gt 1 ]; do s=$1 p=$2 d=; shift 2;',
  'for f in /dev/disk/by-id/*_"$s"; do [ -b "$f" ] && d=$f; done;',
  'if [ -z "$d" ]; then for f in /sys/block/*/device/vpd_pg80; do',
  `[ "$(tail -c +5 "$f" 2>/dev/null | tr -d ' ')" = "$s" ] && d=/dev/$(basename "\${f%/device/vpd_pg80}");`,
  'done; fi;',
  'if [ -z "$d" ]; then echo "no disk $s" >&2; continue; fi;',
  'mkdir -p "$p";',
  'if ! mount "$d" "$p" 2>/dev/null; then',
  `head -c 1048576 "$d" | od -An -v -tx1 | tr -d ' 0' | grep -q . ||`,
  'mkfs.ext4 -Fq "$d" 2>/dev/null || mkfs.xfs -q "$d" 2>/dev/null || mke2fs -F "$d" >&2;',
  'mount "$d" "$p" || continue; fi;',
  'restorecon "$p" 2>/dev/null;',
  'grep -qsF " $p " /etc/fstab || echo "$d $p auto defaults,nofail 0 2" >>/etc/fstab;',
  'done'
].join(' ')

/** Lets root in by SSH, with a password too, or keeps it out; the first word in sshd's settings is the one that counts. */
export const allowRoot = (allowed: boolean): string[] => ['sh', '-c', ALLOW, 'sh', allowed ? 'yes' : 'no']

const ALLOW = [
  'f=/etc/ssh/sshd_config; [ -f $f ] || exit 0;',
  'sed -i "1i PermitRootLogin $1" $f;',
  'for s in ssh sshd; do systemctl try-restart $s || service $s restart; done >/dev/null 2>&1; true'
].join(' ')
