/**
 * Nearest neighbours: the nearest training rows of the rows that judge are found once, then every number of neighbours
 * is judged, one an epoch, and the best is taken.
 */
import { z } from 'zod';
import { neighboursBody, rowTensors } from '#/core/bodies/neighbours';
import { packWeights, unpackWeights } from '#/core/bodies/tensorBlob';
import type { NeighbourParams } from '#/core/families/knn';
import { neighbours as def } from '#/core/learners/neighbours';
import { answerOfNearest } from '#/core/neighbours/answerOfNearest';
import { candidates } from '#/core/neighbours/candidates';
import { refuseTooLarge } from '#/core/neighbours/refuseTooLarge';
import { expectBreath } from '#/core/protocol/heartbeat';
import type { Split } from '../kinds/preparedData';
import { atSlowest } from '../train/record/atSlowest';
import { notFinite } from '../train/notFinite';
import { type HostJudge, type HostVerdict, openHostJudge, type OutputsOf } from './host/hostJudge';
import { HostRun } from './host/hostRun';
import { type HostSpec, hostSpec } from './host/hostSpec';
import { judgedRows } from './host/judgedRows';
import { NeighbourSearch } from './host/neighbourSearch';
import { tellPrepared } from './host/tellPrepared';
import type { Learner, LearnerJob, Learnt } from './learner';

const storedState = z.object({
  version: z.literal(1),
  learner: z.literal('neighbours'),
  fingerprint: z.string(),
  found: z.int().min(0),
  tried: z.array(z.object({ metrics: z.record(z.string(), z.number()), loss: z.number() })),
  tensors: z.array(
    z.object({ name: z.string(), shape: z.array(z.int().min(0)), byteOffset: z.int().min(0) }),
  ),
});

export const neighbours: Learner = {
  type: def.type,
  async learn(job) {
    const spec = hostSpec(job);
    refuseTooLarge({ rows: spec.train.rows, width: spec.width }, job.data.inputs.length);
    return await new NeighbourTraining(spec, job).learn();
  },
};

class NeighbourTraining {
  private tried: Pick<HostVerdict, 'metrics' | 'loss'>[] = [];
  private readonly counts: number[];
  private readonly search: NeighbourSearch;
  private readonly trained: Split;
  private readonly params: NeighbourParams;
  private readonly spec: HostSpec;
  private readonly job: LearnerJob;

  constructor(spec: HostSpec, job: LearnerJob) {
    this.spec = spec;
    this.job = job;
    this.params = spec.params as NeighbourParams;
    this.counts = candidates(this.params, spec.train.rows);
    this.trained = judgedRows(spec.train, spec);
    const { train, width, val, test } = spec;
    this.search = new NeighbourSearch(
      { rows: train.rows, width, features: train.features },
      this.params.distance,
      Math.max(...this.counts),
      { train: this.trained, val, test },
    );
  }

  async learn(): Promise<Learnt> {
    const { job, search, counts, spec } = this;
    const { resumed, damaged } = await job.record.resume((state, bytes, print) =>
      this.restore(state, bytes, print),
    );
    const totalSteps = search.pieces.length + counts.length;
    tellPrepared(
      job,
      spec,
      { resumed, damaged },
      {
        reason: 'Neighbours are found on the processor',
        stepsPerEpoch: Math.ceil(totalSteps / counts.length),
        warnings: this.remarks(),
      },
    );
    const judge = await openHostJudge(spec);
    const run = new HostRun(
      job,
      { epochs: counts.length, totalSteps, save: () => this.save() },
      { step: search.found + this.tried.length, epoch: this.tried.length },
    );
    for (let rows = search.next(); rows > 0; rows = search.next()) await run.stepped(rows);
    for (let at = this.tried.length; at < counts.length; at = this.tried.length) {
      const count = counts[at] as number;
      const train = await judge('train', this.trained, this.outputs('train', count));
      const val = spec.val.rows > 0 ? await judge('val', spec.val, this.outputs('val', count)) : undefined;
      const metrics = { ...train.metrics, ...val?.metrics, neighbours: count };
      if (!Object.values(metrics).every(Number.isFinite)) throw notFinite(run.step);
      const before = this.best();
      this.tried.push({ metrics, loss: (val ?? train).loss });
      await run.epochEnded(metrics, {
        rows: this.trained.rows + spec.val.rows,
        score: (val ?? train).loss,
        best: this.best() !== before,
        last: this.tried.length === counts.length,
      });
    }
    return await this.learnt(judge, run.step);
  }

  /** Place of the one that judged best; the smallest of equals. */
  private best(): number {
    let best = -1;
    for (const [at, { loss }] of this.tried.entries())
      if (best < 0 || loss < (this.tried[best]?.loss ?? 0)) best = at;
    return best;
  }

  private outputs(part: 'train' | 'val' | 'test', neighbours: number): OutputsOf {
    const { spec, params } = this;
    const { weights, distance } = params;
    const { classes, train } = spec;
    const nearest = this.search.of(part);
    return (from, to) =>
      answerOfNearest(nearest, [from, to], { targets: train.target, classes, neighbours, weights, distance });
  }

  private async learnt(judge: HostJudge, step: number): Promise<Learnt> {
    const { spec, params, counts, tried, job } = this;
    const best = this.best();
    const count = counts[best] as number;
    const { train, val, test, classes, width } = spec;
    const { weights, distance } = params;
    const tested = test && (await judge('test', test, this.outputs('test', count), job.keep.test));
    const validated = val.rows > 0 && (await judge('val', val, this.outputs('val', count), job.keep.val));
    return {
      async body(blobs) {
        const { bytes, tensors } = packWeights(
          new Map([
            [rowTensors.features, { shape: [train.rows, width], data: train.features }],
            [rowTensors.targets, { shape: [train.rows], data: Float32Array.from(train.target) }],
          ]),
        );
        expectBreath(atSlowest(bytes.byteLength));
        const rows = { blob: await blobs.put(bytes), tensors };
        return neighboursBody({ rows, classes, neighbours: count, weights, distance });
      },
      metrics: { ...tried[best]?.metrics, ...tested?.metrics },
      bestEpoch: best + 1,
      step,
      stoppedEarly: false,
      kept: { val: (validated || undefined)?.kept, test: tested?.kept },
      backend: 'cpu',
      backendReason: 'Neighbours are found on the processor',
    };
  }

  private remarks(): string[] {
    const { counts, trained, spec } = this;
    const count = (n: number) => n.toLocaleString('en');
    return [
      ...(counts.length > 1
        ? [
            `Each epoch judges one number of neighbours: ${counts.slice(0, -1).map(count).join(', ')} and ${count(counts.at(-1) as number)}. The best is taken.`,
          ]
        : []),
      ...(trained.rows < spec.train.rows
        ? [
            `Figures on the training rows are of ${count(trained.rows)} of them, drawn at random: each is compared with all.`,
          ]
        : []),
    ];
  }

  private save() {
    const { bytes, tensors } = packWeights(this.search.save());
    const state: z.infer<typeof storedState> = {
      version: 1,
      learner: 'neighbours',
      fingerprint: this.job.record.fingerprint,
      found: this.search.found,
      tried: this.tried,
      tensors,
    };
    return { state, bytes };
  }

  private async restore(
    given: unknown,
    bytes: () => Promise<Uint8Array<ArrayBuffer>>,
    print?: string,
  ): Promise<true | undefined> {
    const { data: state } = storedState.safeParse(given);
    if (!state || (print ?? state.fingerprint) !== state.fingerprint) return undefined;
    if (state.tried.length > this.counts.length) return undefined;
    if (!this.search.restore(unpackWeights(await bytes(), state.tensors), state.found)) return undefined;
    this.tried = state.tried;
    return true;
  }
}
