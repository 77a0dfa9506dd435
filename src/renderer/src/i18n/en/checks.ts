/** What is wrong with something typed into a form. */
export const checks = {
  needed: 'This is needed',
  tooShort: 'Use at least {minimum} characters',
  tooLong: 'Use at most {maximum} characters',
  tooSmall: 'At least {minimum}',
  tooLarge: 'At most {maximum}',
  name: 'Use letters, digits, underscores and dashes',
  dottedName: 'Use letters, digits, dots, underscores and dashes',
  tag: 'A tag has no blanks and no commas',
  ethernetAddress: 'Write a unicast address such as 00:16:3e:12:34:56',
  account: 'An account begins with a letter; then letters, digits, underscores and dashes',
  absolutePath: 'Write an absolute path such as /opt/data',
  lowerCase: 'Use at least one lower-case letter',
  upperCase: 'Use at least one upper-case letter',
  digit: 'Use at least one digit'
} as const
