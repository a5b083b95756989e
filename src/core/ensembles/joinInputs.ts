/** How raw samples enter models that are asked together: one entrance, and which of its values are each one's. */
import { kindOf } from '../kinds/registry';
import type { Column } from '../protocol/dataset';
import { TetradError } from '../protocol/errors';
import type { FittedInput, ModelVersion } from '../protocol/model';

export interface JoinedInputs {
  input: FittedInput;
  inputs: Column[];
  /** For each model; absent: it takes all that enters. */
  places: (number[] | undefined)[];
}

type Entering = Pick<ModelVersion, 'input' | 'inputs' | 'number'>;

/** badInput where they take samples of different kinds, or cannot be given them by one entrance. */
export function joinInputs(versions: readonly Entering[]): JoinedInputs {
  const [first, ...others] = versions;
  if (!first) throw refused('There are no models to be joined.');
  const other = others.find(({ input }) => input.kind !== first.input.kind);
  if (other)
    throw refused(`One takes samples of the kind ${first.input.kind}, another of ${other.input.kind}.`);
  const kind = kindOf(first.input);
  const fitted = versions.map(({ input }) => input.fitted);
  const inputs = joinColumns(versions);
  const same = fitted.every((own) => JSON.stringify(own) === JSON.stringify(fitted[0]));
  if (same) return { input: first.input, inputs, places: versions.map(() => undefined) };
  if (!kind.joined)
    throw refused(
      `They take ${kind.words.things} of different sizes, lengths or vocabularies.`,
      'Combine versions that were trained on the same version of the dataset with the same sizes.',
    );
  const joined = kind.joined(fitted);
  return { input: { kind: first.input.kind, fitted: joined.fitted }, inputs, places: joined.places };
}

function joinColumns(versions: readonly Entering[]): Column[] {
  const columns = new Map<string, Column>();
  for (const { inputs } of versions)
    for (const column of inputs) {
      const known = columns.get(column.name);
      if (!known) columns.set(column.name, column);
      else if (known.type !== column.type || JSON.stringify(known.reading) !== JSON.stringify(column.reading))
        throw refused(
          `One reads “${column.name}” as ${known.type}, another as ${column.type}${known.type === column.type ? ' with other words for what is missing' : ''}.`,
          'Train them again on one version of the dataset.',
        );
    }
  return [...columns.values()];
}

const refused = (message: string, hint = 'Choose members that learnt from the same dataset.') =>
  new TetradError({ code: 'badInput', message, place: 'members', hint });
