/**
 * Kills the whole browser (SIGKILL) at random moments of training and saving, in the built studio, then compares
 * every logged value and the weights of the run with those of one that nobody disturbed, bit by bit, and looks for
 * anything the page had acknowledged.
 * `node scripts/killTest.mjs [--kills 5] [--only 1-20] [--seconds 10] [--lanes 2] [--seed N]`, after `npm run build`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { architectures, nameOf } from './kill/architectures.mjs';
import { killedRun } from './kill/killedRun.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '5' },
    only: { type: 'string', default: `1-${architectures.length}` },
    seconds: { type: 'string', default: '10' },
    /** The built studio. */
    dist: { type: 'string', default: 'dist' },
    lanes: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [first = 1, last = first] = values.only.split('-').map(Number);
const chosen = architectures.filter(({ number }) => number >= first && number <= last);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** Small linear congruential generator: the same seed draws the same waits. */
const generator = (seed) => {
  let drawn = seed >>> 0;
  return () => {
    drawn = (Math.imul(drawn, 1_664_525) + 1_013_904_223) >>> 0;
    return drawn / 2 ** 32;
  };
};

const server = await preview({
  preview: { port: 0, host: '127.0.0.1', open: false },
  build: { outDir: values.dist },
  logLevel: 'silent',
});
const origin = `http://127.0.0.1:${server.httpServer.address().port}`;

const totals = { kills: 0, running: 0, afterCheckpoint: 0, inSave: 0, identical: 0, lost: 0 };
const row = (...cells) =>
  console.log(
    cells.map((cell, at) => String(cell)[at === 1 ? 'padEnd' : 'padStart'](at === 1 ? 58 : 6)).join(' '),
  );

async function runLane(queue) {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const profile = mkdtempSync(join(tmpdir(), 'tetrad-kill-'));
    try {
      const result = await killedRun(next, {
        profile,
        origin,
        kills: Number(values.kills),
        seconds: Number(values.seconds),
        random: generator(Number(values.seed) + 7919 * next.number),
      });
      for (const key of ['kills', 'running', 'afterCheckpoint', 'inSave']) totals[key] += result[key];
      totals.identical += result.identical ? 1 : 0;
      totals.lost += result.lost.length;
      const { kills, running, afterCheckpoint, inSave, identical, lost } = result;
      row(
        next.number,
        nameOf(next),
        kills,
        running,
        afterCheckpoint,
        inSave,
        identical ? 'yes' : 'NO',
        lost.length,
      );
      for (const what of [result.why, ...lost].filter(Boolean)) console.log(`       ${what}`);
    } catch (thrown) {
      row(next.number, nameOf(next), '', '', '', '', 'NO', '');
      console.log(`       ${thrown instanceof Error ? thrown.stack : thrown}`);
    } finally {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

console.log(`seed ${values.seed}, ${values.kills} kills each`);
row('', 'architecture', 'kills', 'train', 'saved', 'insave', 'same', 'lost');
const queue = [...chosen];
await Promise.all(Array.from({ length: Number(values.lanes) }, () => runLane(queue)));
await server.close();
row(
  '',
  `all: ${totals.identical} identical of ${chosen.length}`,
  totals.kills,
  totals.running,
  totals.afterCheckpoint,
  totals.inSave,
  totals.identical,
  totals.lost,
);
console.log('train: while it trained. saved: with a checkpoint to go on from. insave: a save was cut short.');
process.exit(totals.identical === chosen.length && totals.lost === 0 ? 0 : 1);
