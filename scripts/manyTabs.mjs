/**
 * Five tabs, random edits and jobs, in the built studio: nothing acknowledged is lost in silence, no job runs twice,
 * every tab shows the same. `node scripts/manyTabs.mjs [--tabs 5] [--actions 200] [--seed N]`, after `npm run build`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { openKillable } from './kill/killableBrowser.mjs';
import { manyTabs } from './tabs/manyTabs.mjs';

const { values } = parseArgs({
  options: {
    tabs: { type: 'string', default: '5' },
    /** In each tab. */
    actions: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const server = await preview({
  preview: { port: 0, host: '127.0.0.1', open: false },
  logLevel: 'silent',
});
const origin = `http://127.0.0.1:${server.httpServer.address().port}`;
const profile = mkdtempSync(join(tmpdir(), 'tetrad-tabs-'));
const studio = await openKillable(profile, origin);
await studio.page.close();
const { tabs, actions, seed } = values;
const startedAt = Date.now();
const result = await manyTabs({
  context: studio.context,
  origin,
  tabs: Number(tabs),
  actions: Number(actions),
  seed: Number(seed),
});
await studio.kill();
await server.close();
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
console.log(
  `seed ${seed}: ${tabs} tabs, ${result.acknowledged} calls acknowledged, ${result.conflicts} conflicts told, ${result.trained} runs trained, ${Math.round((Date.now() - startedAt) / 1000)} s`,
);
for (const fault of result.faults) console.log(`  ${fault}`);
console.log(`${result.faults.length} faults`);
process.exit(result.faults.length === 0 ? 0 : 1);
