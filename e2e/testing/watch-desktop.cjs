// `--require` loads this file into Electron's main process before the app. It records what the app shows through the system (trays,
// menus, notifications, dialogues), which a test can neither see nor click, and answers dialogues, which would wait for a person.
const { Tray, Notification, Menu, dialog, shell } = require('electron')

const seen = { trays: [], popups: [], notifications: [], dialogs: [], opened: [], answers: [] }
globalThis.desktopSeen = seen

const { setContextMenu, setToolTip, setImage, destroy } = Tray.prototype
function entryOf(tray) {
  const known = seen.trays.find((entry) => entry.tray === tray)
  if (known) return known
  const entry = { tray, menu: null, tooltip: '', images: [] }
  seen.trays.push(entry)
  return entry
}
Tray.prototype.setContextMenu = function (menu) {
  entryOf(this).menu = menu
  setContextMenu.call(this, menu)
}
Tray.prototype.setToolTip = function (text) {
  entryOf(this).tooltip = text
  setToolTip.call(this, text)
}
Tray.prototype.setImage = function (image) {
  entryOf(this).images.push(image)
  setImage.call(this, image)
}
Tray.prototype.destroy = function () {
  seen.trays = seen.trays.filter((entry) => entry.tray !== this)
  destroy.call(this)
}

const { popup } = Menu.prototype
Menu.prototype.popup = function (options) {
  seen.popups.push(this)
  // An open menu would block the page.
  if (process.env.PLUMBLINE_TEST_POPUPS) popup.call(this, options)
}

const { show } = Notification.prototype
Notification.prototype.show = function () {
  seen.notifications.push(this)
  show.call(this)
}

/** Returns the index of the button that a test prepared; without one, the button that cancels. */
function answer(args) {
  const options = args.find((arg) => arg && typeof arg === 'object' && 'message' in arg) ?? {}
  const { message = '', detail = '', buttons = [], cancelId = 0 } = options
  seen.dialogs.push({ message, detail, buttons })
  const label = seen.answers.shift()
  return label === undefined ? cancelId : buttons.indexOf(label)
}
dialog.showMessageBox = async (...args) => ({ response: answer(args), checkboxChecked: false })
dialog.showMessageBoxSync = (...args) => answer(args)
dialog.showErrorBox = (message, detail) => void seen.dialogs.push({ message, detail, buttons: [] })
dialog.showOpenDialog = async (...args) => {
  const { title = '' } = args.find((arg) => arg && typeof arg === 'object' && 'properties' in arg) ?? {}
  seen.dialogs.push({ message: title, detail: '', buttons: [] })
  const folder = seen.answers.shift()
  return folder === undefined ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [folder] }
}
shell.openExternal = async (url) => void seen.opened.push(url)
shell.openPath = async (path) => {
  seen.opened.push(path)
  return ''
}
shell.showItemInFolder = (path) => void seen.opened.push(path)
