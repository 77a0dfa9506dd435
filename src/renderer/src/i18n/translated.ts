/** The same keys as the English texts, nothing missing and nothing more. */
export type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> }

/** `'frame.search'`: the way to one text. */
export type KeyOf<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Before}${K}` : KeyOf<T[K], `${Before}${K}.`>
}[keyof T & string]

/** The text at a key. */
export type TextAt<T, K extends string> = K extends `${infer Section}.${infer Rest}`
  ? Section extends keyof T
    ? TextAt<T[Section], Rest>
    : never
  : K extends keyof T
    ? T[K]
    : never

/** The names in braces that a text wants filled in. */
export type HolesOf<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | HolesOf<Rest> : never
