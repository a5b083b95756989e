/** Sentences of Jane Austen (1813) and Lewis Carroll (1865), from the first chapters of a novel of each. */
import { box } from './make/sketch';
import { defineSample } from './sampleDef';

/** Lines of two pages, in the colours of their writers. */
const page = (left: number, lines: readonly number[]): string =>
  lines.map((length, i) => box(left, 10 + i * 8, length, 3.4)).join('');

export const authors = defineSample({
  type: 'authors',
  name: 'Two authors',
  kind: 'text',
  task: 'classification',
  size: '197 rows, 2 columns',
  about: 'Which of two novels a sentence is from: Austen or Carroll.',
  sketch: [
    { path: page(8, [36, 30, 38, 22, 34, 26]), color: 0 },
    { path: page(56, [30, 38, 24, 36, 32, 20]), color: 1 },
  ],
  fileName: 'authors.zip',
  mime: 'application/zip',
  make: (load) => load('samples/authors.zip'),
});
