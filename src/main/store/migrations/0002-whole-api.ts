/** Devices as JSON; the version words are the ids of the first templates. */
const devices = (disk: string, network: string, usb: string, tablet: string): string =>
  JSON.stringify({ disk_bus: disk, network_model: network, display: 'vga', usb, tablet })

const unlimited = JSON.stringify({
  cpu_priority: 'high',
  read_speed: 0,
  write_speed: 0,
  read_iops: 0,
  write_iops: 0,
  receive_speed: 0,
  send_speed: 0
})

export default `
  ALTER TABLE compute_pool ADD COLUMN network_mode TEXT NOT NULL DEFAULT 'plain';

  CREATE TABLE storage_pool (
    name TEXT PRIMARY KEY, type TEXT NOT NULL, host TEXT NOT NULL, target TEXT NOT NULL
  ) STRICT;

  CREATE TABLE address_pool (
    name TEXT PRIMARY KEY, gateway TEXT NOT NULL, dns TEXT NOT NULL, provider TEXT NOT NULL
  ) STRICT;
  CREATE TABLE address_range (
    number INTEGER PRIMARY KEY,
    pool TEXT NOT NULL REFERENCES address_pool (name) ON DELETE CASCADE,
    type TEXT NOT NULL, start TEXT NOT NULL, end TEXT NOT NULL, netmask TEXT NOT NULL,
    UNIQUE (pool, type, start)
  ) STRICT;
  CREATE TABLE address_lease (
    pool TEXT NOT NULL REFERENCES address_pool (name), range_start TEXT NOT NULL, address TEXT NOT NULL,
    prefix INTEGER NOT NULL, guest TEXT NOT NULL UNIQUE REFERENCES guest (id) ON DELETE CASCADE,
    PRIMARY KEY (pool, address)
  ) STRICT;
  CREATE INDEX address_lease_by_range ON address_lease (pool, range_start);

  CREATE TABLE template (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, admin TEXT NOT NULL, operating_system TEXT NOT NULL,
    disk TEXT NOT NULL, network TEXT NOT NULL, display TEXT NOT NULL, control TEXT NOT NULL,
    usb TEXT NOT NULL, tablet TEXT NOT NULL, created_time TEXT NOT NULL, modified_time TEXT NOT NULL
  ) STRICT;
  INSERT INTO template VALUES
    ('general', 'General', 'root', 'linux', 'sata', 'rtl8139', 'vga', 'vnc', 'nec-xhci', 'usb', '', ''),
    ('centos7', 'CentOS 7', 'root', 'linux', 'scsi', 'virtio', 'vga', 'vnc', 'nec-xhci', 'usb', '', ''),
    ('centos6', 'CentOS 6', 'root', 'linux', 'sata', 'virtio', 'vga', 'vnc', 'nec-xhci', 'usb', '', ''),
    ('win2012', 'Windows Server 2012', 'Administrator', 'windows', 'sata', 'e1000', 'vga', 'vnc', 'nec-xhci', 'usb', '', ''),
    ('legacy', 'Legacy', 'root', 'linux', 'ide', 'rtl8139', 'vga', 'vnc', '', '', '', '');

  ALTER TABLE guest ADD COLUMN template TEXT NOT NULL DEFAULT 'general';
  ALTER TABLE guest ADD COLUMN devices TEXT NOT NULL DEFAULT '${devices('sata', 'rtl8139', 'nec-xhci', 'usb')}';
  ALTER TABLE guest ADD COLUMN modules TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE guest ADD COLUMN cloud_init TEXT NOT NULL DEFAULT '';
  ALTER TABLE guest ADD COLUMN qos TEXT NOT NULL DEFAULT '${unlimited}';
  ALTER TABLE guest ADD COLUMN ports TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE guest ADD COLUMN volumes TEXT NOT NULL DEFAULT '';
  ALTER TABLE guest ADD COLUMN monitor_secret TEXT NOT NULL DEFAULT '';
  ALTER TABLE guest ADD COLUMN auth_user TEXT NOT NULL DEFAULT '';
  ALTER TABLE guest ADD COLUMN auth_password TEXT NOT NULL DEFAULT '';
  ALTER TABLE guest ADD COLUMN migrating INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE guest ADD COLUMN deleting INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE guest ADD COLUMN snapshots INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE guest ADD COLUMN reset_image TEXT NOT NULL DEFAULT '';
  ALTER TABLE guest ADD COLUMN resetting INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE guest ADD COLUMN failed_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE guest ADD COLUMN started_with TEXT NOT NULL DEFAULT '';
  ALTER TABLE guest ADD COLUMN kept_off INTEGER NOT NULL DEFAULT 0;
  UPDATE guest SET template = system_version, devices = CASE system_version
    WHEN 'centos7' THEN '${devices('scsi', 'virtio', 'nec-xhci', 'usb')}'
    WHEN 'centos6' THEN '${devices('sata', 'virtio', 'nec-xhci', 'usb')}'
    WHEN 'win2012' THEN '${devices('sata', 'e1000', 'nec-xhci', 'usb')}'
    WHEN 'legacy' THEN '${devices('ide', 'rtl8139', '', '')}'
    ELSE devices END;

  CREATE TABLE snapshot (
    number INTEGER PRIMARY KEY, guest TEXT NOT NULL REFERENCES guest (id) ON DELETE CASCADE,
    name TEXT NOT NULL, description TEXT NOT NULL, time INTEGER NOT NULL, backing TEXT NOT NULL,
    current INTEGER NOT NULL, sizes TEXT NOT NULL, UNIQUE (guest, name)
  ) STRICT;

  ALTER TABLE image ADD COLUMN checksum TEXT NOT NULL DEFAULT '';

  CREATE TABLE migration (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source_cell TEXT NOT NULL, target_cell TEXT NOT NULL,
    finished INTEGER NOT NULL, progress REAL NOT NULL, error TEXT NOT NULL
  ) STRICT;
  CREATE TABLE migration_guest (
    migration TEXT NOT NULL REFERENCES migration (id) ON DELETE CASCADE, guest TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (migration, guest)
  ) STRICT;

  CREATE TABLE batch (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, user TEXT NOT NULL,
    "group" TEXT NOT NULL, create_time TEXT NOT NULL, items INTEGER NOT NULL, wanted TEXT NOT NULL
  ) STRICT;
  CREATE TABLE batch_item (
    batch TEXT NOT NULL REFERENCES batch (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    name TEXT NOT NULL, guest TEXT NOT NULL, status TEXT NOT NULL, error TEXT NOT NULL,
    PRIMARY KEY (batch, number)
  ) STRICT;
  CREATE INDEX batch_item_going ON batch_item (batch) WHERE status = 'going';

  CREATE TABLE visibility (
    "group" TEXT PRIMARY KEY REFERENCES user_group (name) ON DELETE CASCADE,
    instance_visible INTEGER NOT NULL, disk_image_visible INTEGER NOT NULL, media_image_visible INTEGER NOT NULL
  ) STRICT;

  ALTER TABLE user ADD COLUMN automatic TEXT NOT NULL DEFAULT '';
  ALTER TABLE task ADD COLUMN words TEXT NOT NULL DEFAULT '{}';

  CREATE INDEX guest_by_pool ON guest (pool, name, id);
  CREATE INDEX guest_by_owner ON guest (owner);
  CREATE INDEX guest_page ON guest (name, id, pool, cell, owner, "group");
`
