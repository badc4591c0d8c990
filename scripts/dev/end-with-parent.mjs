// The host loads this file before its own script. When `npm run dev` is killed and cannot end the host, the host ends itself.
if (process.channel) {
  process.channel.unref()
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}
