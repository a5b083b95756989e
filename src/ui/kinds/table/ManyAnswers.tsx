import { taskOf } from '#/core/tasks/registry';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { CommandOutput } from '#/app/run';
import type { ModelVersion, RawRow } from '#/core/protocol/model';
import type { Prediction } from '#/core/protocol/predict';
import { predictedText } from '#/ui/charts/columnFormat';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { toDelimited } from '#/ui/components/delimited';
import { safeFileName, saveFile } from '#/ui/components/saveFile';
import classes from '#/ui/components/ask/ask.module.css';

interface AnsweredRow {
  index: number;
  cells: ReadonlyMap<string, RawRow[string]>;
  prediction: Prediction;
}

export function ManyAnswers({
  version,
  rows,
  answer,
  fileName,
}: {
  version: ModelVersion;
  rows: readonly RawRow[];
  answer: CommandOutput<'inference.predict'>;
  fileName: string;
}) {
  const answered = useMemo(
    () =>
      answer.predictions.map(
        (prediction, index): AnsweredRow => ({
          index,
          cells: new Map(Object.entries(rows[index] ?? {})),
          prediction,
        }),
      ),
    [rows, answer],
  );
  const columns = useMemo(() => columnsOf(version), [version]);
  return (
    <>
      <div className={classes.results}>
        <span>
          {formatCount(answered.length)} rows in {formatNumber(answer.latencyMs, 3)} ms on {answer.backend}
        </span>
        <Button
          leftSection={<IconDownload size={16} />}
          onClick={() =>
            saveFile(`${safeFileName(fileName)}.csv`, toDelimited(asTable(version, answered)), 'text/csv')
          }
        >
          Download CSV
        </Button>
      </div>
      {answer.warnings.length > 0 && (
        <ul className={classes.warnings} aria-label="Warnings" style={{ marginBottom: 8 }}>
          {answer.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <DataTable
        label="Answers"
        columns={columns}
        rows={answered}
        rowKey={(row) => String(row.index)}
        rowHeight={32}
        maxHeight={480}
      />
    </>
  );
}

const cellText = (value: RawRow[string] | undefined): string =>
  value === null || value === undefined ? '' : String(value);

function columnsOf(version: ModelVersion): DataColumn<AnsweredRow>[] {
  const sure = (row: AnsweredRow) =>
    row.prediction.probabilities ? Math.max(...row.prediction.probabilities) : undefined;
  const columns: DataColumn<AnsweredRow>[] = [
    {
      id: '#',
      header: 'Row',
      width: '72px',
      align: 'right',
      sortValue: (row) => row.index,
      render: (row) => formatCount(row.index + 1),
    },
    {
      id: 'answer',
      header: version.task.target,
      width: 'minmax(120px, 1fr)',
      sortValue: (row) => row.prediction.value,
      render: ({ prediction }) => <strong>{predictedText(prediction.value, version.task.target)}</strong>,
    },
  ];
  if (taskOf(version.task).value === 'class')
    columns.push({
      id: 'sure',
      header: 'Probability',
      width: '104px',
      align: 'right',
      sortValue: sure,
      render: (row) => `${((sure(row) ?? 0) * 100).toFixed(1)} %`,
    });
  if (version.task.oddFrom !== undefined)
    columns.push({
      id: 'called',
      header: 'Called',
      width: '104px',
      sortValue: ({ prediction }) => Number(prediction.odd),
      render: ({ prediction }) => (prediction.odd ? <strong>odd</strong> : 'usual'),
    });
  for (const [index, { name }] of version.inputs.slice(0, 12).entries())
    columns.push({
      id: `input ${index}`,
      header: name,
      width: `minmax(${Math.min(240, Math.max(96, name.length * 8 + 28))}px, 1fr)`,
      sortValue: (row) => cellText(row.cells.get(name)),
      render: (row) => cellText(row.cells.get(name)) || <span className="quiet">missing</span>,
    });
  return columns;
}

function asTable(version: ModelVersion, answered: readonly AnsweredRow[]): (string | number | null)[][] {
  const names = version.inputs.map((field) => field.name);
  const beside = taskOf(version.task).columns;
  return [
    [...names, version.task.target, ...(beside?.names(version.task) ?? [])],
    ...answered.map(({ cells, prediction }) => [
      ...names.map((name) => cellText(cells.get(name))),
      prediction.value,
      ...(beside?.of(prediction) ?? []),
    ]),
  ];
}
