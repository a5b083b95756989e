/**
 * What is kept of a network at the end of some epochs, so that a person sees later how it learnt: answers on some validation
 * rows (from what judges the epoch anyway), samples of what makes any, kernels of a first convolution. A few passes of a few
 * rows, after an epoch; nothing is read back inside a step. The same rows, numbers and beginnings each time.
 */
import type { Ops } from '#/core/layers/layerDef';
import { taskOf } from '#/core/tasks/registry';
import { isSnapshot } from '#/core/train/snapshotEpochs';
import type { SplitTensors } from '../step/splitTensors';
import type { Stepper } from '../step/stepper';
import type { TakenSnapshot, TrainSpec } from '../trainSpec';
import { firstFilters } from './firstFilters';
import { makeImages } from './makeImages';
import { makeTexts } from './makeTexts';

/** Values of answers that are kept of an epoch, and rows. */
const mostValues = 8192;
const mostRows = 1000;

export interface MakerContext {
  spec: TrainSpec;
  tf: Ops;
  stepper: Pick<Stepper, 'withWeights'>;
  val?: SplitTensors;
}

type Made = Omit<TakenSnapshot, 'epoch' | 'step' | 'answered'>;

/** By what is answered. */
const makers: Readonly<Record<string, (context: MakerContext) => Promise<Made>>> = {
  pixels: makeImages,
  tokens: makeTexts,
};

export class Replay {
  /** Of the validation part, ascending; undefined where answers are too large. */
  readonly places?: Uint32Array;
  private readonly context: MakerContext;

  constructor(spec: TrainSpec, tf: Ops, stepper: MakerContext['stepper'], val?: SplitTensors) {
    this.context = { spec, tf, stepper, val };
    const { keep, task } = spec;
    const perRow = Math.max(1, taskOf(task).keptValues?.(task) ?? task.labels?.length ?? 1);
    const rows = Math.min(keep?.val.length ?? 0, mostRows, Math.floor(mostValues / perRow));
    if (keep && rows > 0)
      this.places = Uint32Array.from(
        { length: rows },
        (_, i) => keep.val[Math.floor((i * keep.val.length) / rows)] as number,
      );
  }

  isDue(epoch: number): boolean {
    return isSnapshot(epoch, this.context.spec.config.epochs);
  }

  async make(): Promise<Made> {
    const { context } = this;
    const make = makers[taskOf(context.spec.task).value];
    return { ...(await make?.(context)), ...(await firstFilters(context)) };
  }
}
