import { screen, waitFor } from '@testing-library/react'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { drawPart } from '../testing/open-window.tsx'
import { type Engine, startEngine } from '../testing/start-engine.ts'
import { useBridge, useBridgeMutation } from './use-bridge.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine({ 'go/errors.md': '# Go errors\n' })
})
afterAll(() => engine.close())

function Title({ id, keep }: { readonly id: string; readonly keep: boolean }) {
  const { data, isPlaceholderData } = useBridge('standards.get', { id }, { area: 'library', keep })
  if (data === undefined) return <p>waiting</p>
  return <p>{`${data?.title ?? 'none'}${isPlaceholderData ? ' (before)' : ''}`}</p>
}

function Port({ port, quiet }: { readonly port: number; readonly quiet: boolean }) {
  const change = useBridgeMutation('settings.change', { quiet })
  return (
    <>
      <button type="button" disabled={change.blocked} onClick={() => change.mutate({ endpoint: { port } })}>
        Change
      </button>
      <output>{change.error?.message}</output>
    </>
  )
}

it('gives the answer of the host, and the next one when its area changes', async () => {
  drawPart(engine.host.bridge, <Title id="go/errors.md" keep={false} />)
  expect(screen.getByText('waiting')).toBeVisible()
  await screen.findByText('Go errors')
  engine.library.write('go/errors.md', '# Errors in Go\n')
  await screen.findByText('Errors in Go')
})

it('shows a failure in a toast, or leaves it to the caller, and can be pressed again', async () => {
  const user = drawPart(engine.host.bridge, <Port port={80} quiet={false} />)
  await user.click(screen.getByRole('button', { name: 'Change' }))
  expect(await screen.findByRole('alert')).toHaveTextContent(/1024 or more.*stays as it was/)
  await waitFor(() => expect(screen.getByRole('button', { name: 'Change' })).toBeEnabled())

  const quiet = drawPart(engine.host.bridge, <Port port={80} quiet />)
  await quiet.click(screen.getByRole('button', { name: 'Change' }))
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('1024 or more'))
  expect(screen.queryByRole('alert')).toBeNull()
})
