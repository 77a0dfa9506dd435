import { nextTick, watch } from 'vue'

/** Resolves as soon as something that can be watched is so. */
export const once = (isSo: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const stop = watch(
      isSo,
      (so) => {
        if (!so) return
        resolve()
        void nextTick(() => stop())
      },
      { immediate: true }
    )
  })
