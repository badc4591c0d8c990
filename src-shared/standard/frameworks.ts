/** A framework or library that code is written with. */
export interface Framework {
  /**
   * The languages that it is used from. When there are several, the first counts unless the standard's own words or code name
   * another one.
   */
  readonly languages: readonly string[]
  /** The domain of standards on it that name no other one. */
  readonly domain: string | null
  /** Matches paths (`/`-separated, with a leading `/`) of files that belong to it. */
  readonly files: RegExp | null
}

/** Names that are written in words of their own, in lower case, with `-` for spaces and dots. Aliases follow the name. */
const FRAMEWORKS: readonly (readonly [names: string, languages: string, domain: string, files?: RegExp])[] = [
  ['react reactjs react-js', 'typescript javascript', 'frontend', /\.[jt]sx$/],
  [
    'nextjs next-js next.js',
    'typescript javascript',
    'frontend',
    /\/next\.config\.[a-z]+$|\/app\/(?:.*\/)?(?:page|layout|route|loading|error)\.[jt]sx?$|\/pages\/.*\.[jt]sx?$/,
  ],
  [
    'react-native expo',
    'typescript javascript',
    'mobile',
    /\/(?:metro\.config\.js|app\.json)$|\.(?:native|ios|android)\.[jt]sx?$/,
  ],
  [
    'angular angularjs',
    'typescript',
    'frontend',
    /\/angular\.json$|\.(?:component|directive|pipe|module)\.(?:ts|html)$/,
  ],
  ['nestjs nest-js', 'typescript', 'backend', /\.(?:controller|module|service|guard|interceptor|dto)\.ts$/],
  ['nuxt nuxtjs nuxt-js', 'vue', 'frontend', /\/nuxt\.config\.[jt]s$/],
  ['remix', 'typescript javascript', 'frontend', /\/remix\.config\.js$|\/app\/routes\//],
  ['gatsby', 'javascript', 'frontend', /\/gatsby-[a-z]+\.[jt]s$/],
  ['astro', 'typescript javascript', 'frontend', /\.astro$/],
  ['solidjs solid-js qwik preact', 'typescript javascript', 'frontend'],
  ['express expressjs express-js fastify koa hapi', 'javascript', 'backend'],
  ['hono trpc zod', 'typescript', ''],
  ['prisma drizzle typeorm convex', 'typescript', 'databases', /\/schema\.prisma$/],
  ['medusa', 'typescript', 'backend'],
  ['supabase', 'typescript', 'databases'],
  ['redux zustand mobx tanstack react-query swr', 'typescript javascript', 'frontend'],
  ['shadcn radix chakra-ui material-ui mui', 'typescript javascript', 'frontend'],
  ['electron', 'typescript javascript', ''],
  [
    'jest vitest mocha jasmine cypress',
    'typescript javascript',
    'testing',
    /\.(?:test|spec|cy)\.[cm]?[jt]sx?$/,
  ],
  ['playwright', 'typescript javascript', 'testing', /\/e2e\/|\.spec\.[jt]sx?$/],
  ['webpack vite rollup esbuild eslint prettier biome', 'javascript', 'tooling'],
  ['npm pnpm yarn', 'javascript', 'dependencies'],
  ['jquery d3 d3js three-js threejs p5js backbone emberjs ember', 'javascript', 'frontend'],
  ['deno bun', 'typescript javascript', ''],
  [
    'django',
    'python',
    'backend',
    /\/(?:manage|settings|urls|models|views|admin|serializers|forms)\.py$|\/migrations\/\d+_\w+\.py$/,
  ],
  ['flask', 'python', 'backend', /\/(?:app|wsgi|routes)\.py$/],
  ['fastapi', 'python', 'backend', /\/(?:main|dependencies)\.py$|\/(?:routers|schemas)\/.*\.py$/],
  ['pytest', 'python', 'testing', /\/(?:test_\w+|\w+_test|conftest)\.py$|\/pytest\.ini$/],
  ['pylint ruff flake8 mypy', 'python', 'style'],
  ['pandas numpy scipy jupyter matplotlib', 'python', 'data', /\.ipynb$/],
  ['sqlalchemy', 'python', 'databases'],
  [
    'langchain langgraph llamaindex pytorch tensorflow keras sklearn scikit-learn',
    'python',
    'machine-learning',
  ],
  ['pydantic celery streamlit gradio poetry rhino3d rhinoscriptsyntax', 'python', ''],
  [
    'rails ruby-on-rails',
    'ruby',
    '',
    /\/app\/(?:models|controllers|views|helpers|jobs|mailers|channels)\/|\/config\/routes\.rb$|\/db\/(?:migrate\/|schema\.rb)/,
  ],
  ['rspec sinatra sidekiq hotwire', 'ruby', 'testing', /_spec\.rb$/],
  [
    'spring spring-boot springboot',
    'java',
    'backend',
    /\/application(?:-\w+)?\.(?:ya?ml|properties)$|\/src\/main\/java\/|(?:Controller|Service|Repository)\.java$/,
  ],
  ['junit mockito', 'java', 'testing', /\/src\/test\/java\/|Tests?\.java$/],
  ['hibernate quarkus micronaut maven jakarta jakarta-ee javafx', 'java', ''],
  ['jetpack-compose ktor compose-multiplatform', 'kotlin', 'mobile'],
  [
    'laravel',
    'php',
    'backend',
    /\/artisan$|\/app\/Http\/|\/resources\/views\/|\.blade\.php$|\/routes\/(?:web|api)\.php$/,
  ],
  ['phpunit', 'php', 'testing'],
  ['composer', 'php', 'dependencies'],
  ['symfony wordpress drupal magento codeigniter typo3 typo3cms', 'php', 'backend'],
  [
    'asp-net asp.net aspnet asp-net-core aspnetcore blazor maui entity-framework ef-core efcore',
    'csharp',
    'backend',
  ],
  ['xunit nunit mstest', 'csharp', 'testing', /Tests?\.cs$/],
  ['winforms wpf uwp winui winui3 vsix vsixtoolkit', 'csharp', 'frontend'],
  ['unity unity3d', 'csharp', ''],
  ['swiftui uikit vapor swiftdata', 'swift', 'mobile'],
  ['flutter riverpod', 'dart', 'mobile', /\/pubspec\.yaml$|\/lib\/.*\.dart$/],
  ['phoenix liveview phoenix-liveview ecto', 'elixir', '', /\/lib\/\w+_web\/|\.heex$/],
  ['actix axum tokio tauri bevy cargo rocket leptos', 'rust', ''],
  ['gin echo gorm cobra', 'go', 'backend'],
  ['tailwind tailwindcss tailwind-css bootstrap', 'css', 'frontend'],
  ['sveltekit', 'svelte', 'frontend', /\/\+(?:page|layout|server)/],
  ['vuex pinia vuetify vitepress', 'vue', 'frontend'],
  ['hardhat openzeppelin', 'solidity', ''],
  ['terragrunt', 'terraform', 'infrastructure'],
  ['pester', 'powershell', 'testing', /\.tests\.ps1$/i],
  ['qt unreal unreal-engine cmake', 'cpp', ''],
  ['apollo', 'graphql', ''],
  ['snowflake bigquery redshift tsql', 'sql', 'databases'],
  ['salesforce', 'apex', ''],
  ['shiny tidyverse ggplot2', 'r', ''],
]

const byName: ReadonlyMap<string, Framework> = new Map(
  FRAMEWORKS.flatMap(([names, languages, domain, files = null]) => {
    const framework = { languages: languages.split(' '), domain: domain || null, files }
    return names.split(' ').map((name) => [name, framework] as const)
  }),
)

const firstWords: ReadonlySet<string> = new Set(
  [...byName.keys()].flatMap((name) => name.match(/^[^-]+(?=-)/) ?? []),
)

/** Returns true for a word, in lower case, with which a framework of several words begins. */
export function beginsFramework(word: string): boolean {
  return firstWords.has(word)
}

/** Names that are ordinary words or other products too. As a part of a longer name they count only where the code agrees. */
const AMBIGUOUS: ReadonlySet<string> = new Set(
  'express echo gin unity rocket remix ember phoenix spring bun flask composer poetry convex apollo electron cargo expo shiny drizzle prettier bootstrap backbone hotwire cobra vapor maui qt'.split(
    ' ',
  ),
)

/** Returns true for names of frameworks that are ordinary words or other products too. */
export function isAmbiguousFramework(name: string): boolean {
  return AMBIGUOUS.has(name)
}

/** Returns a framework by its name, in lower case with `-` for spaces, or `null` for unknown words. */
export function frameworkOf(name: string): Framework | null {
  return byName.get(name) ?? null
}
