/** Every model that was tried, the best first, with what a person gets for free at its end. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { run as runCommand } from '#/app/run';
import { ranked, testMetric } from '#/core/automl/board';
import type { AutomlRecord, BoardLine } from '#/core/protocol/automl';
import type { Run } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { formatNumber } from '#/ui/charts/formatNumber';
import { metricText, metricTitle, spreadText } from '#/ui/charts/metricNames';
import { BytesText } from '#/ui/components/BytesText';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { durationText } from '#/ui/components/duration';
import { Panel } from '#/ui/components/Panel';
import classes from './automl.module.css';

/** The last line: what answering without a model comes to. */
const baseline = 'baseline';

export function Leaderboard({
  run,
  record,
  champion,
  title,
}: {
  run: Run;
  record: AutomlRecord;
  champion: string | undefined;
  title: string;
}) {
  const { objective, board = [], free } = record;
  const best = ranked(record, board);
  const rank = new Map(best.map(({ runId }, at) => [runId, at]));
  const isChosen = ({ versionId }: BoardLine) => versionId !== undefined && versionId === champion;
  const orderOf = (line: BoardLine) =>
    isChosen(line) ? -1 : (rank.get(line.runId) ?? (line.runId === baseline ? 1e6 : 1e5));
  const someFolds = board.some(({ folds }) => folds !== undefined);
  const test = testMetric(objective);
  const isTold = free !== undefined && test.toLowerCase() === `test${free.metric}`.toLowerCase();
  const lines: BoardLine[] = [
    ...board,
    ...(free
      ? [
          {
            runId: baseline,
            title: `Without a model: ${free.answer}`,
            origin: 'standard' as const,
            state: 'complete' as const,
            ...(isTold && (free.part === 'test' ? { test: free.value } : { score: free.value })),
          },
        ]
      : []),
  ].sort((a, b) => orderOf(a) - orderOf(b));
  const use = (line: BoardLine) =>
    attempt(
      'The champion was not changed',
      runCommand('models.setAlias', {
        modelId: run.modelId,
        alias: 'champion',
        versionId: line.versionId ?? '',
      }),
    );
  const columns: DataColumn<BoardLine>[] = [
    {
      id: 'title',
      header: 'Model',
      width: 'minmax(110px, 3fr)',
      sortValue: (line) => line.title,
      render: (line) =>
        line.runId === baseline ? (
          <span className="quiet">{line.title}</span>
        ) : (
          <>
            <Link to="/runs/$runId" params={{ runId: line.runId }} title={line.title}>
              {line.title}
            </Link>
            {isChosen(line) && <span className={classes.chosen}>champion</span>}
          </>
        ),
    },
    {
      id: 'score',
      header: title,
      width: '152px',
      align: 'right',
      sortValue: ({ score }) => score,
      render: (line) =>
        line.state === 'running' ? (
          <span className="quiet">training</span>
        ) : line.why ? (
          <span className="quiet" title={line.why}>
            {line.state === 'failed' ? 'failed' : 'left out'}
          </span>
        ) : (
          <span
            title={
              line.folds ? `Mean and standard deviation of ${line.folds} folds` : 'On the validation part'
            }
          >
            {spreadText(objective.metric, line.score, line.sd)}
            {someFolds && !line.folds && line.runId !== baseline && (
              <span className={classes.one}>1 part</span>
            )}
          </span>
        ),
    },
    {
      id: 'test',
      header: metricTitle(test),
      width: '124px',
      align: 'right',
      wideOnly: true,
      sortValue: (line) => line.test,
      render: (line) => metricText(test, line.test),
    },
    {
      id: 'fit',
      header: 'Fit',
      width: '76px',
      align: 'right',
      wideOnly: true,
      sortValue: ({ fitSeconds }) => fitSeconds,
      render: ({ fitSeconds }) => (fitSeconds === undefined ? '–' : durationText(fitSeconds)),
    },
    {
      id: 'answer',
      header: 'Answer',
      width: '92px',
      align: 'right',
      wideOnly: true,
      sortValue: ({ latencyMs }) => latencyMs,
      render: ({ latencyMs }) => (latencyMs === undefined ? '–' : `${formatNumber(latencyMs, 2)} ms`),
    },
    {
      id: 'bytes',
      header: 'Size',
      width: '84px',
      align: 'right',
      wideOnly: true,
      sortValue: ({ bytes }) => bytes,
      render: ({ bytes }) => (bytes === undefined ? '–' : <BytesText value={bytes} />),
    },
    {
      id: 'use',
      header: 'Use',
      headerHidden: true,
      width: '68px',
      align: 'right',
      render: (line) =>
        line.versionId === undefined || isChosen(line) ? (
          ''
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Use ${line.title}`}
            onClick={() => use(line)}
          >
            Use
          </Button>
        ),
    },
  ];
  const reasons = board.filter(({ why }) => why !== undefined);
  return (
    <Panel title="Leaderboard">
      <DataTable
        label="Leaderboard"
        columns={columns}
        rows={lines}
        rowKey={({ runId }) => runId}
        empty="The first model is being trained"
      />
      {reasons.length > 0 && (
        <p className="quiet">{reasons.map(({ title: name, why }) => `${name}: ${why}`).join(' ')}</p>
      )}
    </Panel>
  );
}
