import { describe, expect, it } from 'vitest'
import { operations } from '@shared/contract'
import { until } from './support/until'
import { FakeCore } from './support/fake-core'
import { quietCore } from './support/samples'
import { TestWindow } from './support/window'

describe('the API reference', () => {
  it('has every operation, and finds one by any of its words', async () => {
    const window = new TestWindow(new FakeCore(quietCore()), '/reference')
    await window.find('[data-operation="guest.create"]')
    expect(document.querySelectorAll('[data-operation]')).toHaveLength(operations.length)

    const filter = (await window.find('[data-test=filter-reference]')) as HTMLInputElement
    filter.value = 'compute-pool delete'
    filter.dispatchEvent(new Event('input'))
    await until('one entry', () => document.querySelectorAll('[data-operation]').length === 1)
    const entry = await window.find('[data-operation="computePool.remove"]')
    expect(entry.textContent).toContain('DELETE /compute_pools/:pool')
    expect(entry.textContent).toContain('npx nano-desktop compute-pool remove')
    expect(entry.textContent).toContain('compute_pool:write')
  })
})
