import { inputRequired, type PromptMessage } from '@modelcontextprotocol/server'
import { definePrompt, type ServedPrompt, say } from '../../src-mcp/prompts/define-prompt.ts'
import { readAnswer } from './input-required-tools.ts'
import { PNG } from './samples.ts'

const argument = (title: string) => ({ title, description: `${title} of the test`, required: true }) as const

const user = (content: PromptMessage['content']): PromptMessage => ({ role: 'user', content })

/** The prompts that the conformance suite asks for. */
export const FIXTURE_PROMPTS: readonly ServedPrompt[] = [
  definePrompt({
    name: 'test_simple_prompt',
    title: 'Simple',
    description: 'One message, no arguments',
    args: {},
    messages: () => [say('This is a simple prompt for testing.')],
  }),
  definePrompt({
    name: 'test_prompt_with_arguments',
    title: 'With arguments',
    description: 'One message with two arguments in it',
    args: { arg1: argument('First argument'), arg2: argument('Second argument') },
    messages: (_, { arg1, arg2 }) => [say(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)],
  }),
  definePrompt({
    name: 'test_prompt_with_embedded_resource',
    title: 'With a resource',
    description: 'A resource and a message',
    args: { resourceUri: argument('Address') },
    messages: (_, { resourceUri: uri }) => [
      user({
        type: 'resource',
        resource: { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
      }),
      say('Please process the embedded resource above.'),
    ],
  }),
  definePrompt({
    name: 'test_prompt_with_image',
    title: 'With an image',
    description: 'An image and a message',
    args: {},
    messages: () => [
      user({ type: 'image', data: PNG, mimeType: 'image/png' }),
      say('Please analyze the image above.'),
    ],
  }),
  {
    name: 'test_input_required_result_prompt',
    args: {},
    entry: { name: 'test_input_required_result_prompt', description: 'Asks before it answers' },
    get(_, __, { request }) {
      const answer = request && readAnswer(request, 'user_context')
      if (answer !== undefined)
        return { messages: [say(`The context is ${JSON.stringify(answer.content)}.`)] }
      return inputRequired({
        inputRequests: {
          user_context: inputRequired.elicit({
            message: 'What context should the prompt use?',
            requestedSchema: {
              type: 'object',
              properties: { context: { type: 'string' } },
              required: ['context'],
            },
          }),
        },
      })
    },
  },
]
