import { z } from 'zod'
import { Id } from './common'
import { operation } from './define'

export const monitorChannelOperations = {
  create: operation({
    kind: 'command',
    route: 'POST /monitor_channels/',
    uses: [['guest', 'guest']],
    summary: 'Get leave to open the screen of a running guest; the id opens one channel within 15 seconds',
    input: z.object({ guest: Id }),
    output: z.object({ id: z.string(), protocol: z.literal('vnc'), username: z.string(), password: z.string() }),
    permission: 'instance:operate',
    audit: ({ guest }) => `opened the console of guest ${guest}`
  })
}
