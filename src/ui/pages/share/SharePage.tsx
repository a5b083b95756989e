/** A training that somebody shared by a link: what it is, whether its data is here, and the way to train it. */
import { Button, Skeleton } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { run as runCommand } from '#/app/run';
import { liveDatasets } from '#/app/stores/live';
import { families } from '#/core/families/registry';
import { formatCount } from '#/ui/charts/formatNumber';
import { byImportance, metricText, metricTitle } from '#/ui/charts/metricNames';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PageHeader } from '#/ui/components/PageHeader';
import { Panel } from '#/ui/components/Panel';
import { useTitle } from '#/ui/router/useTitle';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import classes from './share.module.css';

const figures = 6;

export default function SharePage() {
  useTitle('A shared training');
  const { of } = useSearch({ from: '/share' });
  const navigate = useNavigate();
  // Asked again when data comes.
  const datasets = useLive(liveDatasets());
  const asked = useCommand('runs.shared', of ? { text: of } : null, datasets?.length);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  if (!of)
    return (
      <EmptyState title="No training in this address">
        A link to a training is made on the page of a run.
      </EmptyState>
    );
  if (asked.error !== undefined) return <ErrorNote error={asked.error} />;
  if (!asked.data) return <Skeleton h={240} />;
  const { shared, datasetId } = asked.data;
  const reached = Object.entries(shared.reached)
    .sort(([a], [b]) => byImportance(a, b))
    .slice(0, figures);
  const train = async () => {
    setBusy(true);
    try {
      const { runId } = await runCommand('training.submitShared', { text: of });
      await navigate({ to: '/runs/$runId', params: { runId } });
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <>
      <PageHeader
        title={shared.name}
        note="A training that was shared: settings, seed and the hash of its data. No data came with the link."
        actions={
          <Button disabled={!datasetId} loading={busy} onClick={train}>
            Train the same
          </Button>
        }
      />
      {error === undefined ? null : <ErrorNote error={error} />}
      <div className={classes.panels}>
        <Panel title="Its data">
          {datasetId ? (
            <p>
              It is here:{' '}
              <Link to="/data/$datasetId" params={{ datasetId }}>
                {datasets?.find(({ dataset }) => dataset.id === datasetId)?.dataset.name ??
                  shared.dataset.name}
              </Link>
              , {formatCount(shared.dataset.rows)} rows, the same to the bit.
            </p>
          ) : (
            <p role="status">
              Drop {shared.dataset.fileName ? <strong>{shared.dataset.fileName}</strong> : 'the same file'} on
              this page and import it as it is read by itself ({formatCount(shared.dataset.rows)} rows, hash{' '}
              <code>{shared.dataset.hash.slice(0, 12)}</code>), then open this link again.
            </p>
          )}
        </Panel>
        <Panel title="Settings">
          <dl className={classes.pairs}>
            <dt>Model</dt>
            <dd>{families.find(shared.family)?.title ?? shared.family}</dd>
            <dt>Target</dt>
            <dd>{shared.target}</dd>
            <dt>Columns</dt>
            <dd>{formatCount(shared.features.length)}</dd>
            <dt>Epochs</dt>
            <dd>{formatCount(shared.training.epochs)}</dd>
            <dt>Seed</dt>
            <dd>{shared.training.seed}</dd>
          </dl>
        </Panel>
        <Panel title="What it reached there">
          <dl className={classes.pairs}>
            {reached.map(([name, value]) => [
              <dt key={name}>{metricTitle(name)}</dt>,
              <dd key={`${name} value`}>{metricText(name, value)}</dd>,
            ])}
            {shared.backend && (
              <>
                <dt>Backend</dt>
                <dd>{shared.backend}</dd>
              </>
            )}
          </dl>
          <p className="quiet">On the same backend it comes to the same; another rounds otherwise.</p>
        </Panel>
      </div>
    </>
  );
}
