import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { createApi } from '@/api'
import { FakeCore } from './support/fake-core'

describe('the client', () => {
  it('calls an operation by its name and gives the answer', async () => {
    const core = new FakeCore({ 'task.cancel': () => ({}) })
    const { client } = createApi(core)

    expect(await client.task.cancel({ id: 't1' })).toEqual({})

    expect(core.calls).toEqual([['task.cancel', { id: 't1' }]])
  })

  it('throws a refusal with its code and details', async () => {
    const core = new FakeCore({
      'guest.get': () => {
        throw new AppError('GUEST_NOT_FOUND', { id: 'g9' })
      }
    })

    const refusal = createApi(core).client.guest.get({ id: 'g9' })

    await expect(refusal).rejects.toBeInstanceOf(AppError)
    await expect(refusal).rejects.toMatchObject({ code: 'GUEST_NOT_FOUND', details: { id: 'g9' } })
  })

  it.each(['SIGN_IN_NEEDED', 'SESSION_INVALID'] as const)('tells that the sign-in is gone after %s', async (code) => {
    const core = new FakeCore({
      'task.list': () => {
        throw new AppError(code, {})
      }
    })
    const api = createApi(core)
    let ended = 0
    api.onSessionEnded(() => ended++)

    await expect(api.client.task.list({})).rejects.toMatchObject({ code })

    expect(ended).toBe(1)
  })
})
