import { NewImage } from '@shared/contract/image'
import { computed, reactive, ref, type ComputedRef, type Ref } from 'vue'
import { useApi } from '@/api'
import { useCheck } from '@/composables/use-check'
import { useErrorText } from '@/composables/use-error-text'
import { useOperation } from '@/composables/use-operation'
import { useTexts } from '@/composables/use-texts'
import { imageCalls, useImages, type ImageKind } from '@/stores/images'
import { useSession } from '@/stores/session'
import { freeName, kindOf, nameAfter, unlikeItsName, type ImportRow } from './import-form'
import { useImageFiles } from './use-image-files'

/** An image that was made, whose file is on its way. */
export interface TakenImage {
  readonly kind: ImageKind
  readonly id: string
}

export interface Import {
  readonly rows: ImportRow[]
  /** Names of files that could not be read. */
  readonly unreadable: Ref<readonly string[]>
  readonly shared: { tags: string[]; description: string }
  readonly busy: Readonly<Ref<boolean>>
  readonly ready: ComputedRef<boolean>
  add(files: readonly File[]): Promise<void>
  leaveOut(row: ImportRow): void
  /** What is wrong with a row, in words, or ''. */
  wrongWith(row: ImportRow): string
  wrongWithTags: ComputedRef<string>
  wrongWithDescription: ComputedRef<string>
  /** Makes the images and begins to send their files; what is refused stays. Gives what was taken. */
  submit(): Promise<readonly TakenImage[]>
}

/** The form that imports files as new images. */
export function useImport(): Import {
  const { client } = useApi()
  const { t } = useTexts()
  const check = useCheck()
  const { textOf } = useErrorText()
  const { run, busy } = useOperation()
  const session = useSession()
  const images = { disk: useImages('disk'), media: useImages('media') }
  const { uploadFirst } = useImageFiles()
  const rows = reactive<ImportRow[]>([])
  const unreadable = ref<readonly string[]>([])
  let lastId = 0
  const shared = reactive<Import['shared']>({ tags: [], description: '' })

  /** A name is taken once per kind and group. */
  const isTaken = (kind: ImageKind, name: string, but?: ImportRow): boolean =>
    images[kind].all.some((image) => image.name === name && image.group === session.session?.group) ||
    rows.some((row) => row !== but && row.kind === kind && row.name === name)

  const add = async (files: readonly File[]): Promise<void> => {
    unreadable.value = []
    for (const file of files) {
      try {
        const [kind, unlike] = await Promise.all([kindOf(file), unlikeItsName(file)])
        const name = freeName(nameAfter(file.name), (wanted) => isTaken(kind, wanted))
        rows.push({ id: ++lastId, file, kind, unlike, name, problem: undefined })
      } catch {
        unreadable.value = [...unreadable.value, file.name]
      }
    }
  }
  const leaveOut = (row: ImportRow): void => void rows.splice(rows.indexOf(row), 1)

  const wrongWith = (row: ImportRow): string => {
    const wrong = check(NewImage.shape.name, row.name)
    if (wrong !== '') return wrong
    if (isTaken(row.kind, row.name, row)) return t('images.form.taken')
    return row.problem === undefined ? '' : textOf(row.problem)
  }
  const wrongWithTags = computed(() => check(NewImage.shape.tags, shared.tags))
  const wrongWithDescription = computed(() => check(NewImage.shape.description, shared.description))
  const canTake = (row: ImportRow): boolean =>
    check(NewImage.shape.name, row.name) === '' && !isTaken(row.kind, row.name, row)
  const ready = computed(
    () => rows.length > 0 && rows.every(canTake) && wrongWithTags.value === '' && wrongWithDescription.value === ''
  )

  const take = async (row: ImportRow): Promise<TakenImage> => {
    const { kind, name, file } = row
    const { id } = await imageCalls(client, kind).create({ name, ...shared })
    uploadFirst(kind, { id, name }, file)
    leaveOut(row)
    return { kind, id }
  }
  const submit = async (): Promise<readonly TakenImage[]> => {
    const taken: TakenImage[] = []
    await run(async () => {
      for (const row of [...rows]) {
        try {
          taken.push(await take(row))
        } catch (problem) {
          row.problem = problem
        }
      }
    })
    return taken
  }
  return {
    rows,
    unreadable,
    shared,
    busy,
    ready,
    add,
    leaveOut,
    wrongWith,
    wrongWithTags,
    wrongWithDescription,
    submit
  }
}
