/** Guest list, guest page, create guest. */
export const guests = {
  title: 'Guests'
} as const
