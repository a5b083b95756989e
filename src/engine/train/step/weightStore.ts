/**
 * Weights and optimiser state on the device, and the views of them that the network reads. Tensors are replaced,
 * never changed, so what was saved by reference stays what it was.
 */
import type { HostWeight, Ops, Tensor, WeightSpec } from '#/core/layers/layerDef';
import { averageSlot } from '#/core/optimizers/weightAveraging';
import { slotsOf } from '#/core/optimizers/optimizerDef';
import type { NamedWeights, TrainSpec } from '../trainSpec';
import { groupWeights, packGroup, unpackPart, type WeightGroup } from './weightGroups';

/** Everything a step changes, by reference; belongs to whoever asked for it. */
export interface SavedWeights {
  groups: Tensor[];
  state: Tensor[];
}

export interface HostState {
  weights: NamedWeights;
  /** Slot name -> weight name -> values. */
  slots: Map<string, NamedWeights>;
}

export class WeightStore {
  /** Names of what is learnt, in the order of the network. */
  readonly trainable: readonly string[];
  readonly views = new Map<string, Tensor>();
  private readonly layouts: readonly WeightGroup[];
  private readonly stateful: readonly string[];
  private readonly slotNames: readonly string[];
  private packed: Tensor[] = [];
  private readonly tf: Ops;

  constructor(
    tf: Ops,
    specs: readonly WeightSpec[],
    {
      optimizer,
      optimizerParams,
      rates,
    }: Pick<TrainSpec, 'optimizer' | 'optimizerParams'> & { rates?: ReadonlyMap<string, number> },
    weights: NamedWeights,
    slots?: ReadonlyMap<string, NamedWeights>,
  ) {
    this.tf = tf;
    this.layouts = groupWeights(specs, optimizer.alone, rates);
    this.trainable = specs.filter((spec) => spec.trainable).map((spec) => spec.name);
    this.stateful = specs.filter((spec) => !spec.trainable).map((spec) => spec.name);
    this.slotNames = slotsOf(optimizer, optimizerParams);
    this.restore(this.upload(weights, slots));
  }

  /** Inside tf.tidy: gradients by weight name laid out flat, one per group. */
  flatten(gradients: ReadonlyMap<string, Tensor>): Tensor[] {
    const { tf } = this;
    return this.layouts.map(({ weights }) => {
      const parts = weights.map(({ name, size }) => tf.reshape(gradients.get(name) as Tensor, [size]));
      return parts.length === 1 ? (parts[0] as Tensor) : tf.concat(parts, 0);
    });
  }

  /**
   * Inside tf.tidy: the next state of every group and the views of it. `update` gets the group's packed state
   * and its gradient, flat.
   */
  next(
    gradients: readonly Tensor[],
    update: (packed: Tensor, gradient: Tensor, layout: WeightGroup) => Tensor,
  ): { packed: Tensor[]; views: Map<string, Tensor> } {
    const packed = this.layouts.map((layout, i) =>
      update(this.packed[i] as Tensor, gradients[i] as Tensor, layout),
    );
    return { packed, views: this.viewsOf(packed) };
  }

  /** What lies where now; the tensors stay the store's. */
  get groups(): { layout: WeightGroup; packed: Tensor }[] {
    return this.layouts.map((layout, i) => ({ layout, packed: this.packed[i] as Tensor }));
  }

  /** Takes over what `next` made, and new values of state such as moving averages. */
  replace(packed: Tensor[], views: ReadonlyMap<string, Tensor>): void {
    this.tf.dispose(this.packed);
    this.packed = packed;
    for (const [name, view] of views) {
      this.views.get(name)?.dispose();
      this.views.set(name, view);
    }
  }

  private viewsOf(packed: readonly Tensor[], part = 0): Map<string, Tensor> {
    const { tf } = this;
    const views = new Map<string, Tensor>();
    for (const [i, layout] of this.layouts.entries()) {
      for (const { name, shape, offset, size } of layout.weights) {
        const view = tf.tidy(() =>
          tf.reshape(tf.slice(packed[i] as Tensor, [part * layout.size + offset], [size]), shape),
        );
        views.set(name, view);
      }
    }
    return views;
  }

  /** Which part of a packed group is judged and saved as the model: the weights, or their running mean. */
  private get judgedPart(): number {
    return this.slotNames.indexOf(averageSlot) + 1;
  }

  /** Inside tf.tidy: what predicts, now or as `saveJudged` kept it. */
  judgedViews(saved?: SavedWeights): ReadonlyMap<string, Tensor> {
    if (saved) return new Map([...this.viewsOf(saved.groups), ...this.named(saved.state)]);
    if (this.judgedPart === 0) return this.views;
    return new Map([...this.views, ...this.viewsOf(this.packed, this.judgedPart)]);
  }

  /** The weights that predict, without the state of the optimiser where that costs nothing. */
  saveJudged(): SavedWeights {
    const { tf, judgedPart } = this;
    const saved = this.save();
    if (judgedPart === 0) return saved;
    const groups = this.layouts.map(({ size }, i) =>
      tf.slice(saved.groups[i] as Tensor, [judgedPart * size], [size]),
    );
    tf.dispose(saved.groups);
    return { groups, state: saved.state };
  }

  save(): SavedWeights {
    const { tf } = this;
    return {
      groups: this.packed.map((group) => tf.clone(group)),
      state: this.stateful.map((name) => tf.clone(this.views.get(name) as Tensor)),
    };
  }

  /** Back to what was saved; takes it over. */
  restore({ groups, state }: SavedWeights): void {
    this.replace(groups, new Map([...this.viewsOf(groups), ...this.named(state)]));
  }

  private named(state: readonly Tensor[]): [string, Tensor][] {
    return this.stateful.map((name, i) => [name, state[i] as Tensor]);
  }

  /** Puts weights beside the current ones. */
  upload(weights: NamedWeights, slots?: ReadonlyMap<string, NamedWeights>): SavedWeights {
    const { tf } = this;
    return {
      groups: this.layouts.map((layout) =>
        tf.tensor1d(packGroup(layout, weights, this.slotNames, slots), 'float32'),
      ),
      state: this.stateful.map((name) => {
        const weight = weights.get(name) as HostWeight;
        return tf.tensor(weight.data, weight.shape, 'float32');
      }),
    };
  }

  /** The weights alone. */
  async readWeights(saved: SavedWeights): Promise<NamedWeights> {
    return (await this.readParts(saved, 1)).weights;
  }

  read(saved: SavedWeights): Promise<HostState> {
    return this.readParts(saved, 1 + this.slotNames.length);
  }

  /** What predicts, of a state. */
  judged({ weights, slots }: HostState): NamedWeights {
    return new Map([...weights, ...(slots.get(averageSlot) ?? [])]);
  }

  private async readParts({ groups, state }: SavedWeights, parts: number): Promise<HostState> {
    const [packed, states] = await Promise.all([
      Promise.all(groups.map((tensor) => tensor.data<'float32'>())),
      Promise.all(state.map((tensor) => tensor.data<'float32'>())),
    ]);
    const part = (index: number): [string, HostWeight][] =>
      this.layouts.flatMap((layout, i) => unpackPart(layout, packed[i] as Float32Array, index));
    const stateful = this.stateful.map((name, i): [string, HostWeight] => [
      name,
      { shape: [...(state[i] as Tensor).shape], data: (states[i] as Float32Array).slice() },
    ]);
    return {
      weights: new Map([...part(0), ...stateful]),
      slots: new Map(this.slotNames.slice(0, parts - 1).map((name, i) => [name, new Map(part(i + 1))])),
    };
  }

  forget({ groups, state }: SavedWeights): void {
    this.tf.dispose([...groups, ...state]);
  }

  dispose(): void {
    this.tf.dispose([...this.packed, ...this.views.values()]);
  }
}
