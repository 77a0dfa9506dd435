import { z } from 'zod'
import { Id } from './common'
import { operation } from './define'

export const monitorChannelOperations = {
  create: operation({
    kind: 'command',
    route: 'POST /monitor_channels/',
    uses: [['guest', 'guest']],
    summary:
      'Get leave to open the screen (RFB), or the serial line (plain bytes), of a running guest; the id opens one channel within 15 seconds',
    input: z.object({ guest: Id, kind: z.enum(['screen', 'serial']).default('screen') }),
    output: z.object({
      id: z.string(),
      protocol: z.enum(['vnc', 'serial']),
      username: z.string(),
      password: z.string()
    }),
    permission: 'instance:operate',
    audit: ({ guest, kind }) => `opened the ${kind === 'serial' ? 'serial ' : ''}console of guest ${guest}`
  })
}
