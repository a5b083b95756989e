/**
 * A training step against tfjs-layers' trainOnBatch and a jitted step of jax-js, on WebGPU and WASM: `mlp`
 * 64-256-256-10 with batches of 32 and 512, a network of two convolutions with a batch of 64,
 * one of two 4-D convolutions with a batch of 16, which tfjs-layers does not have, an LSTM of 64 units over 50 steps
 * with a batch of 32, and a GPT of 4 blocks (128 wide, 4 heads, 128 tokens, batch 16, AdamW), which tfjs-layers has no
 * layers for. Everyone starts from the same weights; losses are checked equal before anything is timed. Each contestant has a page of its own;
 * rounds alternate between them, so that what else the machine does hits all alike. Printed: medians, and the
 * median of the ratios of each round.
 *
 *   node bench/step/run.mjs [mlp32] [mlp512] [cnn64] [cnn4d] [lstm50] [gpt] [webgpu] [wasm]      everything by default
 *
 * tfjs-wasm cannot train convolutions: there the peer is its CPU backend.
 */
import { availableParallelism } from 'node:os';
import { launchWithWebgpu, serveSource } from '../serve.mjs';

const wanted = process.argv.slice(2);
const chosen = (all) =>
  all.some((name) => wanted.includes(name)) ? all.filter((name) => wanted.includes(name)) : all;
const contestants = ['tetrad', 'tfjsLayers', 'jaxJs'];
const comparedSteps = 6;
const rounds = 5;
const roundMs = 1200;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const server = await serveSource();
const browser = await launchWithWebgpu();
try {
  // jax-js and tfjs-wasm start their threads from blob: URLs, which our own policy forbids.
  const context = await browser.newContext({ bypassCSP: true });
  console.log(`${new Date().toISOString()} Chromium ${browser.version()}, ${availableParallelism()} cores`);
  for (const backend of chosen(['webgpu', 'wasm'])) {
    for (const network of chosen(['mlp32', 'mlp512', 'cnn64', 'cnn4d', 'lstm50', 'gpt']))
      await compare(context, network, backend);
  }
} finally {
  await browser.close();
  await server.close();
}

async function openPage(context, contestant, network, backend) {
  const page = await context.newPage();
  page.on('pageerror', (error) => console.log(`${contestant}: ${error.message}`));
  await page.addInitScript(() => {
    window.dispatches = 0;
    window.submits = 0;
    const pass = globalThis.GPUComputePassEncoder?.prototype;
    if (!pass) return;
    const { dispatchWorkgroups } = pass;
    pass.dispatchWorkgroups = function (...size) {
      window.dispatches++;
      return dispatchWorkgroups.apply(this, size);
    };
    const { submit } = GPUQueue.prototype;
    GPUQueue.prototype.submit = function (...buffers) {
      window.submits++;
      return submit.apply(this, buffers);
    };
  });
  await page.goto(`${server.url}/bench/step/page.html`);
  const detail = await page.evaluate(
    async ([module, ...choice]) => {
      const { open } = await import(module);
      window.contestant = await open(...choice);
      return window.contestant.detail;
    },
    [`/bench/step/${contestant}.ts`, network, backend],
  );
  return { contestant, detail, page };
}

function time(page, steps) {
  return page.evaluate((count) => window.contestant.time(count), steps);
}

async function compare(context, network, backend) {
  const opened = [];
  for (const contestant of contestants) {
    if (contestant === 'tfjsLayers' && ['cnn4d', 'gpt'].includes(network)) continue;
    const own = contestant === 'tfjsLayers' && backend === 'wasm' && network === 'cnn64' ? 'cpu' : backend;
    opened.push(await openPage(context, contestant, network, own));
  }
  const losses = [];
  for (const { page } of opened)
    losses.push(await page.evaluate((steps) => window.contestant.losses(steps), comparedSteps));
  console.log(`\n${network} on ${backend}: losses ${losses[0].map((loss) => loss.toFixed(4)).join(' ')}`);
  for (const [i, { contestant }] of opened.entries()) {
    const gap = Math.max(...losses[i].map((loss, step) => Math.abs(loss - losses[0][step])));
    if (!(gap < 1e-3)) throw new Error(`${contestant} computes something else: ${losses[i].join(' ')}`);
  }
  const plans = [];
  for (const { page } of opened) {
    const single = (await time(page, 3)) / 3;
    const steps = Math.max(3, Math.min(200, Math.round(roundMs / single)));
    const counted = await page.evaluate(async (count) => {
      window.dispatches = 0;
      window.submits = 0;
      await window.contestant.time(count);
      return { dispatches: window.dispatches / count, submits: window.submits / count };
    }, steps);
    plans.push({ steps, counted, stepMs: [] });
  }
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < opened.length; turn++) {
      const i = (round + turn) % opened.length;
      plans[i].stepMs.push((await time(opened[i].page, plans[i].steps)) / plans[i].steps);
    }
  }
  const [ours] = plans;
  for (const [i, { detail, page }] of opened.entries()) {
    const { stepMs, counted } = plans[i];
    const ratios = stepMs.map((ms, round) => ms / ours.stepMs[round]);
    const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    const gpu =
      counted.dispatches > 0
        ? `, ${counted.dispatches.toFixed(1)} dispatches, ${counted.submits.toFixed(1)} submits`
        : '';
    const ratio = i === 0 ? '' : `, ratio ${median(ratios).toFixed(2)} (${spread})`;
    console.log(`  ${detail}: ${median(stepMs).toFixed(2)} ms a step${gpu}${ratio}`);
    await page.close();
  }
}
