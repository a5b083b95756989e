/**
 * A list of definitions found by their `type`. Each registry folder's index.ts exports its entries,
 * one line each; its registry.ts wraps them in this. Immutable: `with` gives a longer copy.
 */
import { TetradError } from '../protocol/errors';

export class Registry<D extends { type: string }> {
  readonly all: readonly D[];
  readonly #byType: ReadonlyMap<string, D>;

  /** `noun` names an entry in messages: "layer", "optimiser". */
  constructor(
    readonly noun: string,
    definitions: readonly D[],
  ) {
    this.all = definitions.toSorted((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0));
    this.#byType = new Map(this.all.map((definition) => [definition.type, definition]));
    if (this.#byType.size !== this.all.length) {
      const repeated = this.all.find((definition, i) => definition.type === this.all[i + 1]?.type);
      throw new TetradError({ code: 'internal', message: `Two ${noun}s are called "${repeated?.type}".` });
    }
  }

  find(type: string): D | undefined {
    return this.#byType.get(type);
  }

  /** Throws badInput naming what exists. */
  get(type: string, place?: string): D {
    const found = this.#byType.get(type);
    if (found) return found;
    const known = this.all.map((definition) => definition.type).join(', ');
    throw new TetradError({
      code: 'badInput',
      message: `There is no ${this.noun} "${type.slice(0, 80)}".`,
      hint: `Use one of: ${known}.`,
      place,
    });
  }

  with(...definitions: readonly D[]): Registry<D> {
    return new Registry(this.noun, [...this.all, ...definitions]);
  }
}
