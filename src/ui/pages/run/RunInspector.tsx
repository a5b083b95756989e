/** Beside the curves: lineage, summary, tags and notes. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { run as runCommand } from '#/app/run';
import { liveDataset, liveModel } from '#/app/stores/live';
import type { RunStream } from '#/app/stores/runStreams';
import type { Run } from '#/core/protocol/model';
import { attempted } from '#/ui/attempt';
import { formatCount } from '#/ui/charts/formatNumber';
import { byImportance, metricText, metricTitle } from '#/ui/charts/metricNames';
import { EditableNotes } from '#/ui/components/EditableNotes';
import { Panel } from '#/ui/components/Panel';
import { useLive } from '#/ui/useLive';
import classes from './run.module.css';
import { RunTags } from './RunTags';

export function RunInspector({ run, stream }: { run: Run; stream?: RunStream }) {
  const dataset = useLive(liveDataset(run.datasetId));
  const model = useLive(liveModel(run.modelId));
  const datasetVersion = dataset?.versions.find((entry) => entry.id === run.datasetVersionId);
  const modelVersion = model?.versions.find((entry) => entry.id === run.modelVersionId);
  const prepared = stream?.prepared;
  const summary = Object.entries(run.summary).sort(([a], [b]) => byImportance(a, b));
  return (
    <aside className={classes.inspector} aria-label="About this run">
      {run.origin !== 'mlflow' && (
        <Panel title="Lineage">
          <Pairs
            rows={[
              [
                'Data',
                dataset ? (
                  <Link to="/data/$datasetId" params={{ datasetId: run.datasetId }}>
                    {dataset.dataset.name}
                    {datasetVersion && `, version ${datasetVersion.number}`}
                  </Link>
                ) : (
                  'deleted'
                ),
              ],
              [
                'Model',
                model ? (
                  <Link to="/models/$modelId" params={{ modelId: run.modelId }}>
                    {model.model.name}
                    {modelVersion && `, version ${modelVersion.number}`}
                  </Link>
                ) : (
                  'none'
                ),
              ],
              [
                'Rows',
                prepared
                  ? `${formatCount(prepared.trainRows)} train, ${formatCount(prepared.valRows)} validation`
                  : undefined,
              ],
              [
                'Weights',
                prepared?.weightCount === undefined ? undefined : formatCount(prepared.weightCount),
              ],
            ]}
          />
        </Panel>
      )}
      {summary.length > 0 && (
        <Panel
          title={
            run.crossValidation
              ? 'Mean over the folds'
              : run.sweep
                ? run.sweep.folds === undefined
                  ? 'The best trial'
                  : 'The best trial, mean over its folds'
                : 'Summary'
          }
        >
          <Pairs rows={summary.map(([name, value]) => [metricTitle(name), metricText(name, value)])} />
        </Panel>
      )}
      <Panel title="Tags">
        <RunTags run={run} />
      </Panel>
      <Panel title="Notes">
        <EditableNotes
          label="Notes"
          placeholder="What was tried, what was learnt"
          value={run.notes}
          onSave={(notes, was) =>
            attempted(
              'The notes were not saved',
              runCommand('runs.update', { id: run.id, notes, was: { notes: was } }),
            )
          }
        />
      </Panel>
    </aside>
  );
}

function Pairs({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <table className={classes.pairs}>
      <tbody>
        {rows
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
