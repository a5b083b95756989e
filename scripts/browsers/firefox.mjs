/** Firefox, headless, through WebDriver BiDi: its own protocol, spoken over a WebSocket. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnGroup } from '../processGroup.mjs';
import { drivenPage } from './drivenPage.mjs';

const startPatienceMs = 60_000;

/** Nothing that asks the network or a person. */
const preferences = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

/** @param {string} executable @returns {Promise<import('./drivenPage.mjs').DrivenPage>} */
export async function openFirefox(executable) {
  const profile = mkdtempSync(join(tmpdir(), 'tetrad-firefox-'));
  writeFileSync(
    join(profile, 'user.js'),
    Object.entries(preferences)
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${value});\n`)
      .join(''),
  );
  const { child, kill } = spawnGroup(
    executable,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, MOZ_HEADLESS_WIDTH: '1360', MOZ_HEADLESS_HEIGHT: '900' },
    },
  );
  const end = async () => {
    await kill();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const send = await connect(`${await addressOf(child)}/session`);
    const { capabilities } = await send('session.new', { capabilities: {} });
    const { contexts } = await send('browsingContext.getTree', {});
    const context = contexts[0].context;
    return drivenPage({
      name: `Firefox ${capabilities.browserVersion}`,
      navigate: (url) => send('browsingContext.navigate', { context, url, wait: 'complete' }),
      reload: () => send('browsingContext.reload', { context, wait: 'complete' }),
      async call(functionText, argument) {
        const { type, result, exceptionDetails } = await send('script.callFunction', {
          functionDeclaration: functionText,
          arguments: [{ type: 'string', value: argument }],
          target: { context },
          awaitPromise: true,
        });
        if (type === 'exception') throw new Error(exceptionDetails.text);
        return result.value;
      },
      act: (actions) => send('input.performActions', { context, actions }),
      end,
    });
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

/** Said on its standard error once it listens. */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(
      () => reject(new Error(`Firefox did not start. It said: ${said}`)),
      startPatienceMs,
    );
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Firefox ended. It said: ${said}`)));
    child.stderr.on('data', (bytes) => {
      said = (said + bytes).slice(-4000);
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
  });
}

/** Commands by number; what comes without one is an event, and none is subscribed to. */
async function connect(address) {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error(`no connection to ${address}`)), { once: true });
  });
  let last = 0;
  const waiting = new Map();
  socket.addEventListener('message', ({ data }) => {
    const { id, type, result, error, message } = JSON.parse(String(data));
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (type === 'error') reject?.(new Error(`${error}: ${message}`));
    else resolve?.(result);
  });
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox has gone.'));
  });
  return (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
}
