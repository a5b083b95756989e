/** A linear network by Newton's method: each epoch one step, in float64, until the gradient is nothing. */
import { z } from 'zod';
import { buildArch } from '#/core/families/buildArch';
import type { LinearParams } from '#/core/families/linear';
import { families } from '#/core/families/registry';
import { weightCount } from '#/core/arch/shapes';
import type { ArchSpec } from '#/core/arch/archSpec';
import { networkBody } from '#/core/bodies/network';
import { newton as def } from '#/core/learners/newton';
import { lossFor } from '#/core/losses/registry';
import { LinearObjective } from '#/core/linear/linearObjective';
import { isSmall, newtonStep } from '#/core/linear/newtonStep';
import { TetradError } from '#/core/protocol/errors';
import { expectBreath } from '#/core/protocol/heartbeat';
import type { Split } from '../kinds/preparedData';
import { notFinite } from '../train/notFinite';
import { packFlatWeights } from './host/flatWeights';
import { type HostJudge, openHostJudge, type OutputsOf } from './host/hostJudge';
import { HostRun } from './host/hostRun';
import { type HostSpec, hostSpec } from './host/hostSpec';
import { tellPrepared } from './host/tellPrepared';
import type { Learner, LearnerJob, Learnt } from './learner';

const reason = "Newton's method runs on the processor, in double precision";
/** Multiplications between two breaths, and in a millisecond on the slowest machine. */
const breathWork = 2 ** 23;
const slowestPerMs = 2000;

const metrics = z.record(z.string(), z.number());
const storedState = z.object({
  version: z.literal(1),
  learner: z.literal('newton'),
  fingerprint: z.string(),
  epoch: z.int().min(0),
  metrics,
});

export const newton: Learner = {
  type: def.type,
  async learn(job) {
    const spec = hostSpec(job);
    if (lossFor(spec.config.loss, spec.task).type !== spec.loss.type)
      throw new TetradError({
        code: 'badInput',
        message: `Newton's method fits by ${spec.loss.title.toLowerCase()} alone.`,
        place: 'config.loss',
        hint: 'Choose the solver "gradient", or the loss "auto".',
      });
    return await new NewtonTraining(spec, job).learn();
  },
};

class NewtonTraining {
  private weights: Float64Array<ArrayBuffer>;
  private epoch = 0;
  private metrics: Record<string, number> = {};
  private readonly objective: LinearObjective;
  private readonly arch: ArchSpec;
  private work = 0;
  private run?: HostRun;
  private readonly spec: HostSpec;
  private readonly job: LearnerJob;

  constructor(spec: HostSpec, job: LearnerJob) {
    this.spec = spec;
    this.job = job;
    const { train, width, classes, outputWidth, params, task } = spec;
    const family = families.get(job.request.family, 'family');
    this.arch = buildArch(
      family,
      { inputShape: job.data.shape, outputWidth, task: task.type },
      params as LinearParams,
    );
    const { rows, features, target } = train;
    const { c } = params as LinearParams;
    this.objective = new LinearObjective({ rows, width, features, target, classes, c }, (work) =>
      this.worked(work),
    );
    this.weights = new Float64Array(this.objective.size);
  }

  async learn(): Promise<Learnt> {
    const { job, spec, objective } = this;
    const { epochs } = spec.config;
    const { resumed, damaged } = await job.record.resume((state, bytes, print) =>
      this.restore(state, bytes, print),
    );
    tellPrepared(
      job,
      spec,
      { resumed, damaged },
      { reason, weightCount: weightCount(this.arch), stepsPerEpoch: 1 },
    );
    const judge = await openHostJudge(spec);
    const run = new HostRun(
      job,
      { epochs, totalSteps: epochs, save: () => this.save() },
      { step: this.epoch, epoch: this.epoch },
    );
    this.run = run;
    let now = await objective.evaluate(this.weights);
    while (this.epoch < epochs && !(this.epoch > 0 && isSmall(now, spec.train.rows))) {
      const next = await newtonStep(objective, this.weights, now);
      // Rounding leaves nothing to gain: these are the best there are.
      if (!next && this.epoch > 0) break;
      const weights = Float64Array.from(next ?? this.weights);
      if (!weights.every(Number.isFinite)) throw notFinite(run.step);
      now = await objective.evaluate(weights);
      const train = await judge('train', spec.train, this.outputs(spec.train, weights));
      const val =
        spec.val.rows > 0 ? await judge('val', spec.val, this.outputs(spec.val, weights)) : undefined;
      const found = { ...train.metrics, ...val?.metrics };
      if (!Object.values(found).every(Number.isFinite)) throw notFinite(run.step);
      [this.weights, this.metrics] = [weights, found];
      this.epoch++;
      const last = this.epoch === epochs || isSmall(now, spec.train.rows);
      await run.epochEnded(found, {
        rows: spec.train.rows,
        score: (val ?? train).loss,
        best: true,
        last,
      });
    }
    return await this.learnt(judge, run.step);
  }

  private async worked(work: number): Promise<void> {
    this.work += work;
    if (this.work < breathWork) return;
    this.work = 0;
    await this.run?.breathe();
    expectBreath((2 * breathWork) / slowestPerMs);
  }

  /** By the weights as they are kept, in float32. */
  private outputs({ features }: Split, weights: Float64Array): OutputsOf {
    const { width, outputWidth: outputs } = this.spec;
    const kept = Float32Array.from(weights);
    return (from, to) => {
      const scores = new Float32Array((to - from) * outputs);
      for (let row = from; row < to; row++)
        for (let k = 0; k < outputs; k++) {
          let sum = kept[width * outputs + k] as number;
          for (let i = 0; i < width; i++)
            sum += (features[row * width + i] as number) * (kept[i * outputs + k] as number);
          scores[(row - from) * outputs + k] = sum;
        }
      return scores;
    };
  }

  private async learnt(judge: HostJudge, step: number): Promise<Learnt> {
    const { spec, job, weights, arch } = this;
    const { val, test } = spec;
    const tested = test && (await judge('test', test, this.outputs(test, weights), job.keep.test));
    const validated =
      val.rows > 0 ? await judge('val', val, this.outputs(val, weights), job.keep.val) : undefined;
    return {
      async body(blobs) {
        const { bytes, tensors } = packFlatWeights(arch, weights);
        return networkBody({ arch, weights: { blob: await blobs.put(bytes), tensors } });
      },
      metrics: { ...this.metrics, ...tested?.metrics },
      bestEpoch: this.epoch,
      step,
      stoppedEarly: false,
      kept: { val: validated?.kept, test: tested?.kept },
      backend: 'cpu',
      backendReason: reason,
    };
  }

  private save() {
    const state: z.infer<typeof storedState> = {
      version: 1,
      learner: 'newton',
      fingerprint: this.job.record.fingerprint,
      epoch: this.epoch,
      metrics: this.metrics,
    };
    const bytes = new Uint8Array(this.weights.length * 8);
    const view = new DataView(bytes.buffer);
    for (const [i, weight] of this.weights.entries()) view.setFloat64(8 * i, weight, true);
    return { state, bytes };
  }

  private async restore(
    given: unknown,
    read: () => Promise<Uint8Array<ArrayBuffer>>,
    print?: string,
  ): Promise<true | undefined> {
    const { data: state } = storedState.safeParse(given);
    if (!state || (print ?? state.fingerprint) !== state.fingerprint) return undefined;
    const bytes = await read();
    if (bytes.byteLength !== 8 * this.weights.length) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.weights = this.weights.map((_, i) => view.getFloat64(8 * i, true));
    [this.epoch, this.metrics] = [state.epoch, state.metrics];
    return true;
  }
}
