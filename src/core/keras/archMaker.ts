/** An ArchSpec as it grows layer by layer, with its weights and the shape of every value so far. */
import type { ArchNode, ArchSpec } from '../arch/archSpec';
import { sizeOf } from '../arch/sizeOf';
import type { HostWeight, WeightSpec } from '../layers/layerDef';
import { layers } from '../layers/registry';
import { TetradError } from '../protocol/errors';

export class ArchMaker {
  readonly #inputs: ArchSpec['inputs'] = [];
  readonly #nodes: ArchNode[] = [];
  readonly #shapes = new Map<string, number[]>();
  readonly weights = new Map<string, HostWeight>();
  readonly #withWeights: boolean;

  /** Without weights: of a network that is still to be trained. */
  constructor({ withWeights = true } = {}) {
    this.#withWeights = withWeights;
  }

  input(name: string, shape: number[]): string {
    const id = this.#free(name);
    this.#inputs.push({ name: id, shape });
    this.#shapes.set(id, shape);
    return id;
  }

  shapeOf(id: string): number[] {
    return this.#shapes.get(id) ?? [];
  }

  /** `arrays`: by the layer's own names of its weights; turned into their shapes, which have to hold as many values. */
  layer(
    name: string,
    type: string,
    params: Record<string, unknown>,
    inputs: string[],
    arrays: Record<string, ArrayLike<number>> = {},
  ): string {
    const def = layers.get(type);
    const parsed = def.params.safeParse(params);
    if (!parsed.success)
      throw this.#refuse(name, parsed.error.issues[0]?.message ?? 'Its settings do not fit.');
    const settings = parsed.data as never;
    const given = inputs.map((id) => this.shapeOf(id));
    const id = this.#free(name);
    this.#shapes.set(id, def.inferShape(given, settings));
    this.#nodes.push({ id, type, inputs, params: settings });
    if (this.#withWeights) this.#place(name, id, def.weights(given, settings), arrays);
    return id;
  }

  #place(
    name: string,
    id: string,
    specs: readonly WeightSpec[],
    arrays: Record<string, ArrayLike<number>>,
  ): void {
    for (const { name: key, shape } of specs) {
      const data = arrays[key];
      if (!data || data.length !== sizeOf(shape))
        throw this.#refuse(
          name,
          data
            ? `Its ${key} holds ${data.length} values; [${shape.join(', ')}] are needed.`
            : `The file has no ${key} for it.`,
        );
      this.weights.set(`${id}/${key}`, { shape: [...shape], data: Float32Array.from(data) });
    }
  }

  finish(outputs: { name: string; node: string }[]): ArchSpec {
    return { version: 1, inputs: this.#inputs, nodes: this.#nodes, outputs };
  }

  #refuse(layer: string, message: string): TetradError {
    return new TetradError({
      code: 'badInput',
      message: `The layer "${layer}" cannot be read: ${message}`,
      place: layer,
      hint: 'Save the model again with the program it came from.',
    });
  }

  /** As an ArchSpec takes names, each once. */
  #free(name: string): string {
    const plain = name.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, 100);
    const stem = /^[A-Za-z]/.test(plain) ? plain : `n${plain}`;
    let id = stem;
    for (let n = 2; this.#shapes.has(id); n++) id = `${stem}_${n}`;
    return id;
  }
}
