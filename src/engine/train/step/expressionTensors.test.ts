/** Tensors against float64, in values and gradients, for random programs and for every function by itself. */
// The union package registers gradients in the copy of tfjs-core that Node loads.
import '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkProgram } from '#/core/expression/checkProgram';
import { compileProgram } from '#/core/expression/compileProgram';
import { evaluateNumbers } from '#/core/expression/evaluateNumbers';
import { evaluateTensors } from '#/core/expression/evaluateTensors';
import { classPrograms } from '#/core/expression/fixtures/arbitraries';
import { printProgram } from '#/core/expression/fixtures/printProgram';
import { functions } from '#/core/expression/functions';
import { languages } from '#/core/expression/language';
import { parseProgram } from '#/core/expression/parseProgram';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { openCpu } from '../../backends/cpu';
import { registerGradients } from '../../kernels/fixes/gradients';

let tf: Ops;
beforeAll(async () => {
  ({ tf } = await openCpu());
  registerGradients(tf);
});

const rows = [
  { logits: [0.31, -0.72, 1.13], target: [1, 0, 0] },
  { logits: [-1.41, 0.23, 0.57], target: [0, 0, 1] },
];

type Checked = ReturnType<typeof compileProgram>;

/** What the expression gives for a row, in float64. */
const inNumbers = (program: Checked, logits: readonly number[], target: readonly number[]): number =>
  evaluateNumbers(program, { logits, target, classes: 3 }).result as number;

function inTensors(program: Checked) {
  const targets = tf.tensor2d(rows.map(({ target }) => target));
  const logits = tf.tensor2d(rows.map((row) => row.logits));
  const loss = (x: Tensor) =>
    tf.sum(evaluateTensors(tf, program, { logits: x, target: targets, classes: 3 }, 3).result as Tensor);
  return tf.tidy(() => {
    const values = evaluateTensors(tf, program, { logits, target: targets, classes: 3 }, 3).result as Tensor;
    return { values: tf.keep(values), gradient: tf.keep(tf.grad(loss)(logits)) };
  });
}

/** Differences at two distances: where they disagree there is a kink nearby, or too steep a slope to compare. */
function slope(f: (x: number) => number): number | undefined {
  const [wide, near] = [1e-4, 1e-5].map((h) => (f(h) - f(-h)) / (2 * h)) as [number, number];
  const [right, left] = [(f(1e-5) - f(0)) / 1e-5, (f(0) - f(-1e-5)) / 1e-5];
  const size = Math.max(1, Math.abs(near));
  if (Math.abs(wide - near) > 1e-3 * size || Math.abs(right - left) > 1e-2 * size) return undefined;
  return near;
}

async function compare(program: Checked): Promise<number> {
  const { values, gradient } = inTensors(program);
  const [got, slopes] = [await values.data(), await gradient.data()];
  tf.dispose([values, gradient]);
  let compared = 0;
  for (const [row, { logits, target }] of rows.entries()) {
    const expected = inNumbers(program, logits, target);
    // Beyond this, rounding of intermediate results in float32 decides.
    if (!(Math.abs(expected) < 1e3)) continue;
    expect(Math.abs((got[row] ?? Number.NaN) - expected)).toBeLessThan(
      2e-3 * Math.max(1, Math.abs(expected)),
    );
    for (let i = 0; i < 3; i++) {
      const moved = (by: number) =>
        inNumbers(
          program,
          logits.map((x, j) => (j === i ? x + by : x)),
          target,
        );
      const numeric = slope(moved);
      if (numeric === undefined || !(Math.abs(numeric) < 1e3)) continue;
      compared++;
      const analytic = slopes[row * 3 + i] ?? Number.NaN;
      expect(Math.abs(analytic - numeric)).toBeLessThan(1e-2 * Math.max(1, Math.abs(numeric)));
    }
  }
  return compared;
}

describe('tensors', () => {
  it('equal float64, and their gradients differences, for random programs', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(classPrograms, async (program) => {
        const source = printProgram(program);
        const checked = checkProgram(source, parseProgram(source), languages.classLoss);
        compared += await compare(checked);
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  it.each(functions.map((def) => [`${def.name}(${def.args.join(', ')})`, def] as const))(
    '%s',
    async (_title, def) => {
      const inner = ['log', 'sqrt', 'log1p'].includes(def.name) ? 'square(logits) + 0.1' : 'logits';
      const args = def.args.map((arg, i) =>
        arg === 'condition' ? 'logits > 0.25' : i === 0 || arg === 'a' ? inner : String(i * 0.4 - 0.5),
      );
      const text = `${def.name}(${args.join(', ')})`;
      expect(
        await compare(
          compileProgram(def.kind === 'reduction' ? text : `sum(${text} * (1 + target))`, 'classLoss'),
        ),
      ).toBe(6);
    },
  );

  it.each(['== 0.31', '!= 0.31', '< 0.31', '<= 0.31', '> 0.31', '>= 0.31'])(
    'compare %s',
    async (comparison) => {
      const text = `sum(where(logits ${comparison.replace('0.31', 'logits * 1')}, 2, 3) + 0 * logits)`;
      const program = compileProgram(text, 'classLoss');
      const { values } = inTensors(program);
      expect((await values.data())[0]).toBe(inNumbers(program, [0, 0, 0], [1, 0, 0]));
    },
  );

  it('keeps what depends on no tensor in float64', () => {
    const program = compileProgram('param a = 0.1\nb = a + 0.2\nupdate = b * g', 'update');
    const { names } = evaluateTensors(tf, program, { g: tf.scalar(1), a: 0.1 });
    expect(names.get('b')).toBe(0.1 + 0.2);
  });
});
