// Loaded into the host before its own script: when `npm run dev` is killed and cannot end it, the host ends by itself.
if (process.channel) {
  process.channel.unref()
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}
