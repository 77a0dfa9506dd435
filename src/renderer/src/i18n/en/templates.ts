import type { TemplateSettings } from '@shared/contract/template'

/** The system templates: which devices guests are built of. */
export const templates = {
  title: 'System templates',
  filter: 'Filter system templates',
  shown: '{n} shown',
  none: 'No system template yet',
  noneHint: 'A system template says which devices a new guest gets. Without one no guest can be created.',
  noResult: 'No system template matches',
  create: 'Create template',
  columns: { guests: 'Guests', changed: 'Changed' },
  made: 'Made',
  form: { create: 'Create system template', edit: 'Edit system template {name}', action: 'Create' },
  fields: {
    name: 'Name',
    operating_system: 'System',
    admin: 'Administrator',
    disk: 'Disks',
    network: 'Network card',
    display: 'Graphics card',
    control: 'Screen protocol',
    usb: 'USB',
    tablet: 'Pointer'
  } satisfies Record<keyof TemplateSettings, string>,
  options: {
    operating_system: { linux: 'Linux', windows: 'Windows' },
    disk: { scsi: 'SCSI (virtio)', sata: 'SATA', ide: 'IDE, for old systems' },
    network: { virtio: 'virtio', e1000: 'Intel e1000', rtl8139: 'Realtek 8139' },
    display: { vga: 'VGA', cirrus: 'Cirrus', qxl: 'QXL', virtio: 'virtio', none: 'None' },
    control: { vnc: 'VNC', spice: 'SPICE' },
    usb: { none: 'None', 'nec-xhci': 'USB 3 (NEC xHCI)' },
    tablet: { none: 'Mouse', usb: 'USB tablet', virtio: 'virtio tablet' }
  },
  adminHint: 'Whose password is set when a guest is made',
  noSpice: 'Screens are shown by VNC only: no guest can be made of it',
  guestsKeep: 'Guests that exist keep their devices',
  removal: {
    title: 'Delete system template {name}?',
    body: 'No new guest can be made of it.',
    kept: 'The guest that was made of it keeps its devices. | The {n} guests that were made of it keep their devices.',
    action: 'Delete template'
  }
} as const
