/** Our pass and that of jax-js in turns, so that whatever else the machine does falls on both. */
import type { ConvGeometry } from '#/core/arch/convGeometry';
import type { BenchedPass } from '#/core/bench/convShapes';
import { planConvNd } from '#/engine/kernels/convNdPlan';
import { tileOf } from '#/engine/kernels/convTuner';
import { Operands, timePlan } from '#/engine/kernels/timePlan';
import { prepareJax } from './jaxJs';

const mostRounds = 7;
const budgetMs = 60_000;

export interface Comparison {
  /** The fastest of ours. */
  ms: number;
  jaxMs: number;
  /** Median of the rounds, and the range. */
  ratio: number;
  range: [number, number];
}

/** Undefined where jax-js fails. */
export async function againstJax(
  device: GPUDevice,
  g: ConvGeometry,
  pass: BenchedPass,
): Promise<Comparison | undefined> {
  const operands = new Operands(device, g);
  const ours = timePlan(device, planConvNd(pass, g, tileOf(pass, g)), operands);
  await ours.run();
  try {
    const jax = await prepareJax(g, pass);
    const rounds: [number, number][] = [];
    const until = performance.now() + budgetMs;
    while (rounds.length < mostRounds && (rounds.length < 1 || performance.now() < until))
      rounds.push([await ours.run(), await jax.run()]);
    jax.dispose();
    const ratios = rounds.map(([mine, other]) => other / mine).sort((a, b) => a - b);
    return {
      ms: Math.min(...rounds.map(([mine]) => mine)),
      jaxMs: Math.min(...rounds.map(([, other]) => other)),
      ratio: ratios[ratios.length >> 1] ?? Number.NaN,
      range: [ratios[0] ?? Number.NaN, ratios.at(-1) ?? Number.NaN],
    };
  } catch (thrown) {
    console.log(`jax-js ${pass}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    return undefined;
  } finally {
    ours.destroy();
    operands.destroy();
  }
}
