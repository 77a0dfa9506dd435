/** What the page of images asks in a dialog. */
export type ImageQuestion =
  | { readonly what: 'build'; readonly guest?: string }
  | { readonly what: 'sync' }
  /** About the image with this id. */
  | { readonly what: 'edit' | 'remove'; readonly image: string }
