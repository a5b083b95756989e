/**
 * How long 100 boosted trees, 6 deep, take beside scikit-learn's on the same cores in the same minutes, and what either is
 * worth on rows it has not seen: ROWS, WIDTH, SEED; 100,000 x 50 unless said.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { normals } from '../random/random';
import { binFeatures } from './binFeatures';
import { boostedSlopes, startScores } from './boostedSlopes';
import { growTree } from './growTree';
import { openHistograms } from './histogramLoops';
import { addLeaves, addTrees, baseScores, TreeList } from './trees';

const rows = Number(process.env['ROWS'] ?? 100_000);
const width = Number(process.env['WIDTH'] ?? 50);
const seed = Number(process.env['SEED'] ?? 1);
const rounds = 100;
const settings = { leaves: 64, depth: 6, leastRows: 20, lambda: 1, rate: 0.1 };

it(`${rows} x ${width}`, { timeout: 3_600_000 }, async () => {
  const x = new Float32Array(normals(seed, 'boosting', 0, rows * width));
  const noise = normals(seed, 'noise', 0, rows);
  const y = Uint8Array.from({ length: rows }, (_, row) => {
    const of = (i: number) => x[row * width + i] as number;
    const score =
      of(0) * of(1) + Math.sin(2 * of(2)) + of(3) ** 2 - 1 + 0.5 * of(4) + 0.7 * (noise[row] as number);
    return Number(score > 0);
  });
  const train = rows - Math.floor(rows / 5);
  const [known, asked] = [x.subarray(0, train * width), x.slice(train * width)];
  const target = Int32Array.from(y.subarray(0, train));
  const start = performance.now();
  const binned = binFeatures(known, width);
  const binnedMs = performance.now() - start;
  const histograms = openHistograms(binned);
  const list = new TreeList(width, startScores(target, 2));
  const scores = baseScores(list, train);
  const all = Int32Array.from({ length: train }, (_, i) => i);
  const columns = Array.from({ length: width }, (_, i) => i);
  for (let round = 0; round < rounds; round++) {
    const slopes = boostedSlopes(scores, target, 2, 1);
    const grown = await growTree(binned, histograms, slopes, all, columns, settings, async () => {});
    list.add(1, grown.tree);
    addLeaves(grown, 1, 2, scores);
  }
  const fitSeconds = (performance.now() - start) / 1000;
  const answered = performance.now();
  const said = baseScores(list, rows - train);
  addTrees(list, [0, rounds], asked, said);
  const answerSeconds = (performance.now() - answered) / 1000;
  const right = y.subarray(train).filter((label, row) => Number((said[2 * row + 1] as number) > 0) === label);
  const accuracy = right.length / (rows - train);
  mkdirSync('.cache/boosting', { recursive: true });
  writeFileSync('.cache/boosting/x.f32', x);
  writeFileSync('.cache/boosting/y.u8', y);
  const peer = JSON.parse(
    String(
      execFileSync('/usr/bin/python3', [
        'test/peers/boosting.py',
        ...[rows, width, rounds].map(String),
        '.cache/boosting',
      ]),
    ),
  );
  console.log(JSON.stringify({ seed, rows, width, binnedMs, fitSeconds, answerSeconds, accuracy, peer }));
  expect(Math.abs(accuracy - peer.accuracy)).toBeLessThan(0.005);
});
