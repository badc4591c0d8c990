/**
 * What jsdom lacks of a page: sizes, scrolling, media queries. What depends on the real ones (what is in view, what fits) is
 * tested in a browser, in `e2e/window`.
 */

const WIDTH = 1_280
const HEIGHT = 800
/** The height of a row that is measured. */
const ROW_HEIGHT = 48

/** The height that an element gives itself; else that of the page, so that a list has rows in view. */
function heightOf(element: HTMLElement): number {
  const own = Number.parseFloat(element.style.height)
  if (!Number.isNaN(own)) return own
  return element.dataset.index === undefined ? HEIGHT : ROW_HEIGHT
}

function matches(query: string): boolean {
  const widest = /max-width:\s*(\d+)px/.exec(query)?.[1]
  if (widest !== undefined) return innerWidth <= Number(widest)
  return query.includes('prefers-reduced-motion: reduce')
}

/** Tells of a target's size once, when it begins to be observed: nothing changes its size afterwards. */
class FirstSizeObserver implements ResizeObserver {
  readonly #callback: ResizeObserverCallback

  constructor(callback: ResizeObserverCallback) {
    this.#callback = callback
  }

  observe(target: Element): void {
    const blockSize = heightOf(target as HTMLElement)
    const boxes = [{ inlineSize: WIDTH, blockSize }]
    const contentRect = new DOMRect(0, 0, WIDTH, blockSize)
    const entry: ResizeObserverEntry = {
      target,
      contentRect,
      borderBoxSize: boxes,
      contentBoxSize: boxes,
      devicePixelContentBoxSize: boxes,
    }
    setTimeout(() => this.#callback([entry], this))
  }

  unobserve(): void {}
  disconnect(): void {}
}

function scrollTo(this: Element, where?: ScrollToOptions | number, y?: number): void {
  const top = typeof where === 'object' ? where.top : y
  if (top === undefined || top === this.scrollTop) return
  this.scrollTop = top
  this.dispatchEvent(new Event('scroll'))
}

/** Elements that stand in a line of text: the name of an element has no blank where one begins. */
const INLINE = /^(?:A|ABBR|B|CODE|EM|I|KBD|LABEL|MARK|SMALL|SPAN|STRONG)$/

const readStyle = getComputedStyle.bind(window)

/**
 * An element's own style. Tests load no style sheets, but jsdom would match all of Mantine's and CodeMirror's rules again for
 * each element that a query by role looks at, which is most of the time of a test.
 */
function ownStyle(element: Element): CSSStyleDeclaration {
  if (!(element instanceof HTMLElement)) return readStyle(element)
  const initial: Readonly<Record<string, string>> = {
    display: element.hidden ? 'none' : INLINE.test(element.tagName) ? 'inline' : 'block',
    visibility: 'visible',
  }
  return new Proxy(element.style, {
    get(style, name) {
      if (name === 'getPropertyValue')
        return (property: string) => style.getPropertyValue(property) || (initial[property] ?? '')
      const value: unknown = Reflect.get(style, name, style)
      if (typeof value === 'function') return value.bind(style)
      return value || (initial[String(name)] ?? value)
    },
  })
}

/** Completes the page of this test process. */
export function completePage(): void {
  Object.defineProperties(window, {
    innerWidth: { value: WIDTH, writable: true },
    innerHeight: { value: HEIGHT, writable: true },
  })
  window.scrollTo = () => {}
  window.getComputedStyle = ownStyle
  window.ResizeObserver = FirstSizeObserver
  window.matchMedia = (media) =>
    Object.assign(new EventTarget(), {
      media,
      matches: matches(media),
      onchange: null,
      addListener() {},
      removeListener() {},
    })
  const height = {
    configurable: true,
    get(this: HTMLElement) {
      return heightOf(this)
    },
  }
  const width = { configurable: true, value: WIDTH }
  Object.defineProperties(HTMLElement.prototype, {
    offsetHeight: height,
    clientHeight: height,
    offsetWidth: width,
    clientWidth: width,
  })
  Object.assign(Element.prototype, { scrollTo, scrollIntoView() {} })
  HTMLElement.prototype.getBoundingClientRect = function () {
    return new DOMRect(0, 0, WIDTH, heightOf(this))
  }
  Object.assign(Range.prototype, { getClientRects: () => [], getBoundingClientRect: () => new DOMRect() })
}
