/** Graphs that networkx wrote have the nodes, edges, degrees and components that it counts. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { GraphOptions, SeenGraph } from '#/core/graphs/graphOptions';
import { graphOf } from '#/core/graphs/graphSchema';
import { layoutGraph } from '#/core/graphs/layoutGraph';
import { targetsOf } from '#/core/train/targets';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { createDataService } from '../dataService';

interface Expected {
  names: [string, string];
  withNodes: boolean;
  ending: string;
  degrees: Record<string, number>;
  directed: boolean;
}
const read = (name: string) =>
  readFileSync(new URL(`../../core/graphs/fixtures/${name}`, import.meta.url), 'utf8');
const expected = JSON.parse(read('expected.json')) as Record<string, Expected>;

async function open() {
  const storage = await freshStorage();
  const data = createDataService(async () => storage);
  return {
    data,
    async import([file, ...more]: File[], options: GraphOptions = {}) {
      const { id: datasetId } = await storage.datasets.create({ name: 'g', kind: 'graphs' });
      const request = { jobId: 'j', datasetId, file: file as File, more, kind: 'graphs' as const, options };
      return await data.import(request, new MessageChannel().port2);
    },
  };
}
const file = (text: string, name = 'edges.csv') => new File([text], name);
const told = ({ issues }: { issues: { message: string }[] }) =>
  issues.map(({ message }) => message).join('\n');

it.each(Object.entries(expected))(
  '%s',
  async (name, { names, withNodes, ending, degrees, directed, ...facts }) => {
    const { data, import: importIt } = await open();
    const edges = file(read(`${name}.edges.${ending}`), `edges.${ending}`);
    const nodes = withNodes ? [file(read(`${name}.nodes.${ending}`), `nodes.${ending}`)] : [];
    // Whichever comes first.
    for (const files of withNodes
      ? [
          [edges, ...nodes],
          [...nodes, edges],
        ]
      : [[edges]]) {
      const version = await importIt(files, { directed });
      const graph = graphOf(version.schema);
      expect(graph).toMatchObject({ ...facts, source: names[0], target: names[1], directed });
      const seen = (await data.view('graphs', version.id, { most: 1000, mostEdges: 5000 })) as SeenGraph;
      expect(Object.fromEntries(seen.names.map((node, i) => [node, seen.degrees[i]]))).toEqual(degrees);
      expect(seen.source.length).toBe(graph.edges);
      const targets = targetsOf(version).flatMap(({ name, task }) => (task ? [name] : []));
      expect(targets).not.toContain('degree');
      expect(targets).not.toContain(graph.node);
      expect(targets.length > 0).toBe(withNodes);
    }
  },
);

it('edges to nodes that are not there, without an end, and nodes named twice are told', async () => {
  const { import: importIt } = await open();
  const version = await importIt([
    file('from,to\na,b\nb,c\nc,x\n,a\nb,a\n'),
    file('name,age\na,1\nb,2\nc,3\nd,4\n', 'people.csv'),
  ]);
  expect(graphOf(version.schema)).toMatchObject({
    node: 'name',
    nodes: 4,
    edges: 3,
    isolated: 1,
    components: 2,
  });
  expect(told(version)).toContain(
    '1 edge goes to nodes that the table of nodes does not have (“x”) and is left out.',
  );
  expect(told(version)).toContain('1 edge lacks an end and is left out.');
});

it('what is no graph is refused', async () => {
  const { import: importIt } = await open();
  await expect(importIt([file('a1,b1\n1.5,x\n2.5,y\n')])).rejects.toMatchObject({
    message: 'The table has no two columns that name the same things, so its rows are no edges.',
  });
  await expect(importIt([file('x,y\n1,2\n'), file('p,q\nr,s\nt,u\n')])).rejects.toMatchObject({
    code: 'badInput',
  });
  await expect(importIt([file('source,target\n')])).rejects.toMatchObject({ code: 'badInput' });
  await expect(importIt([file('source,target\na,b\n')], { source: 'from' })).rejects.toMatchObject({
    message: 'There is no column “from”.',
  });
});

it('a drawing lies within its frame, apart, and is the same each time', () => {
  const [source, target] = [
    [0, 1, 2],
    [1, 2, 3],
  ];
  const first = layoutGraph(6, source, target);
  expect(layoutGraph(6, source, target)).toEqual(first);
  for (const values of [first.x, first.y]) {
    expect(Math.min(...values)).toBe(0);
    expect(Math.max(...values)).toBe(1);
  }
  const near = (a: number, b: number) =>
    Math.hypot(
      (first.x[a] as number) - (first.x[b] as number),
      (first.y[a] as number) - (first.y[b] as number),
    );
  expect(near(0, 1)).toBeLessThan(near(0, 3));
});
