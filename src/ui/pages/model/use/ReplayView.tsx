/** What a replay found: agreement, how good each is, and the rows where the two differ. */
import { Button, Skeleton } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { run } from '#/app/run';
import { type DifferingRow, type ReplayReport, replayReport } from '#/core/inUse/replay';
import type { Job } from '#/core/protocol/job';
import { attempt } from '#/ui/attempt';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { saveFile } from '#/ui/components/saveFile';
import { inPercent } from './BandPlot';
import { Figures } from './Figures';
import classes from './use.module.css';

type Between = ReplayReport['agreed'];
const said = (value: string | number | boolean | null | undefined) =>
  typeof value === 'number' ? formatNumber(value) : String(value ?? '');

/** Of an answer of many numbers its table says one. */
const shownOf = { pixels: '', values: ', mean', levels: ', median' };

const columnsOf = ({ first, second, differing, judged, of }: ReplayReport): DataColumn<DifferingRow>[] => [
  {
    id: 'id',
    header: 'Id',
    width: 'minmax(90px, 1fr)',
    render: ({ id }) => <span className="mono clip">{id}</span>,
  },
  {
    id: 'first',
    header: `Version ${first}${of ? shownOf[of] : ''}`,
    width: 'minmax(90px, 1fr)',
    render: (row) => said(row.first),
  },
  {
    id: 'second',
    header: `Version ${second}${of ? shownOf[of] : ''}`,
    width: 'minmax(90px, 1fr)',
    render: (row) => said(row.second),
  },
  ...(judged
    ? [
        {
          id: 'label',
          header: 'Label',
          width: 'minmax(80px, 1fr)',
          render: (row: DifferingRow) => said(row.label),
        },
      ]
    : []),
  ...Object.keys(differing[0]?.row ?? {})
    .slice(0, 5)
    .map((name) => ({
      id: `of ${name}`,
      header: name,
      width: 'minmax(80px, 1fr)',
      wideOnly: true,
      render: ({ row }: DifferingRow) => said(Object.hasOwn(row, name) ? row[name] : undefined),
    })),
];

export function ReplayView({ job, streamName }: { job: Job; streamName?: string }) {
  const { report, error } = useReport(job.id);
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!report) return <Skeleton h={200} aria-label="Loading the replay" />;
  const { first, second, rows, agreed, apart, of, metric, labelled, judged, differ, differing, notes } =
    report;
  const isShare = metric === 'accuracy';
  const unit = isShare ? inPercent : (value: number) => formatNumber(value, 3);
  const points = (value: number) => (isShare ? formatNumber(100 * value, 2) : formatNumber(value, 3));
  const between = (of: Between, text = unit) => `${text(of.share)} (${text(of.low)} to ${text(of.high)})`;
  const download = async () => {
    const { fileName, file } = await run('jobs.download', { id: job.id });
    saveFile(fileName, file);
  };
  return (
    <section className={classes.replayed} aria-label="What the replay found">
      <div className={classes.head}>
        <div>
          <p className={classes.headline}>{headline(report)}</p>
          <p className="quiet">
            {formatCount(rows)} rows in the log of {streamName ?? 'a model that was deleted'}, answered by
            versions {first} and {second}.
          </p>
          {notes.map((note) => (
            <p key={note} className="quiet">
              {note}
            </p>
          ))}
        </div>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} />}
          onClick={() => attempt('It could not be saved', download())}
        >
          Save as JSON
        </Button>
      </div>
      <Figures
        of={[
          ['The same answer', between(agreed, inPercent)],
          ...(apart === undefined
            ? []
            : of === 'pixels'
              ? [['Places with another label', inPercent(apart)] as const]
              : [['Apart on average', formatNumber(apart, 3)] as const]),
          ...(judged
            ? ([
                [`Version ${first} ${isShare ? 'right' : 'off by'}`, between(judged.first)],
                [`Version ${second} ${isShare ? 'right' : 'off by'}`, between(judged.second)],
                [
                  `Version ${second} better by`,
                  `${between(judged.better, points)}${isShare ? ' points' : ''}`,
                ],
              ] as const)
            : []),
          ['With labels', formatCount(labelled)],
        ]}
      />
      {differing.length > 0 && (
        <DataTable
          label="Rows where they differ"
          columns={columnsOf(report)}
          rows={differing}
          rowKey={(row) => `${row.at} ${row.id}`}
          rowHeight={32}
          maxHeight={260}
        />
      )}
      {differ > differing.length && (
        <p className="quiet">
          The {isShare && of === undefined ? 'first' : 'furthest apart'} {formatCount(differing.length)} of{' '}
          {formatCount(differ)} are shown.
        </p>
      )}
    </section>
  );
}

function headline({ second, judged, differ, rows }: ReplayReport): string {
  const differs =
    differ === 0
      ? 'They answer the same'
      : `They differ in ${formatCount(differ)} of ${formatCount(rows)} rows`;
  if (!judged) return `${differs}.`;
  const { low, high } = judged.better;
  if (low > 0) return `${differs}, and version ${second} is better.`;
  if (high < 0) return `${differs}, and version ${second} is worse.`;
  return `${differs}; labels do not say yet which is better.`;
}

function useReport(jobId: string): { report?: ReplayReport; error?: unknown } {
  const [state, setState] = useState<{ report?: ReplayReport; error?: unknown }>({});
  useEffect(() => {
    let isCurrent = true;
    run('jobs.download', { id: jobId })
      .then(async ({ file }) => replayReport.parse(JSON.parse(await file.text())))
      .then(
        (report) => isCurrent && setState({ report }),
        (error: unknown) => isCurrent && setState({ error }),
      );
    return () => {
      isCurrent = false;
    };
  }, [jobId]);
  return state;
}
