/** Title bar, menu, palette, key sheet. */
export const frame = {
  back: 'Back',
  forward: 'Forward',
  menu: 'Menu',
  foldMenu: 'Fold the menu',
  unfoldMenu: 'Unfold the menu',
  search: 'Search guests or run a command',
  cellsOnline: '{alive} of {all} cells online',
  groups: { main: '', infrastructure: 'Infrastructure', activity: 'Activity' },
  disconnected: 'Nano Desktop does not answer. What you see may be out of date; connecting again…',
  user: 'Signed in as {user}',
  signOut: 'Sign out',
  theme: 'Appearance',
  themes: { system: 'Like the system', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languages: { system: 'Like the system', en: 'English', 'zh-CN': '简体中文' },
  keys: 'Keyboard shortcuts',
  palette: { goTo: 'Go to', guests: 'Guests', actions: 'Actions', nothing: 'Nothing matches “{text}”' },
  shortcuts: {
    palette: 'Search guests or run a command',
    menu: 'Fold or unfold the menu',
    dock: 'Open or close the task list',
    areas: 'Move between the areas of the window',
    history: 'Back and forward',
    pages: 'Go to a page of the menu',
    filter: 'Filter the guests',
    create: 'Create a guest',
    panel: 'Show the guest beside the list',
    choose: 'Select the guest',
    console: 'Open the console of the guest',
    keys: 'Show this list'
  }
} as const
