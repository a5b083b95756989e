/** For tests of generated programs: every layer's and family's examples with random weights, and our answers. */
import '@tensorflow/tfjs'; // registers the CPU backend
import * as tf from '@tensorflow/tfjs-core';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TetradError } from '#/core/protocol/errors';
import './ndKernels';
import type { ArchSpec } from '#/core/arch/archSpec';
import { compileForward } from '#/core/arch/compileForward';
import { deviceShape } from '#/core/arch/deviceShape';
import { weightSpecs } from '#/core/arch/shapes';
import { sizeOf } from '#/core/arch/sizeOf';
import { buildArch } from '#/core/families/buildArch';
import { families } from '#/core/families/registry';
import { layers } from '#/core/layers/registry';
import { normals, uniforms } from '#/core/random/random';

/** `CASES=expression` for less. */
const { CASES = '' } = process.env;

type Write = (arch: ArchSpec, weightsFile: string) => string;

const batch = 2;

interface Case {
  name: string;
  code: string;
  inputs: { values: number[]; shape: number[] }[];
  tensors: Record<string, { values: number[]; shape: number[] }>;
  expected: number[];
}

async function caseOf(
  write: Write,
  name: string,
  arch: ArchSpec,
  vocabularies: readonly (number | undefined)[],
): Promise<Case> {
  const code = write(arch, 'network.safetensors');
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

async function casesOf(write: Write): Promise<{ cases: Case[]; refused: string[] }> {
  const cases: Case[] = [];
  const refused: string[] = [];
  const add = async (name: string, make: () => Promise<Case>) => {
    if (!name.includes(CASES)) return;
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
          write,
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
        caseOf(write, `family ${family.type} ${at}`, buildArch(family, data, params), [
          family.from ? data.vocabulary : undefined,
        ]),
      );
  return { cases, refused };
}

export interface Said {
  name: string;
  difference?: number;
  error?: string;
  withoutGradient?: string[];
}

/** What a script says of all cases, run by a Python that has what they need. */
export async function runCases(
  python: string,
  script: string,
  write: Write,
): Promise<{ said: Said[]; wrong: Said[]; count: number; refused: string[] }> {
  const { cases, refused } = await casesOf(write);
  const file = join(mkdtempSync(join(tmpdir(), 'code-')), 'cases.json');
  writeFileSync(file, JSON.stringify(cases));
  const { stdout, stderr, status, error } = spawnSync(python, [script, file], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${script}: ${error?.message ?? ''} ${stderr?.slice(-500)}`);
  const said = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Said);
  const wrong = said.filter(({ difference = 1, error }) => error !== undefined || !(difference < 1e-5));
  process.stdout.write(`${said.length} alike or not, ${refused.length} refused:\n${refused.join('\n')}\n`);
  return { said, wrong, count: cases.length, refused };
}

/** A Python that can import it, named by a variable of the environment, else python3. */
export function pythonWith(module: string, variable: string): string | undefined {
  const python = process.env[variable] ?? 'python3';
  return spawnSync(python, ['-c', `import ${module}`]).status === 0 ? python : undefined;
}
