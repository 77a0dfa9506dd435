import { AppError } from '@shared/contract/errors'

/** Stands for operations whose service is still to come: each refuses and says so. */
export function unbuilt<H extends object>(): H {
  return new Proxy({} as H, {
    get: (_target, key) => async () => {
      throw new AppError('NOT_SUPPORTED', { driver: 'present', what: `do ${String(key)} yet` })
    }
  })
}
