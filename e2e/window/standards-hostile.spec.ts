import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Locator, type Page } from '@playwright/test'
import { ON_EACH_HOST, test } from './fixtures.ts'

/** Every way in which HTML and markdown can run a script or fetch something from `trap`. */
function hostile(trap: string): string {
  return `---
title: "<img src=x onerror=window.pwned=1>"
description: "<script>window.pwned=2</script>"
tags: ["<svg onload=window.pwned=3>"]
---

# <img src=x onerror=window.pwned=4> Hostile

<script>window.pwned = 5; fetch('${trap}/script')</script>

<script src="${trap}/remote.js"></script>

<img src="${trap}/html.png" onerror="window.pwned=6">

![remote](${trap}/markdown.png "title")
![reference][pic]

[pic]: ${trap}/reference.png

<svg onload="window.pwned=7"><image href="${trap}/svg.png" /><script>window.pwned=8</script></svg>

<iframe src="${trap}/frame.html" srcdoc="<script>parent.pwned=9</script>"></iframe>

<object data="${trap}/object.swf"></object><embed src="${trap}/embed.swf">

<link rel="stylesheet" href="${trap}/style.css"><style>@import url('${trap}/import.css'); body { background: url('${trap}/bg.png') }</style>

<body onload="window.pwned=10"><div style="background:url(${trap}/div.png)" onclick="window.pwned=11" tabindex=1 onfocus="window.pwned=12" autofocus>div</div>

<form action="${trap}/form"><input autofocus onfocus="window.pwned=13"><button formaction="javascript:window.pwned=14">send</button></form>

<video src="${trap}/video.mp4" autoplay onerror="window.pwned=15"></video><audio src="${trap}/audio.mp3" autoplay></audio>

<meta http-equiv="refresh" content="0;url=${trap}/refresh"><base href="${trap}/">

[script link](javascript:window.pwned=16) [upper](JaVaScRiPt:window.pwned=17) [entity](&#106;avascript:window.pwned=18)
[tab](<java\tscript:window.pwned=19>) [data](data:text/html,<script>parent.pwned=20</script>) [vb](vbscript:x) [file](file:///etc/passwd)
<javascript:window.pwned=21> [protocol-relative](//127.0.0.1/x) [blob](blob:x)

<!-- a comment that <script>window.pwned=22</script> nobody sees -->

<!--> <img src=x onerror=window.pwned=23> -->

\`\`\`html
<script>window.pwned = 24</script><img src="${trap}/code.png" onerror="window.pwned=25">
\`\`\`

\`<img src=x onerror=window.pwned=26>\`

| <img src=x onerror=window.pwned=27> | b |
| --- | --- |
| ![cell](${trap}/cell.png) | [^1] |

[^1]: <img src="${trap}/footnote.png" onerror="window.pwned=28">

- [ ] <img src=x onerror=window.pwned=29> item

<a href="https://example.invalid" onmouseover="window.pwned=30" ping="${trap}/ping">hover</a>

<div id="root"></div><a name="plumbline"></a><img name="getElementById">

The last words are plain.
`
}

test(
  'hostile markdown runs nothing and fetches nothing wherever it is shown',
  ON_EACH_HOST,
  async ({ window, plumbline }) => {
    const hits: string[] = []
    const server = createServer((request, response) => {
      hits.push(request.url ?? '')
      response.end()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const trap = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const fetched: string[] = []
    window.on('request', (request) => fetched.push(request.url()))
    const opened: Page[] = []
    window.context().on('page', (page) => opened.push(page))

    plumbline.home.write('evil/hostile.md', hostile(trap))
    await window.goto(`${plumbline.origin}/standards/evil/hostile.md`)
    const read = window.getByRole('region', { name: 'Document' })
    await expect(read).toContainText('The last words are plain.')
    // A model gets comments, so people see them too, as text.
    await expect(read).toContainText('nobody sees')
    await inspect(read)
    for (const name of [
      'script link',
      'upper',
      'entity',
      'tab',
      'data',
      'vb',
      'file',
      'protocol-relative',
      'blob',
    ])
      await read.getByText(name, { exact: true }).first().click()
    await read.getByText('hover').hover()

    // In a search hit, with snippet and marks.
    await window.getByRole('textbox', { name: 'Search standards' }).fill('pwned')
    await expect(window.getByRole('option').first()).toBeVisible()
    await inspect(window.getByRole('listbox', { name: 'Standards' }))
    await inspect(read)

    // In the editor: in the text, the form and the preview.
    await window.goto(`${plumbline.origin}/standards/evil/hostile.md?edit=1`)
    const preview = window.getByRole('region', { name: 'Preview' })
    await expect(preview).toContainText('The last words are plain.')
    await inspect(preview)
    await window.getByRole('textbox', { name: 'Text of evil/hostile.md' }).focus()
    await window.keyboard.type('<img src=x onerror=window.pwned=31>\n\n<script>window.pwned=32</script>\n\n')
    await expect(preview).toContainText('onerror=window.pwned=31')
    await inspect(preview)

    expect(await window.evaluate('window.pwned')).toBeUndefined()
    expect(window.url()).toBe(`${plumbline.origin}/standards/evil/hostile.md?edit=1`)

    // Endlessly nested texts and unclosed comments do not break the view.
    plumbline.home.write('evil/nested.md', `# Nested\n\n${'>'.repeat(4_000)} deep\n`)
    plumbline.home.write('evil/comments.md', `# Comments\n\n${'<!--'.repeat(50_000)}\n`)
    window.on('dialog', (dialog) => void dialog.accept())
    for (const [name, words] of [
      ['nested', 'deep'],
      ['comments', '<!--'],
    ] as const) {
      await window.goto(`${plumbline.origin}/standards/evil/${name}.md`)
      await expect(read).toContainText(words)
      await expect(window.getByRole('listbox', { name: 'Standards' })).toBeVisible()
    }

    expect(opened).toEqual([])
    expect(hits).toEqual([])
    expect(fetched.filter((url) => new URL(url).origin !== plumbline.origin)).toEqual([])
    expect(fetched.length).toBeGreaterThan(0)
    await new Promise((resolve) => server.close(resolve))
  },
)

/** Returns elements and attributes that could run a script or fetch something. The window's own icons may be SVG. */
async function inspect(place: Locator): Promise<void> {
  const found = await place.evaluate((root) => {
    const bad: string[] = []
    for (const element of root.querySelectorAll('*')) {
      const tag = element.tagName.toLowerCase()
      if (/^(script|iframe|img|image|object|embed|link|style|form|video|audio|meta|base|body)$/.test(tag))
        bad.push(tag)
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name) || /^(srcdoc|ping|formaction|src|action|background)$/i.test(name))
          bad.push(name)
        if (/^(href|xlink:href)$/i.test(name) && !/^(https?:|mailto:|#|\/)/i.test(value))
          bad.push(`${name}=${value}`)
        if (name === 'href' && /^\/\//.test(value)) bad.push(`${name}=${value}`)
        if (name === 'style' && /url\(/i.test(value)) bad.push(`${name}=${value}`)
      }
      if (tag === 'svg' && !element.closest('button') && !element.getAttribute('class')?.includes('tabler'))
        bad.push(tag)
    }
    return bad
  })
  expect(found).toEqual([])
}
