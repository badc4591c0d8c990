import { expect, it } from 'vitest'
import type { FigureStep } from '../src-shared/contract/activity.ts'
import { ratioSteps } from './ratio-steps.ts'

const step = (from: number, hits: number, misses: number) => ({ from, hits, misses }) as FigureStep

it('carries the ratio over steps in which nothing was asked', () => {
  const steps = [step(0, 0, 0), step(1, 1, 1), step(2, 0, 0), step(3, 3, 0), step(4, 0, 0)]
  expect(ratioSteps(steps).map(({ ratio }) => ratio)).toEqual([50, 50, 50, 100, 100])
})

it('has none where nothing was ever asked', () =>
  expect(ratioSteps([step(0, 0, 0)])).toEqual([{ from: 0, ratio: null }]))
