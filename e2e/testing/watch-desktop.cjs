// Loaded into Electron's main process before the app, with --require: keeps what the app hands to the system, which a test can
// neither see nor click, and answers dialogues, which would wait for a person.
const { Tray, Notification, Menu, dialog, shell } = require('electron')

const seen = { trays: [], popups: [], notifications: [], dialogs: [], opened: [], answers: [] }
globalThis.desktopSeen = seen

const { setContextMenu, setToolTip, setImage, destroy } = Tray.prototype
function entryOf(tray) {
  const known = seen.trays.find((one) => one.tray === tray)
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
  seen.trays = seen.trays.filter((one) => one.tray !== this)
  destroy.call(this)
}

const { popup } = Menu.prototype
Menu.prototype.popup = function (options) {
  seen.popups.push(this)
  // A menu that is open holds up the page below it.
  if (process.env.PLUMBLINE_TEST_POPUPS) popup.call(this, options)
}

const { show } = Notification.prototype
Notification.prototype.show = function () {
  seen.notifications.push(this)
  show.call(this)
}

/** The next answer that a test prepared: the label of a button. Else the one that changes nothing. */
function answer(args) {
  const options = args.find((one) => one && typeof one === 'object' && 'message' in one) ?? {}
  const { message = '', detail = '', buttons = [], cancelId = 0 } = options
  seen.dialogs.push({ message, detail, buttons })
  const label = seen.answers.shift()
  return label === undefined ? cancelId : buttons.indexOf(label)
}
dialog.showMessageBox = async (...args) => ({ response: answer(args), checkboxChecked: false })
dialog.showMessageBoxSync = (...args) => answer(args)
dialog.showErrorBox = (message, detail) => void seen.dialogs.push({ message, detail, buttons: [] })
dialog.showOpenDialog = async (...args) => {
  const { title = '' } = args.find((one) => one && typeof one === 'object' && 'properties' in one) ?? {}
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
