/** The reference of the API. */
export const reference = {
  title: 'API reference',
  filter: 'Filter operations',
  none: 'No operation matches',
  intro:
    'What this window does, programs can do too: over REST with the header Nano-Session, and on the command line. The whole as OpenAPI 3.1 is at /api/v1/openapi.json.',
  command: 'Command',
  permission: 'Permission',
  field: 'Field',
  kind: 'Kind',
  otherwise: 'When not given',
  needed: 'needed'
} as const
