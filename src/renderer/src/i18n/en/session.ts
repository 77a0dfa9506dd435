/** Signing in and out. */
export const session = {
  user: 'User name',
  password: 'Password',
  signIn: 'Sign in'
} as const
