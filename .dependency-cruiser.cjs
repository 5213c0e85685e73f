// Who may import whom: one line per room. Calls go down this table, news goes up through the outbox.
// Change a line when the business asks for it, with a sentence in docs/decisions/.
// test/house/import-table.test.ts plants one forbidden import per rule and expects each to be found.
const mayImport = {
  people: [],
  ledger: [],
  payments: ['people', 'ledger'],
  catalog: ['people'],
  stock: ['people', 'catalog'],
  communities: ['people'],
  curators: ['people', 'communities', 'catalog'],
  commissions: ['people', 'catalog', 'communities', 'curators', 'ledger'],
  sales: ['people', 'catalog', 'stock', 'communities', 'curators', 'commissions'],
  attribution: ['people', 'communities', 'curators', 'sales'],
  passes: ['people', 'payments', 'ledger'],
  campaigns: ['people', 'catalog', 'stock', 'communities', 'sales', 'payments', 'ledger'],
  orders: [
    ...['people', 'catalog', 'stock', 'communities', 'curators', 'sales', 'attribution', 'campaigns', 'passes'],
    ...['commissions', 'payments', 'ledger'],
  ],
  claims: [
    ...['people', 'catalog', 'stock', 'communities', 'curators', 'sales', 'campaigns', 'orders', 'commissions'],
    ...['payments', 'ledger'],
  ],
  sharing: ['people', 'catalog', 'communities', 'curators', 'sales', 'attribution', 'campaigns', 'orders'],
  integrity: ['people', 'communities', 'attribution', 'orders', 'payments', 'claims', 'sharing'],
  settlements: [
    ...['people', 'catalog', 'stock', 'communities', 'curators', 'sales', 'orders', 'claims', 'commissions'],
    ...['payments', 'ledger', 'integrity'],
  ],
  trust: [
    ...['people', 'catalog', 'communities', 'curators', 'sales', 'attribution', 'campaigns', 'orders', 'sharing'],
    ...['claims', 'integrity'],
  ],
  plans: ['people', 'catalog', 'communities', 'curators', 'sales', 'orders', 'sharing', 'trust'],
  notices: ['people'],
  storefront: [], // every room except insight and rehearsal, filled in below
  insight: [], // every room except rehearsal, filled in below
  rehearsal: [], // no room: it drives the shop through HTTP and sees contracts only
}

const rooms = Object.keys(mayImport)
mayImport.storefront = rooms.filter((room) => !['storefront', 'insight', 'rehearsal'].includes(room))
mayImport.insight = rooms.filter((room) => !['insight', 'rehearsal'].includes(room))
const belowNotices = ['people', 'ledger', 'notices', 'rehearsal']
for (const room of rooms) {
  if (!belowNotices.includes(room) && !mayImport[room].includes('notices')) mayImport[room].push('notices')
}

const aTest = '[.]test[.]tsx?$'
const aContract = '^src/[^/]+/contract[a-z-]*[.]ts$'
const pureFiles = [aContract, '^src/platform/(wire|money)[.]ts$', '^node_modules/typebox/']

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const floorPlan = (room) =>
  rule(
    `floor-plan:${room}`,
    `${room} may import only: platform ${mayImport[room].join(' ')}`,
    { path: `^src/${room}/`, pathNot: aTest },
    {
      path: '^src/[^/]+/',
      pathNot: [
        `^src/(${[room, 'platform', ...mayImport[room]].join('|')})/`,
        ...(room === 'rehearsal' ? [aContract] : []),
      ],
    },
  )

const betweenRooms = [
  ...rooms.map(floorPlan),
  rule(
    'one-door',
    'Other rooms enter by index.ts only; a contract may name another contract.',
    { path: '^src/([^/]+)/', pathNot: [aTest, aContract, '^src/rehearsal/'] },
    { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/platform/', '^src/[^/]+/index[.]ts$'] },
  ),
  rule(
    'wiring-uses-doors',
    'server.ts, worker.ts, cli.ts and their like wire rooms by index.ts only.',
    { path: '^src/[^/]+[.]tsx?$' },
    { path: '^src/[^/]+/', pathNot: ['^src/platform/', '^src/[^/]+/index[.]ts$'] },
  ),
  rule(
    'rooms-know-no-wiring',
    'Only the ways in wire; a room imports nothing that lies directly in src/.',
    { path: '^src/[^/]+/', pathNot: aTest },
    { path: '^src/[^/]+$' },
  ),
  rule(
    'new-room-needs-a-line',
    'Add the room to mayImport first.',
    { path: '^src/[^/]+/', pathNot: `^src/(platform|${rooms.join('|')})/` },
    { path: '.' },
  ),
  rule(
    'platform-knows-no-room',
    'platform stands below every room.',
    { path: '^src/platform/', pathNot: aTest },
    { path: '^src/', pathNot: '^src/platform/' },
  ),
]

const insideARoom = [
  rule(
    'contract-is-pure',
    'contract.ts (and contract-….ts) runs in browsers: only wire, money, TypeBox and other contracts.',
    { path: [aContract, '^src/platform/(wire|money)[.]ts$'] },
    { path: '.', pathNot: pureFiles },
  ),
  rule(
    'http-holds-no-sql',
    'http.ts parses, calls one use case, presents.',
    { path: '/http[.]tsx?$', pathNot: '^src/platform/' },
    { path: '/sql[.]ts$' },
  ),
  rule(
    'one-driver',
    'Only platform/db.ts talks to the driver.',
    { path: '^src/', pathNot: ['^src/platform/db[.]ts$', aTest] },
    { path: '(^|/)(pg|pg-[^/]+)(/|$)' },
  ),
]

const serverAndBrowser = [
  rule(
    'web-sees-contracts-only',
    'Browsers get contract.ts (and wire, money), nothing else of the server.',
    { path: '^web/', pathNot: aTest },
    { path: '^src/', pathNot: [aContract, '^src/platform/(wire|money)[.]ts$'] },
  ),
  rule(
    'server-knows-no-page',
    'Only storefront renders pages; no other room reads web/.',
    { path: '^src/', pathNot: '^src/storefront/' },
    { path: '^web/' },
  ),
  rule(
    'storefront-renders-its-own-pages',
    'The server-rendered shop shares code with web/storefront and web/shared only.',
    { path: '^src/storefront/' },
    { path: '^web/', pathNot: '^web/(storefront|shared)/' },
  ),
  rule(
    'apps-stay-apart',
    'Browser apps meet in web/shared only.',
    { path: '^web/([^/]+)/', pathNot: aTest },
    { path: '^web/[^/]+/', pathNot: ['^web/$1/', '^web/shared/'] },
  ),
  rule(
    'shared-runs-under-both',
    'web/shared runs under React and Preact: no package of one app alone.',
    { path: '^web/shared/' },
    { path: '^node_modules/(preact|antd|react-dom|@ant-design|@tanstack|echarts)/' },
  ),
]

const everywhere = [
  rule('no-unresolved', 'Every import must lead somewhere.', {}, { couldNotResolve: true }),
  rule('no-circles', 'Data goes one way.', {}, { circular: true }),
  rule(
    'product-needs-no-tests',
    'The product does not depend on its tests, benches or setup.',
    { path: '^(src|web)/', pathNot: aTest },
    { path: ['^(test|bench|setup)/', aTest] },
  ),
  rule(
    'product-needs-no-tools',
    'What ships may not import a devDependency.',
    { path: '^src/', pathNot: aTest },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'declared-packages-only',
    'A package must be named in package.json before it is imported.',
    { path: '^(src|web|test|bench|setup)/' },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  rule(
    'setup-runs-before-install',
    'setup/ works in a fresh clone, before any package is there (build.mjs comes after).',
    { path: '^setup/', pathNot: '^setup/build[.]mjs$' },
    { path: '^node_modules/' },
  ),
]

module.exports = {
  forbidden: [...betweenRooms, ...insideARoom, ...serverAndBrowser, ...everywhere],
  options: {
    // Type-only imports count: a circle of types is still a circle of meaning.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|[.]data|[.]cache)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
