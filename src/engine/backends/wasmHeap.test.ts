import { setBackend, backend } from '@tensorflow/tfjs-core';
import { type BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { expect, it } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import { guardHeap } from './wasmHeap';

it('a full heap is a failure, not a place to write to', async () => {
  setWasmPaths(`${process.cwd()}/node_modules/@tensorflow/tfjs-backend-wasm/dist/`);
  await setBackend('wasm');
  const { wasm } = backend() as BackendWasm;
  guardHeap(wasm);
  const held: number[] = [];
  let thrown: unknown;
  for (let i = 0; i < 20 && thrown === undefined; i++) {
    try {
      held.push(wasm._malloc(256 * 2 ** 20));
    } catch (error) {
      thrown = error;
    }
  }
  expect(thrown).toBeInstanceOf(TetradError);
  expect(thrown).toMatchObject({ code: 'outOfMemory' });
  expect(held.every((address) => address > 0)).toBe(true);
  for (const address of held) wasm._free(address);
  expect(wasm._malloc(2 ** 20)).toBeGreaterThan(0);
});
