/** A framework or library that code is written with. */
export interface Framework {
  /**
   * The languages that it is used from. When there are several, the first counts unless the standard's own words or code name
   * another one.
   */
  readonly languages: readonly string[]
  /** Matches paths (`/`-separated, with a leading `/`) of files that belong to it. */
  readonly files: RegExp | null
}

/** Names that are written in words of their own, in lower case, with `-` for spaces and dots. Aliases follow the name. */
const FRAMEWORKS: readonly (readonly [names: string, languages: string, files?: RegExp])[] = [
  ['react reactjs react-js', 'typescript javascript', /\.[jt]sx$/],
  [
    'nextjs next-js next.js',
    'typescript javascript',
    /\/next\.config\.[a-z]+$|\/app\/(?:.*\/)?(?:page|layout|route|loading|error)\.[jt]sx?$|\/pages\/.*\.[jt]sx?$/,
  ],
  [
    'react-native expo',
    'typescript javascript',
    /\/(?:metro\.config\.js|app\.json)$|\.(?:native|ios|android)\.[jt]sx?$/,
  ],
  ['angular angularjs', 'typescript', /\/angular\.json$|\.(?:component|directive|pipe|module)\.(?:ts|html)$/],
  ['nestjs nest-js', 'typescript', /\.(?:controller|module|service|guard|interceptor|dto)\.ts$/],
  ['nuxt nuxtjs nuxt-js', 'vue', /\/nuxt\.config\.[jt]s$/],
  ['remix', 'typescript javascript', /\/remix\.config\.js$|\/app\/routes\//],
  ['gatsby', 'javascript', /\/gatsby-[a-z]+\.[jt]s$/],
  ['astro', 'typescript javascript', /\.astro$/],
  ['solidjs solid-js qwik preact', 'typescript javascript'],
  ['express expressjs express-js fastify koa hapi', 'javascript'],
  ['hono trpc prisma drizzle zod typeorm', 'typescript'],
  ['redux zustand mobx tanstack react-query swr', 'typescript javascript'],
  ['shadcn radix chakra-ui material-ui mui', 'typescript javascript'],
  ['electron', 'typescript javascript'],
  ['jest vitest mocha jasmine cypress', 'typescript javascript', /\.(?:test|spec|cy)\.[cm]?[jt]sx?$/],
  ['playwright', 'typescript javascript', /\/e2e\/|\.spec\.[jt]sx?$/],
  ['webpack vite rollup esbuild eslint prettier biome', 'javascript'],
  ['npm pnpm yarn', 'javascript'],
  ['jquery d3 d3js three-js threejs p5js backbone emberjs ember', 'javascript'],
  ['deno bun', 'typescript javascript'],
  [
    'django',
    'python',
    /\/(?:manage|settings|urls|models|views|admin|serializers|forms)\.py$|\/migrations\/\d+_\w+\.py$/,
  ],
  ['flask', 'python', /\/(?:app|wsgi|routes)\.py$/],
  ['fastapi', 'python', /\/(?:main|dependencies)\.py$|\/(?:routers|schemas)\/.*\.py$/],
  ['pytest', 'python', /\/(?:test_\w+|\w+_test|conftest)\.py$|\/pytest\.ini$/],
  [
    'pandas numpy scipy sklearn scikit-learn pytorch tensorflow keras jupyter matplotlib',
    'python',
    /\.ipynb$/,
  ],
  ['sqlalchemy pydantic celery streamlit gradio langchain langgraph llamaindex poetry', 'python'],
  [
    'rails ruby-on-rails',
    'ruby',
    /\/app\/(?:models|controllers|views|helpers|jobs|mailers|channels)\/|\/config\/routes\.rb$|\/db\/(?:migrate\/|schema\.rb)/,
  ],
  ['rspec sinatra sidekiq hotwire', 'ruby', /_spec\.rb$/],
  [
    'spring spring-boot springboot',
    'java',
    /\/application(?:-\w+)?\.(?:ya?ml|properties)$|\/src\/main\/java\/|(?:Controller|Service|Repository)\.java$/,
  ],
  ['junit mockito', 'java', /\/src\/test\/java\/|Tests?\.java$/],
  ['hibernate quarkus micronaut maven jakarta jakarta-ee javafx', 'java'],
  ['jetpack-compose ktor compose-multiplatform', 'kotlin'],
  [
    'laravel',
    'php',
    /\/artisan$|\/app\/Http\/|\/resources\/views\/|\.blade\.php$|\/routes\/(?:web|api)\.php$/,
  ],
  ['symfony wordpress drupal magento codeigniter phpunit composer', 'php'],
  ['asp-net asp.net aspnet asp-net-core aspnetcore blazor maui entity-framework ef-core efcore', 'csharp'],
  ['xunit nunit mstest', 'csharp', /Tests?\.cs$/],
  ['unity unity3d winforms wpf uwp winui', 'csharp'],
  ['swiftui uikit vapor swiftdata', 'swift'],
  ['flutter riverpod', 'dart', /\/pubspec\.yaml$|\/lib\/.*\.dart$/],
  ['phoenix liveview phoenix-liveview ecto', 'elixir', /\/lib\/\w+_web\/|\.heex$/],
  ['actix axum tokio tauri bevy cargo rocket leptos', 'rust'],
  ['gin echo gorm cobra', 'go'],
  ['tailwind tailwindcss tailwind-css bootstrap', 'css'],
  ['sveltekit', 'svelte', /\/\+(?:page|layout|server)/],
  ['vuex pinia vuetify vitepress', 'vue'],
  ['hardhat foundry openzeppelin', 'solidity'],
  ['terragrunt', 'terraform'],
  ['pester', 'powershell', /\.tests\.ps1$/i],
  ['qt unreal unreal-engine cmake', 'cpp'],
  ['apollo', 'graphql'],
  ['shiny tidyverse ggplot2', 'r'],
]

const byName: ReadonlyMap<string, Framework> = new Map(
  FRAMEWORKS.flatMap(([names, languages, files = null]) => {
    const framework = { languages: languages.split(' '), files }
    return names.split(' ').map((name) => [name, framework] as const)
  }),
)

/** Returns a framework by its name, in lower case with `-` for spaces, or `null` for unknown words. */
export function frameworkOf(name: string): Framework | null {
  return byName.get(name) ?? null
}
