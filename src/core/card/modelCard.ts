/**
 * What is known of a model version, for people who are handed it: what it is for, what it learnt from, how good it is and
 * on which rows, what it was not made for. After Mitchell et al., Model Cards for Model Reporting (2019). What nobody knows
 * is left out or said to be unknown, never made up.
 */
import { bodyOf } from '../bodies/registry';
import type { DriftReference } from '../drift/referenceFile';
import { figureWords } from '../evaluation/figureWords';
import type { Dataset, DatasetVersion } from '../protocol/dataset';
import type { Model, ModelVersion, Run } from '../protocol/model';
import { kindOf } from '../kinds/registry';
import { taskOf } from '../tasks/registry';
import { tickText } from '../tickText';

export interface CardSource {
  model: Model;
  version: ModelVersion;
  /** What was deleted since is absent. */
  dataset?: Dataset;
  datasetVersion?: DatasetVersion;
  run?: Run;
  reference?: DriftReference;
  /** The newest explanation of the whole model: figures by column. */
  explained?: { measure: string; columns: { name: string; mean: number }[] };
}

export interface CardSection {
  title: string;
  texts: string[];
  pairs: [name: string, value: string][];
  table?: { head: string[]; rows: string[][] };
}

export interface ModelCard {
  title: string;
  lead: string;
  sections: CardSection[];
}

const mostRows = 60;
const mostLabels = 50;

export const figureText = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString('en') : tickText(value, 4);
const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export function modelCard(source: CardSource): ModelCard {
  const { model, version } = source;
  const task = taskOf(version.task);
  const kind = kindOf(version.input);
  return {
    title: `${model.name}, version ${version.number}`,
    lead: `${task.title}${version.task.target ? ` of ${version.task.target}` : ''}, a model on ${kind.words.things}, made on ${dayText(version.createdAt)}.`,
    sections: [
      section('What it is for', {
        texts: [
          model.description.trim() || 'Nothing was written about what it is for.',
          model.notes.trim(),
          version.notes.trim(),
        ],
      }),
      figures(source),
      learntFrom(source),
      inputs(source),
      explained(source),
      limits(source),
      whatItIs(source),
    ].filter(({ texts, pairs, table }) => texts.length + pairs.length > 0 || table),
  };
}

function section(
  title: string,
  {
    texts = [],
    pairs = [],
    table,
  }: {
    texts?: (string | undefined | false)[];
    pairs?: [string, string | undefined][];
    table?: CardSection['table'];
  },
): CardSection {
  return {
    title,
    texts: texts.filter((text): text is string => Boolean(text)),
    pairs: pairs.filter((pair): pair is [string, string] => Boolean(pair[1])),
    ...(table && table.rows.length > 0 && { table }),
  };
}

function figures({ version: { figure, metrics } }: CardSource): CardSection {
  const words = figure && figureWords(figure, figureText);
  return section('How good it is', {
    texts: words
      ? [
          `${words.title}: ${words.value}${words.interval ? ` (95 % interval ${words.interval})` : ''}, on ${words.on}.`,
          words.free && `Without a model, ${words.free}.`,
          words.balanced && `Balanced accuracy ${words.balanced}.`,
          ...words.notes,
        ]
      : ['It was not judged on rows that were kept for that.'],
    table: {
      head: ['metric', 'value'],
      rows: Object.entries(metrics).map(([name, value]) => [name, figureText(value)]),
    },
  });
}

function learntFrom({ dataset, datasetVersion, version, run }: CardSource): CardSection {
  if (version.datasetVersionId === '')
    return section('What it learnt from', { texts: ['It was imported: what it learnt from is not known.'] });
  return section('What it learnt from', {
    pairs: [
      ['Dataset', dataset ? dataset.name : 'deleted since'],
      ['About it', dataset?.description],
      ['File', datasetVersion?.source.fileName],
      ['From', datasetVersion?.source.origin && 'fetched from another host'],
      ['Version', datasetVersion && `${datasetVersion.number} of ${dayText(datasetVersion.createdAt)}`],
      ['Rows', datasetVersion && figureText(datasetVersion.rows)],
      ['Divided', run?.split?.how],
      [
        'To learn from, to validate, for the test',
        run?.split && [run.split.train, run.split.val, run.split.test].map(figureText).join(', '),
      ],
      ['SHA-256', version.datasetHash],
    ],
  });
}

function inputs({ version, reference }: CardSource): CardSection {
  const kept = new Map(reference?.columns.map(({ sketch }) => [sketch.name, sketch]));
  const rangeOf = (name: string): string => {
    const sketch = kept.get(name);
    if (!sketch) return '';
    if (sketch.form === 'category') {
      const few = sketch.labels.slice(0, 5).join(', ');
      return sketch.labels.length > 5
        ? `${few}, … (${figureText(sketch.known?.size ?? sketch.labels.length)})`
        : few;
    }
    if (!Number.isFinite(sketch.min)) return 'no value';
    if (sketch.date) return `${dayText(sketch.min)} to ${dayText(sketch.max)}`;
    return `${figureText(sketch.min)} to ${figureText(sketch.max)}`;
  };
  const missingOf = (name: string): string => {
    const sketch = kept.get(name);
    return sketch && sketch.count > 0 ? `${((sketch.missing / sketch.count) * 100).toFixed(1)} %` : '';
  };
  const { labels } = version.task;
  return section('What it takes and answers', {
    pairs: [
      ['Answers', taskOf(version.task).words.answer],
      [
        'Labels',
        labels && `${labels.slice(0, mostLabels).join(', ')}${labels.length > mostLabels ? ', …' : ''}`,
      ],
      [
        'Left out below',
        version.inputs.length > mostRows ? `${version.inputs.length - mostRows} more inputs` : undefined,
      ],
    ],
    table: {
      head: ['input', 'type', 'unit', 'in the training rows', 'missing there'],
      rows: version.inputs
        .slice(0, mostRows)
        .map(({ name, type, unit = '' }) => [name, type, unit, rangeOf(name), missingOf(name)]),
    },
  });
}

function explained({ explained: found }: CardSource): CardSection {
  return section('What it goes by', {
    texts: [found && `${found.measure}, by column; the largest ten.`],
    table: found && {
      head: ['column', found.measure.toLowerCase()],
      rows: found.columns
        .toSorted((a, b) => Math.abs(b.mean) - Math.abs(a.mean))
        .slice(0, 10)
        .map(({ name, mean }) => [name, figureText(mean)]),
    },
  });
}

/** Only what follows from what is known. */
function limits({ version, run, reference }: CardSource): CardSection {
  const { figure } = version;
  const isTable = kindOf(version.input).rowsAreCells;
  return section('Limits', {
    texts: [
      figure?.part === 'validation' &&
        'It was judged on the validation rows, on which its weights were chosen: on rows kept for a test it may be worse.',
      figure &&
        figure.rows < 100 &&
        `It was judged on ${figure.rows} rows only: another draw of them may say something else.`,
      reference &&
        isTable &&
        'Outside the ranges and labels of the training rows above it has seen nothing; what it answers there was not judged.',
      'It was judged on data of the same making as what it learnt from. Compare newer rows with those (Drift) before its answers are relied on.',
      ...(run?.warnings ?? []),
    ],
  });
}

function whatItIs({ model, version }: CardSource): CardSection {
  const def = bodyOf(version.body);
  return section('What it is', {
    pairs: [
      ['Family', model.family],
      [def.title, def.describe(version.body.spec)],
      ['Tags', model.tags.join(', ')],
      [
        'Answers to',
        Object.entries(model.aliases)
          .flatMap(([alias, id]) => (id === version.id ? [alias] : []))
          .join(', '),
      ],
      ['Version id', version.id],
      ['SHA-256', version.hash],
    ],
  });
}
