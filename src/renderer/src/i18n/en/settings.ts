/** What can be chosen, and what the application tells of itself. */
export const settings = {
  title: 'Settings',
  search: 'Search settings',
  shown: '{n} shown',
  none: 'No setting matches “{text}”',
  appearance: {
    title: 'Display',
    density: 'Rows of tables',
    densities: { dense: 'Dense', usual: 'Usual', airy: 'Airy' },
    screens: 'Show screens of guests',
    screensHint: 'In cards, beside the list and on pages of guests. Off, they are signs of the state alone.',
    menu: 'Fold the menu',
    menuHint: 'A narrow window folds it by itself.',
    dock: 'Open the task list',
    dockHint: 'At the bottom of the window, with the latest few tasks.',
    clipboard: 'Share the clipboard with guests',
    clipboardHint: 'Text that is copied here or in a guest’s console is on both clipboards.'
  },
  keyboard: {
    title: 'Keyboard',
    hint: 'On a Mac the command key stands for Ctrl. In a console all keys belong to the guest.',
    fixed: 'The keys are fixed in this version.'
  },
  account: {
    title: 'Account',
    who: 'Signed in as',
    group: 'In group {group}',
    password: 'Password',
    automatic: 'Sign in by itself',
    automaticHint: 'Whoever starts the application with your account of this computer is signed in without a password.',
    automaticOther: 'Now “{user}” is signed in when the application starts. Switched on, you are in that place.'
  },
  programs: {
    title: 'Programs',
    rest: 'REST over TCP',
    restHint: 'What this window does, programs can do too.',
    restFixed: 'It is always on here: this page comes from the same port, which --port has chosen.',
    restTaken:
      'It is to be served at port {port}, which could not be had when the application started. Switch it on again, or choose another port.',
    port: 'Port',
    portHint: 'Of this computer alone. A change takes effect at once, and stays after a restart.',
    move: 'Use this port',
    address: 'Address',
    rules: 'Who gets in',
    rulesFixed: 'These rules are fixed.',
    session: 'Every call needs a sign-in, in the header Nano-Session; only signing in itself does not.',
    loopback: 'Only programs of this computer reach the port.',
    origin: 'Pages of other origins, and other names for this computer, are refused.',
    wait: 'A name with which signing in has failed more than {n} times has to wait, twice as long each time.',
    lock: 'After {n} failures the name is locked for {minutes} minutes.',
    silence: 'A sign-in ends after {n} minutes without a word.',
    command: 'Command line',
    commandHint: 'Reaches the running application on a socket in the data folder, which only this user may open.',
    referenceHint: 'Every operation with its path, its command, and what it takes.',
    open: 'Open the reference'
  },
  places: {
    title: 'Places',
    folder: 'Data folder',
    folderHint: 'Guests, images, settings and logs are in it. To keep everything is to keep this folder.',
    folderSize: '{size} in it, {free} free beside it',
    show: 'Show',
    choose: 'Choose another…',
    next: 'From the next start on, {path} is used.',
    nextEmpty:
      'It is empty: the application begins anew there. What is in the present folder stays there, running guests with it, and is there again when that folder is chosen.',
    nextHasData:
      'It holds data of Nano Desktop already, which is used then. What is in the present folder stays there, running guests with it.',
    keep: 'Keep the present one',
    restart: 'Restart now',
    hosts: 'Hosts',
    hostsHint: 'The computers on which guests run.',
    address: 'Address',
    manage: 'Look after hosts'
  },
  diagnostics: {
    title: 'Diagnostics',
    system: 'System',
    notices: 'What an administrator has to know',
    versions: 'Versions',
    timings: 'Calls to hosts',
    timingsHint:
      'How long hosts took to answer since the application started; the times are those of the latest calls.',
    host: 'Host',
    call: 'Call',
    calls: 'Calls',
    underWay: '+{n} under way',
    median: 'Median',
    p95: '95 %',
    failed: 'Failed',
    lastError: 'Last error',
    noCalls: 'No host was called yet.',
    again: 'Look again',
    log: 'Log of the application',
    logHint: 'What the application itself has noted, the latest 500 lines.',
    level: 'Least level',
    levels: { info: 'All', warn: 'Warnings', error: 'Errors' },
    noLines: 'Nothing of this level was noted.',
    bundle: 'Support bundle',
    bundleHint:
      'One file for somebody who helps: versions, checks, hosts, calls, settings, counts, and the end of the log. No password, no sign-in, no name of a user or a guest. It goes nowhere by itself.',
    save: 'Save bundle…'
  }
} as const
