import { Button } from '@mantine/core';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ClassReport, ClassScores } from '#/core/stats/classReport';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { toDelimited } from '#/ui/components/delimited';
import { safeFileName, saveFile } from '#/ui/components/saveFile';
import classes from './evaluation.module.css';

type Row = ClassScores & { label: string; support: number; predicted: number };

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const score = (id: keyof ClassScores, header: string): DataColumn<Row> => ({
  id,
  header,
  width: 'minmax(80px, 1fr)',
  align: 'right',
  render: (row) => <span title={formatNumber(row[id], 6)}>{percent(row[id])}</span>,
  sortValue: (row) => row[id],
});

const columns: DataColumn<Row>[] = [
  {
    id: 'label',
    header: 'Class',
    width: 'minmax(80px, 2fr)',
    render: (row) => (
      <span className="clip" title={row.label}>
        {row.label || '(empty)'}
      </span>
    ),
    sortValue: (row) => row.label,
  },
  score('precision', 'Precision'),
  score('recall', 'Recall'),
  score('f1', 'F1'),
  {
    id: 'support',
    header: 'Rows',
    wideOnly: true,
    width: 'minmax(60px, 1fr)',
    align: 'right',
    render: (row) => formatCount(row.support),
    sortValue: (row) => row.support,
  },
];

export function ClassTable({
  report,
  labels,
  fileName,
}: {
  report: ClassReport;
  labels: readonly string[];
  fileName: string;
}) {
  const rows = useMemo(
    () => report.classes.map((entry, i): Row => ({ ...entry, label: labels[i] as string })),
    [report, labels],
  );
  const averages: [string, ClassScores][] = [
    ['Macro average', report.macro],
    ['Weighted average', report.weighted],
  ];
  const save = () =>
    saveFile(
      `${safeFileName(`${fileName}-per-class`)}.csv`,
      toDelimited([
        ['class', 'precision', 'recall', 'f1', 'rows', 'predicted'],
        ...rows.map((row) => [row.label, row.precision, row.recall, row.f1, row.support, row.predicted]),
        ...averages.map(([name, scores]) => [
          name,
          scores.precision,
          scores.recall,
          scores.f1,
          report.rows,
          report.rows,
        ]),
        ['Accuracy', null, null, report.accuracy, report.rows, report.rows],
      ]),
      'text/csv',
    );
  return (
    <>
      <DataTable
        label="Precision, recall and F1 per class"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.label}
        rowHeight={32}
        maxHeight={320}
      />
      <table className={classes.averages}>
        <thead>
          <tr>
            <th scope="col">Average</th>
            <th scope="col">Precision</th>
            <th scope="col">Recall</th>
            <th scope="col">F1</th>
          </tr>
        </thead>
        <tbody>
          {averages.map(([name, scores]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{percent(scores.precision)}</td>
              <td>{percent(scores.recall)}</td>
              <td>{percent(scores.f1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={classes.foot}>
        <span>
          Accuracy <strong>{percent(report.accuracy)}</strong>
        </span>
        <Button variant="subtle" size="compact-sm" leftSection={<IconFileTypeCsv size={16} />} onClick={save}>
          Save as CSV
        </Button>
      </div>
    </>
  );
}
