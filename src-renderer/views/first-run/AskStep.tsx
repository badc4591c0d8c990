import { CopyTextButton } from '../../components/CopyTextButton.tsx'
import { Step } from './Step.tsx'

const OF_STARTERS = 'What do our standards say about testing in Python?'
const OF_ANY = 'What do our standards say about handling errors?'

/** A first question for the assistant. @param own the library is the user's, so nobody knows what is in it */
export function AskStep({ own }: { readonly own: boolean }) {
  const question = own ? OF_ANY : OF_STARTERS
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
