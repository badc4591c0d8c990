import { CopyTextButton } from '../../components/CopyTextButton.tsx'
import { Step } from './Step.tsx'

const STARTER_QUESTION = 'What do our standards say about testing in Python?'
const GENERAL_QUESTION = 'What do our standards say about handling errors?'

/**
 * A first question for the assistant.
 * @param own true for the user's own library, whose contents are unknown
 */
export function AskStep({ own }: { readonly own: boolean }) {
  const question = own ? GENERAL_QUESTION : STARTER_QUESTION
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
