/** Signing in and out. */
export const session = {
  title: 'Sign in',
  user: 'User name',
  password: 'Password',
  signIn: 'Sign in'
} as const
