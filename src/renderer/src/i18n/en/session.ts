/** Signing in and out. */
export const session = {
  user: 'User name',
  password: 'Password',
  signIn: 'Sign in',
  newPassword: {
    title: 'Change your password',
    action: 'Change password',
    old: 'Present password',
    password: 'New password',
    repeat: 'New password again',
    hint: 'At least 8 characters, with a lower-case letter, an upper-case letter and a digit.',
    different: 'The two passwords are different',
    ends: 'Your other windows and programs have to sign in again.'
  }
} as const
