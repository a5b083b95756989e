/** Two versions that answer at the same time, and what labels say of them. */
import { Button, Skeleton } from '@mantine/core';
import { type CommandInput, type CommandOutput, run } from '#/app/run';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { useAttempt } from '#/ui/useAttempt';
import { useCommand } from '#/ui/useCommand';
import { BandPlot } from './BandPlot';
import { CompareForm } from './CompareForm';
import { Figures } from './Figures';
import classes from './use.module.css';

type Listed = CommandOutput<'comparisons.list'>[number];

const ways = { shadow: 'both answer', split: 'in shares', canary: 'in a share that grows' };
const statuses = { running: 'running', stopped: 'stopped', promoted: 'promoted', rolledBack: 'rolled back' };

export function ComparePanel({
  model,
  versions,
  revision,
  onChanged,
}: {
  model: Model;
  versions: readonly ModelVersion[];
  revision: number;
  onChanged: () => void;
}) {
  const { data, error } = useCommand('comparisons.list', { modelId: model.id }, revision);
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!data) return <Skeleton h={120} aria-label="Loading the comparisons" />;
  const running = data.some(({ comparison }) => comparison.status === 'running');
  return (
    <Panel title="Versions compared live">
      {!running &&
        (versions.length < 2 ? (
          <p className="quiet">Two versions of a model are compared while they answer. This one has one.</p>
        ) : (
          <CompareForm model={model} versions={versions} onStarted={onChanged} />
        ))}
      {data.map((one) => (
        <Compared key={one.comparison.id} model={model} listed={one} onChanged={onChanged} />
      ))}
    </Panel>
  );
}

function Compared({
  model,
  listed: { comparison, difference },
  onChanged,
}: {
  model: Model;
  listed: Listed;
  onChanged: () => void;
}) {
  const { busy, error, attemptIt } = useAttempt();
  const { champion, challenger, test, status, verdict, path, history } = comparison;
  // Of labels a share, of numbers how far off they are.
  const isShare = test.champion.mean >= 0 && test.challenger.mean >= 0;
  const points = (value: number) =>
    isShare ? `${formatNumber(100 * value, 2)} points` : formatNumber(value, 3);
  const own = ({ n, mean }: typeof test.champion) =>
    n === 0 ? '–' : isShare ? `${formatNumber(100 * mean, 3)} %` : `off by ${formatNumber(-mean, 3)}`;
  const end = (how: CommandInput<'comparisons.end'>['how']) =>
    attemptIt(async () => {
      await run('comparisons.end', { id: comparison.id, how });
      onChanged();
    });
  const failed = champion.failed + challenger.failed;
  return (
    <article
      className={classes.compared}
      aria-label={`Version ${challenger.version} beside ${champion.version}`}
    >
      <div className={classes.head}>
        <div>
          <p className={classes.headline}>
            Version {challenger.version} beside version {champion.version}: {statuses[status]}
          </p>
          <p className="quiet">
            {ways[comparison.way]}
            {comparison.way !== 'shadow' &&
              `, now ${formatNumber(100 * comparison.share, 3)} % to the challenger`}
            ,{' '}
            {verdict
              ? `found ${verdict.found} after ${formatCount(verdict.rows)} labelled rows`
              : 'neither was found better yet'}
          </p>
        </div>
        <div className={classes.actions}>
          {status === 'running' && (
            <>
              <Button size="compact-sm" disabled={busy} onClick={() => void end('promote')}>
                Promote
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                disabled={busy}
                onClick={() => void end('rollBack')}
              >
                Roll back
              </Button>
              <Button size="compact-sm" variant="default" disabled={busy} onClick={() => void end('stop')}>
                Stop
              </Button>
            </>
          )}
          {status === 'promoted' && (
            <Button size="compact-sm" variant="default" disabled={busy} onClick={() => void end('rollBack')}>
              Roll back
            </Button>
          )}
        </div>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      <Figures
        of={[
          [`Version ${champion.version}`, own(test.champion)],
          [`Version ${challenger.version}`, own(test.challenger)],
          [
            'Challenger better by',
            difference
              ? `${points(difference.mean)} (${points(difference.low)} to ${points(difference.high)})`
              : '–',
          ],
          ['Labelled rows', formatCount(test.difference.n)],
          ['Answered', `${formatCount(champion.rows)} and ${formatCount(challenger.rows)}`],
          ...(failed > 0
            ? [['Failed', `${formatCount(champion.failed)} and ${formatCount(challenger.failed)}`] as const]
            : []),
        ]}
      />
      {path.length > 1 && (
        <BandPlot
          title="How much better the challenger is"
          fileName={model.name}
          labels={path.map(({ rows }) => formatCount(rows))}
          unit={points}
          zero
          lines={[
            {
              name: 'difference, with bounds that hold at every moment',
              values: path.map(({ mean, low, high }) => ({ value: mean, low, high })),
            },
          ]}
        />
      )}
      <ol className={classes.history}>
        {history.map(({ at, what }) => (
          <li key={`${at} ${what}`}>
            {what}{' '}
            <span className="quiet">
              <TimeAgo at={at} />
            </span>
          </li>
        ))}
      </ol>
    </article>
  );
}
