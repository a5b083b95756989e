/**
 * Versions say what kind of data and which body they hold: a schema has columns and the data of its kind, a model
 * version an input and a body, a task its type and the scales of its target. Hashes stay as they were given.
 */
import type { Migration, StoredRecord } from './migration';

const asRecord = (value: unknown): StoredRecord => value as StoredRecord;
const renamed = (value: unknown, from: string, to: string): unknown => {
  const record = asRecord(value);
  if (!Object.hasOwn(record, from)) return value;
  return Object.fromEntries(Object.entries(record).map(([key, item]) => [key === from ? to : key, item]));
};

interface OldTarget {
  kind: 'labels' | 'standardized' | 'field';
  mean?: number;
  std?: number;
  channels?: unknown[];
}

function scalesOf({ kind, mean, std, channels }: OldTarget): unknown[] | undefined {
  if (kind === 'standardized') return [{ mean, std }];
  return kind === 'field' ? channels : undefined;
}

function schemaNow(schema: StoredRecord): StoredRecord {
  const { fields, grid, ...rest } = schema;
  return { ...rest, columns: fields, ...(grid !== undefined && { data: grid }) };
}

const featureNow = (feature: unknown): unknown =>
  renamed(renamed(feature, 'field', 'column'), 'fieldType', 'columnType');

export const kindsAndBodies: Migration = {
  records: {
    datasetVersions: (version) =>
      Object.hasOwn(asRecord(version.schema), 'columns')
        ? version
        : {
            ...version,
            schema: schemaNow(asRecord(version.schema)),
            issues: (version.issues as unknown[]).map((issue) => renamed(issue, 'field', 'column')),
          },
    runs: (run) => ({ ...run, task: renamed(run.task, 'kind', 'type') }),
    modelVersions: (version) => {
      if (Object.hasOwn(version, 'body')) return version;
      const { pipeline, grid, arch, weights, task, ...rest } = version;
      const { target, ...table } = asRecord(pipeline);
      const scales = scalesOf(target as OldTarget);
      return {
        ...rest,
        task: { ...asRecord(renamed(task, 'kind', 'type')), ...(scales && { scales }) },
        input:
          grid === undefined
            ? {
                kind: 'tabular',
                fitted: { ...table, features: (table.features as unknown[]).map(featureNow) },
              }
            : { kind: 'spacetime4d', fitted: grid },
        body: { type: 'network', spec: { arch, weights } },
      };
    },
  },
};
