import { CopyTextButton } from '../../components/CopyTextButton.tsx'
import { Step } from './Step.tsx'

const PYTHON_QUESTION = 'What do our standards say about testing in Python?'
const GENERAL_QUESTION = 'What do our standards say about handling errors?'

/**
 * A first question for the assistant.
 * @param hasPython true when the library has the starter standards for Python
 */
export function AskStep({ hasPython }: { readonly hasPython: boolean }) {
  const question = hasPython ? PYTHON_QUESTION : GENERAL_QUESTION
  return (
    <Step number={3} title="Ask it something">
      <div className="question">
        <q>{question}</q>
        <CopyTextButton text={question} />
      </div>
      <p className="step-note">The question and its answer appear under Activity.</p>
    </Step>
  )
}
