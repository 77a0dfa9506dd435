import type { Translated } from '../translated'
import type { images as english } from '../en/images'

export const images: Translated<typeof english> = {
  title: '镜像'
}
