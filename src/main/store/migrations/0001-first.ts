export default `
  CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE role (name TEXT PRIMARY KEY, menu TEXT NOT NULL) STRICT;
  CREATE TABLE user_group (name TEXT PRIMARY KEY, display TEXT NOT NULL) STRICT;
  CREATE TABLE group_role (
    "group" TEXT NOT NULL REFERENCES user_group (name) ON DELETE CASCADE,
    role TEXT NOT NULL REFERENCES role (name),
    PRIMARY KEY ("group", role)
  ) STRICT;
  CREATE TABLE user (
    name TEXT PRIMARY KEY, nick TEXT NOT NULL, mail TEXT NOT NULL, password TEXT NOT NULL,
    "group" TEXT REFERENCES user_group (name)
  ) STRICT;

  CREATE TABLE compute_pool (
    name TEXT PRIMARY KEY, enabled INTEGER NOT NULL, network TEXT NOT NULL, storage TEXT NOT NULL, failover INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE cell (
    name TEXT PRIMARY KEY, pool TEXT REFERENCES compute_pool (name), enabled INTEGER NOT NULL, connection TEXT NOT NULL
  ) STRICT;

  CREATE TABLE image (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL, "group" TEXT NOT NULL,
    description TEXT NOT NULL, tags TEXT NOT NULL, file TEXT NOT NULL, format TEXT NOT NULL,
    size INTEGER NOT NULL, virtual_size INTEGER NOT NULL, error TEXT NOT NULL,
    create_time TEXT NOT NULL, modify_time TEXT NOT NULL,
    UNIQUE (kind, "group", name)
  ) STRICT;

  CREATE TABLE guest (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, created INTEGER NOT NULL, error TEXT NOT NULL,
    owner TEXT NOT NULL, "group" TEXT NOT NULL,
    pool TEXT NOT NULL REFERENCES compute_pool (name), cell TEXT NOT NULL REFERENCES cell (name),
    cores INTEGER NOT NULL, memory INTEGER NOT NULL, disks TEXT NOT NULL,
    auto_start INTEGER NOT NULL, system TEXT NOT NULL, system_version TEXT NOT NULL,
    from_image TEXT NOT NULL, clone TEXT NOT NULL, ethernet_address TEXT NOT NULL, allocated_address TEXT NOT NULL,
    tags TEXT NOT NULL, create_time TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX guest_name ON guest (pool, name) WHERE error = '';
  CREATE INDEX guest_by_name ON guest (name, id);
  CREATE INDEX guest_by_cell ON guest (cell);
  CREATE INDEX guest_by_image ON guest (from_image) WHERE from_image <> '';

  CREATE TABLE task (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, operation TEXT NOT NULL, subject TEXT NOT NULL, title TEXT NOT NULL,
    user TEXT NOT NULL, state TEXT NOT NULL, message TEXT NOT NULL, error TEXT NOT NULL,
    start_time TEXT NOT NULL, end_time TEXT NOT NULL
  ) STRICT;
`
