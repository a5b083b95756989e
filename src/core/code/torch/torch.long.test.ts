/**
 * Every network a family makes of its examples, with random weights: our answer and that of PyTorch running the code.
 * Needs a Python with torch: python3, or what TORCH_PYTHON names. Without one it is left out.
 */
import '@tensorflow/tfjs'; // registers the CPU backend
import * as tf from '@tensorflow/tfjs-core';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import '../../../../test/support/ndKernels';
import type { ArchSpec } from '../../arch/archSpec';
import { compileForward } from '../../arch/compileForward';
import { deviceShape } from '../../arch/deviceShape';
import { weightSpecs } from '../../arch/shapes';
import { sizeOf } from '../../arch/sizeOf';
import { buildArch } from '../../families/buildArch';
import { families } from '../../families/registry';
import { layers } from '../../layers/registry';
import { normals, uniforms } from '../../random/random';
import { torchModule } from './torchModule';

const batch = 2;

interface Case {
  name: string;
  code: string;
  inputs: { values: number[]; shape: number[] }[];
  tensors: Record<string, { values: number[]; shape: number[] }>;
  expected: number[];
}

async function caseOf(
  name: string,
  arch: ArchSpec,
  vocabularies: readonly (number | undefined)[],
): Promise<Case> {
  const code = torchModule(arch, 'network.safetensors');
  const weights = weightSpecs(arch).map((spec) => {
    const fan = Math.max(1, sizeOf(spec.shape.slice(0, -1)));
    const values = normals(1, spec.name, 0, sizeOf(spec.shape));
    const scaled =
      spec.init.kind === 'ones'
        ? values.map((x) => 1 + 0.2 * Math.abs(x))
        : values.map((x) => x / Math.sqrt(fan));
    return [spec.name, { shape: spec.shape, values: Array.from(scaled) }] as const;
  });
  const inputs = arch.inputs.map(({ shape }, at) => {
    const vocabulary = vocabularies[at];
    const size = batch * sizeOf(shape);
    const values = vocabulary
      ? uniforms(1, 'ids', 0, size).map((x) => Math.floor(x * vocabulary))
      : normals(1, `x${at}`, 0, size);
    return { values: Array.from(values), shape: [batch, ...shape] };
  });
  const answers = tf.tidy(() =>
    compileForward(arch, tf)(
      inputs.map(({ values, shape }) => tf.tensor(values, deviceShape(shape.slice(1), batch))),
      new Map(weights.map(([key, { values, shape }]) => [key, tf.tensor(values, shape)])),
      { training: false },
    ),
  );
  const [ours] = answers;
  return {
    name,
    code,
    inputs,
    tensors: Object.fromEntries(weights),
    expected: Array.from((await ours?.data()) ?? []),
  };
}

async function all(): Promise<{ cases: Case[]; refused: string[] }> {
  const cases: Case[] = [];
  const refused: string[] = [];
  const add = async (name: string, make: () => Promise<Case>) => {
    try {
      cases.push(await make());
    } catch (thrown) {
      if (!(thrown instanceof TetradError) || thrown.code !== 'unsupported') throw thrown;
      refused.push(`${name}: ${thrown.message}`);
    }
  };
  for (const layer of layers.all)
    for (const [at, { inputs, params, ids = [] }] of layer.examples.entries())
      await add(`layer ${layer.type} ${at}`, () =>
        caseOf(
          `layer ${layer.type} ${at}`,
          {
            version: 1,
            inputs: inputs.map((shape, k) => ({ name: `x${k}`, shape })),
            nodes: [
              {
                id: 'layer',
                type: layer.type,
                inputs: inputs.map((_, k) => `x${k}`),
                params: layer.params.parse(params) as Record<string, unknown>,
              },
            ],
            outputs: [{ name: 'output', node: 'layer' }],
          },
          ids,
        ),
      );
  for (const family of families.all.filter(({ build }) => build))
    for (const [at, { params, ...data }] of family.examples.entries())
      await add(`family ${family.type} ${at}`, () =>
        caseOf(`family ${family.type} ${at}`, buildArch(family, data, params), [
          family.from ? data.vocabulary : undefined,
        ]),
      );
  return { cases, refused };
}

const python = process.env.TORCH_PYTHON ?? 'python3';
const hasTorch = spawnSync(python, ['-c', 'import torch']).status === 0;

it.skipIf(!hasTorch)('what is written in PyTorch answers alike', { timeout: 600_000 }, async () => {
  const { cases, refused } = await all();
  const file = join(mkdtempSync(join(tmpdir(), 'torch-')), 'cases.json');
  writeFileSync(file, JSON.stringify(cases));
  const { stdout, stderr, status, error } = spawnSync(python, ['scripts/torchParity.py', file], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  expect(
    status,
    `A Python with torch is needed (TORCH_PYTHON): ${error?.message} ${stderr?.slice(-500)}`,
  ).toBe(0);
  const said = stdout
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as { name: string; difference?: number; error?: string; withoutGradient?: string[] },
    );
  console.info(`${said.length} alike or not, ${refused.length} refused:\n${refused.join('\n')}`);
  const wrong = said.filter(({ difference = 1, error }) => error !== undefined || !(difference < 1e-5));
  expect(wrong).toEqual([]);
  expect(said).toHaveLength(cases.length);
});
