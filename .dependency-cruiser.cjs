// The house as a rule: imports go down the floors only, rooms on one floor do not know each other, and
// each library has the few rooms it may be used in.

/** From the ground up; rooms in one row stand on one floor. */
const FLOORS = [
  ['domain'],
  // Runs at strangers: knows the law and the machine it runs on, nothing of ours.
  ['verifier'],
  // What a right, an outcome, a language is called: pages, mails and reports say the same.
  ['words'],
  ['platform'],
  ['audit'],
  ['organisations', 'identity'],
  ['requests'],
  ['intake', 'forwarding', 'deadlines', 'retention', 'setup'],
  ['reports'],
  ['api', 'web', 'cli'],
];

const inside = (rooms) => `^src/(?:${rooms.join('|')})/`;
/** A package as depcruise resolves it, by name. */
const libraries = (...names) => `(?:^|/)node_modules/(?:@types/)?(?:${names.join('|')})(?:/|$)`;

const downwards = FLOORS.slice(0, -1).map((rooms, floor) => ({
  name: `floor-${rooms.join('-')}`,
  comment: 'Imports go down only: what a lower room needs lies in it or below it. Nobody imports the entry.',
  severity: 'error',
  from: { path: inside(rooms) },
  to: { path: [inside(FLOORS.slice(floor + 1).flat()), '^src/[^/]+\\.tsx?$'] },
}));

const neighbours = FLOORS.filter((rooms) => rooms.length > 1).flatMap((rooms) =>
  rooms.map((room) => ({
    name: `neighbours-of-${room}`,
    comment: 'Rooms on one floor do not import each other: what two need lies lower.',
    severity: 'error',
    from: { path: inside([room]) },
    to: { path: inside(rooms.filter((other) => other !== room)) },
  })),
);

/**
 * The web by matter: a folder of `src/web`, or of `src/web/case`, holds the controller, form, page and views of one
 * matter. What two matters need lies in `shell/`, or in `case/` itself if it shows a case. `$1` is the matter that imports.
 */
const matters = [
  {
    name: 'matters-of-the-web-do-not-know-each-other',
    comment: 'What two matters need lies in src/web/shell, or directly in src/web/case.',
    severity: 'error',
    from: { path: '^src/web/(case/[^/]+|(?!case/|shell/|texts/)[^/]+)/' },
    to: { path: '^src/web/', pathNot: ['^src/web/$1/', '^src/web/(?:shell|texts)/', '^src/web/case/[^/]+$'] },
  },
  {
    name: 'what-a-case-shares-knows-no-matter',
    severity: 'error',
    from: { path: '^src/web/case/[^/]+$' },
    to: { path: '^src/web/', pathNot: ['^src/web/case/[^/]+$', '^src/web/(?:shell|texts)/'] },
  },
  {
    name: 'the-shell-knows-no-matter',
    severity: 'error',
    from: { path: '^src/web/(?:shell|texts)/' },
    to: { path: '^src/web/', pathNot: '^src/web/(?:shell|texts)/' },
  },
];

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or the third thing both need is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...downwards,
    ...neighbours,
    ...matters,
    {
      name: 'known-rooms',
      comment: 'A new room gets its floor in FLOORS first.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: inside(FLOORS.flat()) },
      to: {},
    },
    {
      name: 'domain-is-pure',
      comment: 'The law calls nothing. Hashing and signing come from node:crypto, in the two files that name them.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: ['^src/domain/', '^(?:node:)?crypto$'] },
    },
    {
      name: 'domain-crypto-has-an-address',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: '^src/domain/log/(?:sha256|ed25519)\\.ts$' },
      to: { path: '^(?:node:)?crypto$' },
    },
    {
      name: 'typeorm-has-an-address',
      comment: 'Entities, repositories and SQL files; the rest asks a repository.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '\\.(?:entity|repository|sql)\\.ts$',
          '^src/platform/database/',
          '^src/platform/platform\\.module\\.ts$',
          '^src/audit/',
          '^src/entities\\.ts$',
        ],
      },
      to: { path: libraries('typeorm', 'pg', '@nestjs/typeorm') },
    },
    {
      name: 'migrations-run-in-one-place',
      comment: 'platform/database runs the migrations; nobody else reads them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/database/migrate\\.ts$' },
      to: { path: '^(?:migrations/|ormconfig\\.ts$)' },
    },
    {
      name: 'nodemailer-only-in-platform-mail',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/mail/' },
      to: { path: libraries('nodemailer', 'smtp-server', 'imapflow') },
    },
    {
      name: 'strangers-bytes-are-read-in-platform',
      comment: 'Behind a budget and in a thread of their own: ask MailReader, or write a reading.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/' },
      to: { path: libraries('postal-mime', 'html-to-text', 'iconv-lite', '@kenjiuno/msgreader', 'csv-parse') },
    },
    {
      name: 'class-validator-only-at-the-edge',
      comment: 'DTOs and forms are turned into domain values at once.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:api|web|platform/config|platform/http)/' },
      to: { path: libraries('class-validator', 'class-transformer') },
    },
    {
      name: 'preact-only-in-pages-documents-and-mail',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/web/|^src/reports/.*\\.tsx$|mail\\.tsx$' },
      to: { path: libraries('preact', 'preact-render-to-string') },
    },
    {
      name: 'no-tests-in-the-program',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(?:test|bench)/' },
    },
    {
      name: 'no-development-packages',
      comment: '`npm ci --omit=dev` must run the program.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
    cache: false,
  },
};
