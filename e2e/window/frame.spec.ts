import { expect } from '@playwright/test'
import { test } from './fixtures.ts'

test('a view that is first opened while the host is away comes when it is back', async ({
  window,
  plumbline,
}) => {
  const open = (name: string) =>
    window.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click()
  const heading = (name: string) => window.getByRole('heading', { level: 1, name })
  await expect(heading('Standards')).toBeVisible()
  await plumbline.halt()
  await expect(window.getByText('Not connected', { exact: true })).toBeVisible()
  await open('Insights')
  await expect(window.getByText('This view opens when Plumbline is back.')).toBeVisible()
  // The other views, and the way back, are not held up by it.
  await open('Standards')
  await expect(heading('Standards')).toBeVisible()
  await open('Insights')
  await plumbline.resume()
  await expect(heading('Insights')).toBeVisible()
  await open('Activity')
  await expect(heading('Activity')).toBeVisible()
})
