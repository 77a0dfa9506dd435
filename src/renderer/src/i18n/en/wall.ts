/** The wall of consoles. */
export const wall = {
  title: 'Console wall',
  openWall: 'Open the console wall',
  open: 'Open the console of {name}',
  count: '{shown} of {all}, {live} live',
  runningOnly: 'Running only',
  showStopped: 'Show stopped guests',
  pace: 'How often the pictures change',
  paces: { slow: 'Every 2 s', quick: '4 / s', live: 'Live' },
  width: 'Width of the pictures',
  text: 'Text for the selected guests',
  type: 'Type',
  typeEnter: 'Type and press Enter',
  sent: 'Sent to {taken} of {all}',
  took: 'sent',
  tookNot: 'not connected',
  none: 'No guest to show'
} as const
