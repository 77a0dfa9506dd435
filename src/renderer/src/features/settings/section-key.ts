import type { InjectionKey } from 'vue'

/** The title of the section that a row is in: a search finds the row by it, too. */
export const sectionKey: InjectionKey<() => string> = Symbol('section')
