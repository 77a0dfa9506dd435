import { NewImage } from '@shared/contract/image'
import { computed, reactive, type ComputedRef } from 'vue'
import { useCheck } from '@/composables/use-check'
import { useTexts } from '@/composables/use-texts'
import { useImages, type ImageKind } from '@/stores/images'

/** What a person writes about an image. */
export interface ImageForm {
  name: string
  tags: string[]
  description: string
}

interface Options {
  readonly kind: ImageKind
  /** The group that the image is or will be in: a name is taken once per kind and group. */
  readonly group: string
  /** The id of the image itself, where it exists. */
  readonly image?: string
}

/** A form about one image, and what is wrong in it while somebody types. */
export function useImageForm(start: ImageForm, { kind, group, image }: Options) {
  const { t } = useTexts()
  const check = useCheck()
  const images = useImages(kind)
  const form = reactive<ImageForm>({ ...start, tags: [...start.tags] })
  const isTaken = computed(() =>
    images.all.some((other) => other.id !== image && other.group === group && other.name === form.name)
  )
  const wrong: ComputedRef<Record<keyof ImageForm, string>> = computed(() => ({
    name: check(NewImage.shape.name, form.name) || (isTaken.value ? t('images.form.taken') : ''),
    tags: check(NewImage.shape.tags, form.tags),
    description: check(NewImage.shape.description, form.description)
  }))
  const isRight = computed(() => Object.values(wrong.value).every((text) => text === ''))
  return { form, wrong, isRight }
}
