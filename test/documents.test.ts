/** Documents as they are dropped: a file, a folder of labels, an archive, a page; and what is none. */
import { readFileSync } from 'node:fs';
import { BlobReader, BlobWriter, configure, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { uniforms } from '#/core/random/random';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`documents-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

type Content = string | Uint8Array<ArrayBuffer>;

async function imported(name: string, content: Content, options: object = {}) {
  const { jobId, datasetId } = await run('datasets.import', {
    files: [new File([content], name)],
    ...options,
  });
  const job = await run('jobs.wait', { id: jobId });
  if (job.status !== 'completed') return { error: job.error, datasetId };
  const { version } = await run('datasets.get', { id: datasetId });
  if (!version) throw new Error('no version');
  const { rows } = await run('datasets.rows', { versionId: version.id, start: 0, count: 20 });
  return { version, rows, datasetId };
}
async function zipOf(files: Record<string, Content>): Promise<Uint8Array<ArrayBuffer>> {
  configure({ useWebWorkers: false });
  const zip = new ZipWriter(new BlobWriter());
  for (const [path, content] of Object.entries(files))
    await zip.add(path, new BlobReader(new Blob([content])));
  return new Uint8Array(await (await zip.close()).arrayBuffer());
}

const story = 'It was late.\nNobody came.\n\nThen it rained, and the cat went in.\n\n\nThe end of it.\n';

describe('one document', () => {
  it.each([
    ['story.txt', story],
    ['story.md', `---\ntitle: x\n---\n${story}`],
    [
      'story.html',
      `<html><body><p>It was late. Nobody came.</p><script>1</script><p>Then it rained, and the cat went in.</p><p>The end of it.</p></body></html>`,
    ],
    ['latin.txt', Uint8Array.from(story.replace('late', 'früh é'), (c) => c.charCodeAt(0))],
  ])('%s falls into its paragraphs', async (name, content) => {
    const { version, rows } = await imported(name, content);
    expect(version?.schema).toMatchObject({ kind: 'text', data: { column: 0 } });
    expect(rows?.map(([text]) => text)).toEqual([
      expect.stringMatching(/^It was (late|früh é)\. Nobody came\.$/),
      'Then it rained, and the cat went in.',
      'The end of it.',
    ]);
  });

  it('falls into what is asked for', async () => {
    const { rows } = await imported('story.txt', story, {
      kind: 'text',
      options: { text: { samples: 'lines' } },
    });
    expect(rows?.map(([text]) => text)).toEqual([
      'It was late.',
      'Nobody came.',
      'Then it rained, and the cat went in.',
      'The end of it.',
    ]);
  });

  it('a table called .txt is a table', async () => {
    const { version } = await imported('numbers.txt', 'a,b\n1,2\n3,4\n5,6\n');
    expect(version?.schema.kind).toBe('tabular');
  });
});

describe('several documents', () => {
  const labelled = {
    'mail/train/spam/1.txt': 'Win a big prize now, call today',
    'mail/train/ham/1.txt': 'See you at lunch, bring the book',
    'mail/test/spam/2.txt': 'Free money for you, only this week',
    'mail/test/ham/2.txt': 'The train is late again, start without me',
    'mail/test/ham/3.txt': Uint8Array.of(0, 1, 2, 0, 255, 3),
    'mail/readme.pdf': '%PDF-1.4',
  };

  it('have labels and parts by their folders; what is none is told', async () => {
    const { version, rows } = await imported('mail.zip', await zipOf(labelled));
    expect(version?.schema.columns).toMatchObject([
      { name: 'text', type: 'text', role: 'feature' },
      { name: 'label', role: 'target' },
      { name: 'split', role: 'split' },
      { name: 'file', role: 'ignored' },
    ]);
    expect(rows?.length).toBe(4);
    expect(rows).toContainEqual([
      'Win a big prize now, call today',
      'spam',
      'train',
      'mail/train/spam/1.txt',
    ]);
    expect(version?.issues.map(({ message }) => message).join('\n')).toMatch(/no text/);
  });

  it('long ones without folders are told apart by their files', async () => {
    const sample = readFileSync(new URL('../public/samples/authors.zip', import.meta.url));
    const { version, rows } = await imported('authors.zip', new Uint8Array(sample));
    expect(version?.schema.columns).toMatchObject([{ name: 'text' }, { name: 'file', role: 'target' }]);
    expect(version?.rows).toBe(197);
    expect(rows?.[0]?.[1]).toBe('austen');
  });
});

it.each([
  ['textPool', 12],
  ['textLinear', 40],
])('the sample trains in one go: %s', { timeout: 180_000 }, async (family, epochs) => {
  const { jobId, datasetId } = await run('datasets.import', {
    files: [
      new File([readFileSync(new URL('../public/samples/authors.zip', import.meta.url))], 'authors.zip'),
    ],
  });
  await run('jobs.wait', { id: jobId });
  const trained = await run('training.submit', {
    datasetId,
    target: 'file',
    family,
    training: { backend: 'wasm', epochs },
  });
  expect((await run('jobs.wait', { id: trained.jobId })).error).toBeUndefined();
  const { figure } = await run('runs.get', { id: trained.runId });
  expect(figure?.value).toBeGreaterThan(0.75);
});

describe('bad input', () => {
  it.each<[string, string, Content, RegExp]>([
    ['a binary', 'x.txt', Uint8Array.of(0x50, 0, 1, 2, 3, 0, 0, 9), /binary/],
    ['a binary page', 'x.html', Uint8Array.of(0x3c, 0x70, 0x3e, 0, 0, 1), /zero|binary|no text/],
    ['nothing', 'x.md', ' \n \n', /no rows|empty|no text/i],
  ])('%s ends in an error that names the file', async (_what, name, content, message) => {
    const { error, datasetId } = await imported(name, content);
    expect(error?.message).toMatch(message);
    expect(error?.place).toContain(name);
    expect((await run('datasets.list', {})).some(({ dataset }) => dataset.id === datasetId)).toBe(false);
  });

  it('bytes that are no UTF-8 become their sign', async () => {
    const bytes = new TextEncoder().encode(`${'Good words é stand here. '.repeat(20)}\n\nX bad\n`);
    bytes[bytes.indexOf(88)] = 0xff;
    const { rows } = await imported('x.md', bytes);
    expect(rows?.at(-1)?.[0]).toBe('\ufffd bad');
  });

  it('a line of 30 MB is cut, and read', async () => {
    const { version } = await imported(
      'long.txt',
      `Some words to begin with. ${'lorem ipsum '.repeat(2_500_000)}`,
    );
    expect(version?.rows).toBeGreaterThan(290);
  });

  it('mutations of documents end in a dataset or an error', async () => {
    const page = `<html><body><p>It was late.</p><p>Caf&eacute; &#8211; <b>x</b></p></body></html>`;
    const fixtures: [string, Uint8Array<ArrayBuffer>][] = [
      ['a.html', new TextEncoder().encode(page)],
      ['a.txt', new TextEncoder().encode(story)],
      ['a.md', new TextEncoder().encode(`---\na: b\n---\n# T\n\n${story}`)],
      ['a.zip', await zipOf({ 'x/1.txt': story, 'y/2.txt': story })],
    ];
    const draws = uniforms(5, 'mutations', 0, 80 * 8);
    let read = 0;
    for (let i = 0; i < 80; i++) {
      const [name, bytes] = fixtures[i % fixtures.length] as (typeof fixtures)[number];
      const mutant = bytes.slice(
        0,
        draws[i * 8]! > 0.8 ? Math.ceil(bytes.length * draws[i * 8 + 1]!) : undefined,
      );
      for (let k = 2; k < 5; k++)
        mutant[Math.floor(draws[i * 8 + k]! * mutant.length)] = Math.floor(draws[i * 8 + 5]! * 256);
      const { version, error } = await imported(name, mutant);
      if (version) read++;
      else expect(error?.code).not.toBe('internal');
    }
    expect(read).toBeGreaterThan(16);
  }, 240_000);
});
