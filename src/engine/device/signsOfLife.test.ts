import { sizeOf } from '#/core/arch/sizeOf';
import { expect, it } from 'vitest';
import { convGeometry } from '#/core/arch/convGeometry';
import { type Heartbeat, Pulse } from '#/core/protocol/heartbeat';
import { openCpu } from '../backends/cpu';
import { measureStep } from '../backends/measureStep';
import { irisSpec } from '../train/fixtures/irisSpec';
import { workOf } from './signsOfLife';

const operand = (...shape: number[]) => ({ shape, size: sizeOf(shape) });

it('a kernel announces what it has to multiply', () => {
  const product = { a: operand(1, 300, 20), b: operand(1, 20, 50) };
  expect(workOf({ inputs: product, attrs: { transposeB: false } })).toBe(300 * 20 * 50);
  const turned = { a: operand(1, 300, 20), b: operand(1, 50, 20) };
  expect(workOf({ inputs: turned, attrs: { transposeB: true } })).toBe(300 * 20 * 50);
  const geometry = convGeometry({
    batch: 2,
    inSize: [8, 8],
    inChannels: 3,
    outChannels: 5,
    groups: 1,
    kernel: [3, 3],
    stride: [1, 1],
    dilation: [1, 1],
    padBegin: [1, 1],
    padEnd: [1, 1],
  });
  expect(workOf({ inputs: {}, attrs: { geometry } })).toBe(2 * 64 * 5 * 27);
  expect(workOf({ inputs: { x: [operand(10), operand(5)] } })).toBe(60);
});

it('a training in the middle of a step is heard, however long its loop is blocked', async () => {
  const backend = await openCpu();
  const beats: Heartbeat[] = [];
  let clock = 0;
  // A machine on which 40 ms pass between two looks at the clock.
  const pulse = new Pulse(
    (beat) => beats.push(beat),
    () => (clock += 40),
  );
  try {
    const { stepMs } = await measureStep(irisSpec(), backend, { now: () => clock, onlyTry: true });
    expect(stepMs).toBeGreaterThan(2000);
    expect(beats.length).toBeGreaterThan(stepMs / 1200);
    expect(Math.max(...beats.map(({ blockedMs }) => blockedMs))).toBeLessThan(200);
  } finally {
    pulse.stop();
  }
});
