/** What the page of users asks in a dialog, and about whom. */
export type AccountQuestion =
  | { readonly what: 'make-user' | 'make-group' | 'make-role' }
  | {
      readonly what:
        'edit-user' | 'password' | 'remove-user' | 'edit-group' | 'remove-group' | 'edit-role' | 'remove-role'
      readonly name: string
    }
