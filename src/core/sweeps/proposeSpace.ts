/** A space to begin with, from what a family's and the training's own settings say of themselves. */
import { z } from 'zod';
import type { FamilyDef } from '../families/familyDef';
import { learnerOf } from '../learners/registry';
import type { ParamSpec, ParamValue, SpaceSpec } from '../protocol/sweep';
import type { TrainConfig } from '../protocol/train';

interface Field {
  type?: string;
  enum?: string[];
  default?: unknown;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  items?: { type?: string };
  expression?: string;
}

const mostChoices = 8;

/** `config` and `familyParams` as they would be without a search. */
export function proposeSpace(
  family: FamilyDef,
  config: TrainConfig,
  familyParams: Record<string, unknown>,
): SpaceSpec {
  const { heeds } = learnerOf(family, { training: config });
  const space: SpaceSpec = {};
  if (heeds('learningRate'))
    space.learningRate = family.searched?.learningRate || {
      type: 'log',
      min: rounded(config.learningRate / 30),
      max: rounded(config.learningRate * 10),
    };
  if (heeds('batchSize'))
    space.batchSize = {
      type: 'categorical',
      values: [0.5, 1, 2, 4].map((by) => Math.max(1, Math.round(config.batchSize * by))).filter(unique),
    };
  const json = z.toJSONSchema(family.params, { io: 'input', unrepresentable: 'any' });
  for (const [name, field] of Object.entries((json.properties ?? {}) as Record<string, Field>)) {
    const own = family.searched?.[name];
    const spec =
      family.drawn || own === false
        ? undefined
        : (own ?? around(field, familyParams[name] ?? field.default, sizesOf(family, name)));
    if (spec) space[`${family.type}.${name}`] = spec;
  }
  return space;
}

/** What small, middle and large set of it. */
const sizesOf = ({ sizes }: FamilyDef, name: string): unknown[] =>
  sizes ? Object.values(sizes).map((size) => (size as Record<string, unknown>)[name]) : [];

const unique = <T>(value: T, at: number, all: readonly T[]): boolean =>
  all.findIndex((other) => JSON.stringify(other) === JSON.stringify(value)) === at;

const rounded = (value: number): number => Number(value.toPrecision(2));

function around(field: Field, standard: unknown, sizes: readonly unknown[]): ParamSpec | undefined {
  if (field.enum)
    return field.enum.length > 1 && field.enum.length <= mostChoices
      ? { type: 'categorical', values: field.enum }
      : undefined;
  if (field.type === 'boolean') return { type: 'categorical', values: [false, true] };
  if (field.type === 'array') return lists(standard, sizes);
  const low = field.minimum ?? field.exclusiveMinimum ?? Number.NEGATIVE_INFINITY;
  const high = field.maximum ?? Number.POSITIVE_INFINITY;
  if (typeof standard !== 'number') return undefined;
  if (field.type === 'integer') {
    // 0 stands for "by the data", most often.
    if (standard < 1) return undefined;
    const given = [standard, ...sizes.filter((size) => typeof size === 'number')];
    const min = Math.max(Math.ceil(Math.min(...given) / 2), low, 1);
    const max = Math.min(Math.max(...given) * 2, high);
    return min < max ? { type: 'integer', min, max, ...(max >= 8 * min && { log: true }) } : undefined;
  }
  if (field.type !== 'number') return undefined;
  // A share: the whole of it, but nothing at its very ends that would leave nothing to learn.
  if (low >= 0 && high <= 1)
    return standard >= 0.5
      ? { type: 'continuous', min: 0.5, max: Math.min(high, 1) }
      : {
          type: 'continuous',
          min: field.exclusiveMinimum === 0 ? 0.01 : Math.max(low, 0),
          max: Math.min(high, 0.6),
        };
  if (standard <= 0) return undefined;
  const [min, max] = [Math.max(rounded(standard / 10), low), Math.min(rounded(standard * 10), high)];
  return min > 0 && min < max ? { type: 'log', min, max } : undefined;
}

/** Lists of numbers as wholes: the standard one, half and twice as much of each, one more of the last, and the sizes. */
function lists(standard: unknown, sizes: readonly unknown[]): ParamSpec | undefined {
  const isNumbers = (value: unknown): value is number[] =>
    Array.isArray(value) && value.length > 0 && value.every((one) => Number.isInteger(one));
  if (!isNumbers(standard)) return undefined;
  const values: ParamValue[] = [
    standard.map((one) => Math.max(1, Math.round(one / 2))),
    standard,
    standard.map((one) => one * 2),
    [...standard, standard.at(-1) as number],
    ...sizes.filter(isNumbers),
  ].filter(unique);
  return { type: 'categorical', values };
}
