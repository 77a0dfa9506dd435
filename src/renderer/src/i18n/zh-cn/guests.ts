import type { Translated } from '../translated'
import type { guests as english } from '../en/guests'

export const guests: Translated<typeof english> = {
  title: '虚拟机'
}
