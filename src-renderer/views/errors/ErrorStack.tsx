import { Collapse, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId } from 'react'
import { formatCount } from '../../../src-shared/format.ts'
import { CopyButton } from '../../components/CopyButton.tsx'

/** The stack trace of a failure, which can be folded and copied. */
export function ErrorStack({ stack }: { readonly stack: string }) {
  const [opened, { toggle }] = useDisclosure(true)
  const id = useId()
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line)).length
  const Chevron = opened ? IconChevronDown : IconChevronRight
  return (
    <>
      <div className="error-file error-stack-head">
        <UnstyledButton aria-expanded={opened} aria-controls={id} onClick={toggle}>
          <b>Stack</b>
          <span className="secondary">{formatCount(frames, 'frame')}</span>
          <Chevron size={14} stroke={1.5} />
        </UnstyledButton>
        <CopyButton text={stack} label="Copy the stack" />
      </div>
      <Collapse expanded={opened} id={id}>
        <pre className="error-stack">{stack}</pre>
      </Collapse>
    </>
  )
}
