/**
 * Nothing outside its rooms asks which kind of data, task, family, body or learner something is: it asks a property of
 * what the registry gives. The names are those of the registries, so that one that is added later is watched as well.
 * What counts as asking: `x === 'name'`, `x === entry.type`, `case 'name'`, `['name'].includes(x)`, `new Set(['name'])`,
 * `x.startsWith('name')` and the like, a record of two names or more (`{ classification: ..., regression: ... }`), and
 * an accessor that answers only for one kind or body (`gridOf(x)`) where its answer is a condition.
 * A name that means something else as well (`text` is a type of column, too) counts beside a word that tells it apart.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseSync } from 'vite';
import { bodies } from '#/core/bodies/registry';
import { families } from '#/core/families/registry';
import { kinds } from '#/core/kinds/registry';
import { learners } from '#/core/learners/registry';
import { columnTypes, datasetKinds } from '#/core/protocol/dataset';
import { tasks } from '#/core/tasks/registry';

const registered = {
  kind: [...kinds.all.map(({ type }) => type), ...datasetKinds],
  task: tasks.all.map(({ type }) => type),
  family: families.all.map(({ type }) => type),
  body: bodies.all.map(({ type }) => type),
  learner: learners.all.map(({ type }) => type),
};
const thingOf = new Map(
  Object.entries(registered).flatMap(([thing, names]) => names.map((name) => [name, thing] as const)),
);
/** Also names of something else: types of columns, scales of charts, optimisers, cells of layers, fields of records. */
const ambiguous = new Set<string>([
  ...columnTypes,
  'linear',
  'kernel',
  'sgd',
  'lstm',
  'gru',
  'images',
  'events',
  'network',
  'audio',
  'graphs',
  'onnx',
  'tensors',
  'video',
]);
const telling = /dataset|schema|task|family|body|learner|input\.kind/i;

/** What an accessor answers for one alone, and undefined for every other. */
const accessors = new Set(['gridOf', 'fittedGridOf', 'fittedTableOf', 'networkOf']);

const rooms = ['kinds', 'tasks', 'families', 'bodies', 'learners'].flatMap((room) =>
  ['core', 'data', 'engine', 'app', 'ui'].map((layer) => `${layer}/${room}/`),
);
/** What only one kind is made of, below every layer's kinds/: an accessor may decide here, a name may not. */
const ownCode = ['core/grid/', 'data/grid/', 'ui/viewers/grid/'];

/** Each with the reason. */
const exceptions = new Map([['core/grid/gridOf.ts', 'the accessors themselves']]);

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

const textOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

/** The entry of a registry that `entry.type` names. */
const entryOf = (node: unknown): string | undefined => {
  if (!isNode(node) || node.type !== 'MemberExpression') return undefined;
  const { object, property } = node as unknown as { object: Node; property: Node };
  return property.name === 'type' && object.type === 'Identifier' ? String(object.name) : undefined;
};

const nameIn = (node: unknown): string | undefined => {
  const name = textOf(node) ?? entryOf(node);
  return name !== undefined && thingOf.has(name) ? name : undefined;
};

const unwrapped = (node: unknown): unknown =>
  isNode(node) &&
  [
    'TSAsExpression',
    'TSSatisfiesExpression',
    'TSNonNullExpression',
    'ParenthesizedExpression',
    'ChainExpression',
  ].includes(node.type)
    ? unwrapped(node.expression)
    : node;

const elementsOf = (node: unknown): unknown[] => {
  const array = unwrapped(node);
  return isNode(array) && array.type === 'ArrayExpression' ? (array.elements as unknown[]) : [];
};

const equalities = new Set(['===', '!==', '==', '!=']);
const asking = new Set(['includes', 'indexOf', 'has', 'startsWith', 'endsWith', 'match', 'localeCompare']);

/** Names a node asks for by itself, with what it asks. */
function askedBy(node: Node): { names: unknown[]; of: unknown[] } {
  const { left, right, operator, callee, discriminant, cases, properties } = node;
  const args = node.arguments as unknown[];
  if (node.type === 'BinaryExpression' && equalities.has(String(operator)))
    return { names: [left, right], of: [left, right] };
  if (node.type === 'SwitchStatement')
    return { names: (cases as Node[]).map(({ test }) => test), of: [discriminant] };
  if (node.type === 'CallExpression' && isNode(callee) && callee.type === 'MemberExpression') {
    const { object, property } = callee as unknown as { object: Node; property: Node };
    if (asking.has(String(property.name)))
      return { names: [...args, ...elementsOf(object)], of: [object, ...args] };
  }
  if (node.type === 'NewExpression' && isNode(callee) && ['Set', 'Map'].includes(String(callee.name))) {
    const [list] = args;
    return { names: elementsOf(list).flatMap((one) => [one, elementsOf(one)[0]]), of: [] };
  }
  if (node.type === 'ObjectExpression') {
    const keys = (properties as Node[]).flatMap(({ key }) =>
      isNode(key) ? [{ ...key, type: 'Literal', value: key.name ?? key.value }] : [],
    );
    const things = keys.flatMap((key) => thingOf.get(nameIn(key) ?? '') ?? []);
    if (things.some((thing, i) => things.indexOf(thing) !== i)) return { names: keys, of: [] };
  }
  return { names: [], of: [] };
}

/** What a node decides by. */
function conditionsOf(node: Node): unknown[] {
  const { test, left, argument, operator, right } = node;
  if (['IfStatement', 'ConditionalExpression', 'WhileStatement'].includes(node.type)) return [test];
  if (node.type === 'LogicalExpression' && operator !== '??') return [left, right];
  if (node.type === 'UnaryExpression' && operator === '!') return [argument];
  if (node.type === 'BinaryExpression' && equalities.has(String(operator))) return [left, right];
  return [];
}

const accessorIn = (node: unknown): string | undefined => {
  const call = unwrapped(node);
  if (!isNode(call) || call.type !== 'CallExpression') return undefined;
  const name = (call.callee as Node).name;
  return accessors.has(String(name)) ? String(name) : undefined;
};

const mentions = new RegExp(`\\b(${[...thingOf.keys(), ...accessors].join('|')})\\b`);

/** Where a source asks, as "line: what". */
function questionsIn(source: string, file: string): string[] {
  if (!mentions.test(source)) return [];
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message}`);
  const lineOf = (at: number) => source.slice(0, at).split('\n').length;
  const nodes: Node[] = [];
  const visit = (node: Node): void => {
    nodes.push(node);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program as unknown as Node);
  // Of variables that hold what an accessor answered.
  const answers = new Map(
    nodes.flatMap(({ type, id, init }) => {
      const accessor = type === 'VariableDeclarator' ? accessorIn(init) : undefined;
      return accessor && isNode(id) && id.type === 'Identifier' ? [[String(id.name), accessor] as const] : [];
    }),
  );
  const found = nodes.flatMap((node) => {
    const { names, of } = askedBy(node);
    const words = of.filter(isNode).map((one) => source.slice(one.start, one.end as number));
    const asked = names
      .map(nameIn)
      .filter((name) => name !== undefined)
      .filter((name) => !ambiguous.has(name) || words.some((word) => telling.test(word.replace(name, ''))));
    const accessorsUsed = conditionsOf(node).flatMap((condition) => {
      const one = unwrapped(condition);
      const held = isNode(one) && one.type === 'Identifier' ? answers.get(String(one.name)) : undefined;
      return accessorIn(condition) ?? held ?? [];
    });
    return [
      ...asked.map((name) => `${lineOf(node.start)}: asks for the ${thingOf.get(name)} ${name}`),
      ...accessorsUsed.map((name) => `${lineOf(node.start)}: decides by ${name}`),
    ];
  });
  return [...new Set(found)];
}

const root = new URL('../src', import.meta.url).pathname;
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter(
    (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\.d\.ts$|(^|\/)fixtures\/|ForTest\.ts$/.test(path),
  );

it('sees every way of asking', () => {
  const snippet = `
    import { classification } from '#/core/tasks/classification';
    if (task.type === 'forecast') run();
    const isNumber = kind !== 'regression' ? 1 : 2;
    switch (body.type) { case 'network': break; }
    if (['cnn4d', 'other'].includes(family)) run();
    const preferred = new Set(['mlp']);
    const titles = { classification: 'Classes', regression: 'Numbers' } as const;
    if (task.type === classification.type) run();
    const size = fittedGridOf(version) ? 1 : 2;
    const grid = gridOf(schema);
    if (!grid) run();
    if (version.kind === 'tabular' && learner === 'sgd') run();
  `;
  expect(questionsIn(snippet, 'snippet.ts')).toEqual([
    '3: asks for the task forecast',
    '4: asks for the task regression',
    '5: asks for the body network',
    '6: asks for the family cnn4d',
    '7: asks for the family mlp',
    '8: asks for the task classification',
    '8: asks for the task regression',
    '9: asks for the task classification',
    '10: decides by fittedGridOf',
    '12: decides by gridOf',
    '13: asks for the kind tabular',
    '13: asks for the learner sgd',
  ]);
});

it('lets through what only names or has', () => {
  const snippet = `
    const task = { type: 'forecast', target: 'future' };
    const channels = fittedGridOf(version)?.channels ?? [];
    if (column.type === 'text' || scale === 'linear') run();
    const family = families.get('mlp');
    if (taskOf(task).frames && gridOf(schema).labels) run();
  `;
  expect(questionsIn(snippet, 'snippet.ts')).toEqual([]);
});

it('finds none outside their rooms', () => {
  expect(sources.length).toBeGreaterThan(500);
  const isIn = (path: string, folders: readonly string[]) =>
    folders.some((folder) => path.startsWith(folder));
  const asked = sources
    .filter((path) => !isIn(path, rooms) && !exceptions.has(path))
    .flatMap((path) =>
      questionsIn(readFileSync(`${root}/${path}`, 'utf8'), path)
        .filter((question) => !isIn(path, ownCode) || !question.includes('decides by'))
        .map((question) => `${path}:${question}`),
    );
  expect(asked).toEqual([]);
});

it('excuses few, and none for nothing', () => {
  expect(exceptions.size).toBeLessThanOrEqual(5);
  const idle = [...exceptions.keys()].filter(
    (path) => questionsIn(readFileSync(`${root}/${path}`, 'utf8'), path).length === 0,
  );
  expect(idle).toEqual([]);
});
