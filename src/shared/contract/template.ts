import { z } from 'zod'
import { Id, LocalTime, Nothing } from './common'
import { operation } from './define'

/** The devices that a kind of system needs, and the account its administrator uses (api/semantics 4). */
export const TemplateSettings = z.object({
  name: z.string().min(1, 'A name is needed').max(64),
  admin: z.string().min(1, 'The name of the administrator is needed').max(64),
  operating_system: z.enum(['linux', 'windows']),
  disk: z.enum(['scsi', 'sata', 'ide']),
  network: z.enum(['virtio', 'e1000', 'rtl8139']),
  display: z.enum(['vga', 'cirrus', 'qxl', 'virtio', 'none']).default('vga'),
  control: z.enum(['vnc', 'spice']).default('vnc'),
  usb: z.enum(['', 'nec-xhci']).default(''),
  tablet: z.enum(['', 'usb', 'virtio']).default('')
})
export type TemplateSettings = z.output<typeof TemplateSettings>

export const Template = TemplateSettings.extend({ id: Id, created_time: LocalTime, modified_time: LocalTime })
export type Template = z.output<typeof Template>

const one = z.object({ id: Id })

export const templateOperations = {
  list: operation({
    kind: 'query',
    route: 'GET /templates/',
    summary: 'List the system templates by name',
    input: z.object({}),
    output: z.array(
      Template.pick({ id: true, name: true, operating_system: true, created_time: true, modified_time: true })
    ),
    permission: 'template:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /templates/:id',
    summary: 'Look at one system template',
    input: one,
    output: Template,
    permission: 'template:read'
  }),

  create: operation({
    kind: 'command',
    route: 'POST /templates/',
    summary: 'Make a system template',
    input: TemplateSettings,
    output: z.object({ id: Id }),
    permission: 'template:write',
    audit: ({ name }) => `made system template "${name}"`
  }),

  modify: operation({
    kind: 'command',
    route: 'PUT /templates/:id',
    summary: 'Change what is given of a system template; guests that exist keep their devices',
    input: one.extend({
      name: TemplateSettings.shape.name.optional(),
      admin: TemplateSettings.shape.admin.optional(),
      operating_system: TemplateSettings.shape.operating_system.optional(),
      disk: TemplateSettings.shape.disk.optional(),
      network: TemplateSettings.shape.network.optional(),
      display: TemplateSettings.shape.display.unwrap().optional(),
      control: TemplateSettings.shape.control.unwrap().optional(),
      usb: TemplateSettings.shape.usb.unwrap().optional(),
      tablet: TemplateSettings.shape.tablet.unwrap().optional()
    }),
    output: Nothing,
    permission: 'template:write',
    audit: ({ id }) => `changed system template ${id}`
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /templates/:id',
    summary: 'Delete a system template; guests that exist keep their devices',
    input: one,
    output: Nothing,
    permission: 'template:write',
    audit: ({ id }) => `deleted system template ${id}`
  })
}
