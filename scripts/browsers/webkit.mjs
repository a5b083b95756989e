/** WebKitGTK through its WebDriver, on a screen that exists in memory only (Xvfb). */
import { createServer } from 'node:net';
import { spawnGroup } from '../processGroup.mjs';
import { drivenPage } from './drivenPage.mjs';

const startPatienceMs = 60_000;
const scriptMs = 300_000;

/** @param {string} driver @returns {Promise<import('./drivenPage.mjs').DrivenPage>} */
export async function openWebKit(driver) {
  const port = await freePort();
  const screen = spawnGroup('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const groups = [screen];
  const end = async () => {
    for (const group of groups.toReversed()) await group.kill();
  };
  try {
    const display = await new Promise((resolve, reject) => {
      screen.child.once('error', reject);
      screen.child.once('exit', () => reject(new Error('Xvfb ended.')));
      screen.child.stdio[3].once('data', (bytes) => resolve(`:${String(bytes).trim()}`));
    });
    groups.push(
      spawnGroup(driver, [`--port=${port}`], {
        stdio: 'ignore',
        env: { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11' },
      }),
    );
    const origin = `http://127.0.0.1:${port}`;
    await untilReady(origin);
    const { sessionId, capabilities } = await ask(origin, 'POST', '/session', {
      capabilities: { alwaysMatch: { timeouts: { script: scriptMs, pageLoad: startPatienceMs } } },
    });
    const session = (method, path, body) => ask(origin, method, `/session/${sessionId}${path}`, body);
    await session('POST', '/window/rect', { x: 0, y: 0, width: 1360, height: 960 });
    return drivenPage({
      name: `WebKitGTK ${capabilities.browserVersion}`,
      navigate: (url) => session('POST', '/url', { url }),
      reload: () => session('POST', '/refresh', {}),
      call: (functionText, argument) =>
        session('POST', '/execute/async', {
          // The function never rejects (drivenPage.mjs).
          script: `const [argument, done] = arguments; (${functionText})(argument).then(done);`,
          args: [argument],
        }),
      act: (actions) => session('POST', '/actions', { actions }),
      async end() {
        await session('DELETE', '').catch(() => {});
        await end();
      },
    });
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function untilReady(origin) {
  const startedAt = Date.now();
  while (
    !(await ask(origin, 'GET', '/status').then(
      ({ ready }) => ready,
      () => false,
    ))
  ) {
    if (Date.now() - startedAt > startPatienceMs) throw new Error('WebKitWebDriver did not start.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function ask(origin, method, path, body) {
  const answer = await fetch(origin + path, { method, body: body && JSON.stringify(body) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${value?.error} ${value?.message}`);
  return value;
}
