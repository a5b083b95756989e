/** Beside a network over time and space the same with time as channels: the page says when 4-D does not pay. */
import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { run as command } from '#/app/run';
import { liveRuns } from '#/app/stores/live';
import {
  ablationMetrics,
  type AblationPair,
  ablationPair,
  counterparts,
} from '#/core/evaluation/ablationPair';
import { ablationVerdict, notTested } from '#/core/evaluation/ablationVerdict';
import type { FamilyDef } from '#/core/families/familyDef';
import { families } from '#/core/families/registry';
import type { Run } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { metricText, metricTitle } from '#/ui/charts/metricNames';
import { ErrorNote, errorInfoOf } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import { ablationOf } from './ablationOf';
import classes from '#/ui/tasks/evaluation/judging.module.css';

export function AblationPanel({ run }: { run: Run }) {
  const runs = useLive(liveRuns());
  const pair = runs && ablationPair(run, runs);
  if (pair) return <Comparison pair={pair} />;
  const ablation = families.find(String(run.params.family))?.ablation;
  if (!runs || !ablation) return null;
  const underWay = counterparts(run, runs).find(({ status }) => status === 'running');
  return (
    <Panel title="Does 4-D pay?">
      <p className={classes.verdict}>
        The honest test is the same network with time as channels, on the same samples.{' '}
        {underWay && (
          <>
            It is in training:{' '}
            <Link to="/runs/$runId" params={{ runId: underWay.id }}>
              {underWay.name}
            </Link>
            .
          </>
        )}
      </p>
      {!underWay && <TrainAblation run={run} ablation={ablation} />}
    </Panel>
  );
}

function TrainAblation({ run, ablation }: { run: Run; ablation: NonNullable<FamilyDef['ablation']> }) {
  const navigate = useNavigate();
  return (
    <Button
      variant="default"
      leftSection={<IconPlayerPlay size={16} />}
      onClick={() =>
        attempt(
          'The ablation was not started',
          command('training.submit', ablationOf(run, ablation)).then(({ runId }) =>
            navigate({ to: '/runs/$runId', params: { runId } }),
          ),
        )
      }
    >
      Train the {ablation.title}
    </Button>
  );
}

function Comparison({ pair: { full, ablation, part } }: { pair: AblationPair }) {
  const mine = useCommand('runs.evaluation', { runId: full.id, part }, full.status);
  const theirs = useCommand('runs.evaluation', { runId: ablation.id, part }, ablation.status);
  const failure = mine.error ?? theirs.error;
  const isKept = failure === undefined || errorInfoOf(failure).code !== 'notFound';
  const verdict = isKept
    ? mine.data && theirs.data && ablationVerdict(mine.data, theirs.data, part)
    : notTested;
  return (
    <Panel title="Does 4-D pay?">
      {failure !== undefined && isKept && <ErrorNote error={failure} />}
      {verdict && <p className={classes.verdict}>{verdict.text}</p>}
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Figure</th>
              {[full, ablation].map((one) => (
                <th key={one.id} scope="col">
                  <Link to="/runs/$runId" params={{ runId: one.id }}>
                    {one === full ? '4-D' : '3-D, time as channels'}
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ablationMetrics
              .filter((name) => full.summary[name] !== undefined && ablation.summary[name] !== undefined)
              .map((name) => (
                <tr key={name}>
                  <th scope="row">{metricTitle(name)}</th>
                  <td>{metricText(name, full.summary[name])}</td>
                  <td>{metricText(name, ablation.summary[name])}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
