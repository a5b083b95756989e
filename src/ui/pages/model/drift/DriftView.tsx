/** What a comparison found: the columns, and of the chosen one both distributions, its way over time, and rows. */
import { Button, Skeleton } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { DriftInput } from '#/app/jobs/driftJob';
import { run } from '#/app/run';
import { liveDatasets } from '#/app/stores/live';
import { type ColumnDrift, type DriftReport, driftReport, measureTitles } from '#/core/drift/driftReport';
import type { Job } from '#/core/protocol/job';
import { attempt } from '#/ui/attempt';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { saveFile } from '#/ui/components/saveFile';
import { useLive } from '#/ui/useLive';
import { DriftRows } from './DriftRows';
import classes from './drift.module.css';
import { OverTimePlot } from './OverTimePlot';
import { TwoSidesPlot } from './TwoSidesPlot';
import { VerdictMark, verdictOrder, verdictWords } from './VerdictMark';

const partWords = { input: '', target: 'target', prediction: 'answer' };

const columns: DataColumn<ColumnDrift>[] = [
  {
    id: 'name',
    header: 'Column',
    width: 'minmax(170px, 1.2fr)',
    render: ({ name, part }) => (
      <span className="clip">
        {name}{' '}
        {partWords[part] !== '' && !name.startsWith('answer') && (
          <span className="quiet">{partWords[part]}</span>
        )}
      </span>
    ),
    sortValue: ({ name }) => name,
  },
  {
    id: 'verdict',
    header: 'Verdict',
    width: '130px',
    render: ({ verdict }) => <VerdictMark verdict={verdict} />,
    sortValue: ({ verdict, distance = 0 }) => verdictOrder[verdict] * 1e9 - Math.min(1e6, distance),
  },
  {
    id: 'words',
    header: 'What is seen',
    width: 'minmax(220px, 2.6fr)',
    wideOnly: true,
    render: ({ words }) => (
      <span className="clip" title={words}>
        {words}
      </span>
    ),
  },
  {
    id: 'test',
    header: 'By',
    width: '170px',
    wideOnly: true,
    render: ({ test }) => (test && test !== 'auto' ? measureTitles[test] : ''),
    sortValue: ({ test = '' }) => test,
  },
  {
    id: 'p',
    header: 'p or value',
    width: '110px',
    align: 'right',
    wideOnly: true,
    render: ({ pValue, statistic }) =>
      pValue === undefined ? formatNumber(statistic) : pValue < 1e-4 ? '<0.0001' : formatNumber(pValue, 2),
    sortValue: ({ pValue, statistic }) => pValue ?? statistic,
  },
  {
    id: 'distance',
    header: 'Distance',
    width: '90px',
    align: 'right',
    wideOnly: true,
    render: ({ distance }) => formatNumber(distance, 2),
    sortValue: ({ distance }) => distance,
  },
];

export function DriftView({ job }: { job: Job }) {
  const { found, error } = useReport(job.id);
  const [name, setName] = useState<string>();
  const datasets = useLive(liveDatasets());
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!found) return <Skeleton h={320} aria-label="Loading the comparison" />;
  const ordered = found.columns.toSorted(
    (a, b) => verdictOrder[a.verdict] - verdictOrder[b.verdict] || (b.distance ?? 0) - (a.distance ?? 0),
  );
  const chosen = ordered.find((column) => keyOf(column) === name) ?? ordered[0];
  const input = job.input as DriftInput;
  const dataset = datasets?.find(({ dataset: one }) => one.id === job.datasetId)?.dataset;
  const download = async () => {
    const { fileName, file } = await run('jobs.download', { id: job.id });
    saveFile(fileName, file);
  };
  return (
    <section className={classes.found} aria-label="What was found">
      <div className={classes.head}>
        <div>
          <p className={classes.headline}>{headline(found)}</p>
          <p className="quiet">
            {formatCount(found.now.rows)} {found.now.of} of {dataset?.name ?? 'a dataset that was deleted'},
            beside {formatCount(found.before.rows)} {found.before.of}. {rule(found)}
          </p>
          {found.notes.map((note) => (
            <p key={note} className="quiet">
              {note}
            </p>
          ))}
        </div>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => attempt('Nothing was downloaded', download())}
        >
          Download .json
        </Button>
      </div>
      <DataTable
        label="Columns"
        columns={columns}
        rows={ordered}
        rowKey={keyOf}
        onOpen={(column) => setName(keyOf(column))}
        maxHeight={360}
      />
      {chosen && (
        <section aria-label={chosen.name} className={classes.found}>
          <h3>{chosen.name}</h3>
          <p>
            <VerdictMark verdict={chosen.verdict} /> · {chosen.words}{' '}
            {chosen.missing.before + chosen.missing.now > 0 &&
              `Missing: ${formatShare(chosen.missing.before)} before, ${formatShare(chosen.missing.now)} now.`}
          </p>
          <div className={classes.detail}>
            {chosen.picture && (
              <TwoSidesPlot
                picture={chosen.picture}
                name={chosen.name}
                isDate={chosen.form === 'date'}
                // A model knows what it learnt from: answers, and what it sees, are of others.
                of={chosen.part === 'prediction' || chosen.form === 'seen' ? 'before' : 'rows it learnt from'}
                fileName={job.title}
              />
            )}
            {found.windows.length > 1 && (
              <OverTimePlot column={chosen} windows={found.windows} fileName={job.title} />
            )}
          </div>
          {chosen.rows.length > 0 && dataset && (
            <DriftRows
              versionId={input.datasetVersionId}
              kind={dataset.kind}
              rows={chosen.rows}
              own={chosen.name}
            />
          )}
        </section>
      )}
    </section>
  );
}

const keyOf = ({ part, name }: ColumnDrift): string => `${part} ${name}`;

function headline({ columns: all }: DriftReport): string {
  const count = (verdict: ColumnDrift['verdict']) =>
    all.filter((column) => column.verdict === verdict).length;
  const drifted = count('drifted');
  const rest = (['slight', 'unknown'] as const)
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${verdictWords[verdict]}`);
  const first = drifted === 0 ? 'No column drifted' : `${drifted} of ${all.length} columns drifted`;
  return `${[first, ...rest].join(', ')}.`;
}

const rule = ({ method, alpha, correction }: DriftReport): string =>
  method === 'wasserstein' || method === 'jensenShannon' || method === 'psi'
    ? `Drifted: ${measureTitles[method]} of ${method === 'psi' ? 0.2 : 0.1} or more.`
    : `Drifted: p below ${alpha} after the correction for all columns (${correction === 'holm' ? 'Holm' : 'Benjamini-Hochberg'}), and a distance of 0.1 or more.`;

function useReport(jobId: string): { found?: DriftReport; error?: unknown } {
  const [state, setState] = useState<{ found?: DriftReport; error?: unknown }>({});
  useEffect(() => {
    let isCurrent = true;
    run('jobs.download', { id: jobId })
      .then(async ({ file }) => driftReport.parse(JSON.parse(await file.text())))
      .then(
        (found) => isCurrent && setState({ found }),
        (error: unknown) => isCurrent && setState({ error }),
      );
    return () => {
      isCurrent = false;
    };
  }, [jobId]);
  return state;
}
