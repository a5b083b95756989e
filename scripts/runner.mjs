/** `npm run runner`: builds the runner of a server (server/runner) and runs it; server/README.md says what it is told. */
import { spawn } from 'node:child_process';
import { buildRunner } from './buildRunner.mjs';
import { ensurePackages } from './setUp.mjs';

ensurePackages();
const main = await buildRunner('.cache/runner');
const child = spawn(process.execPath, [main], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('close', (status) => process.exit(status ?? 1));
