/** One model: versions, aliases and their history, comparison, export. */
import { Button, Menu, Skeleton, Tabs } from '@mantine/core';
import { IconFileExport, IconTrash } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { run } from '#/app/run';
import { liveModel } from '#/app/stores/live';
import { bodyOf } from '#/core/bodies/registry';
import { explainersFor } from '#/core/explain/explainersFor';
import { attempt } from '#/ui/attempt';
import { formatCount } from '#/ui/charts/formatNumber';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { EditableText } from '#/ui/components/EditableText';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { MoreMenu } from '#/ui/components/MoreMenu';
import { PageHeader } from '#/ui/components/PageHeader';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { useTitle } from '#/ui/router/useTitle';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import { AboutModel } from './AboutModel';
import { AliasHistory } from './AliasHistory';
import { CompareVersions } from './CompareVersions';
import { DeleteModel } from './DeleteModel';
import { ExportDialog } from './export/ExportDialog';
import { GoneOnNote } from './further/GoneOnNote';
import classes from './further/further.module.css';
import { VersionsTab } from './VersionsTab';
import { WeightsItem } from './WeightsItem';

const TreeTab = lazy(() => import('./tree/TreeTab'));
const ShapesTab = lazy(() => import('./shapes/ShapesTab'));
const ComponentsTab = lazy(() => import('./components/ComponentsTab'));
const MembersView = lazy(() => import('../combine/MembersView'));
const GraphTab = lazy(() => import('./GraphTab'));
const EvaluateTab = lazy(() => import('./evaluate/EvaluateTab'));
const TransferTab = lazy(() => import('./transfer/TransferTab'));
const FurtherTab = lazy(() => import('./further/FurtherTab'));
const ExplainTab = lazy(() => import('./explain/ExplainTab'));
const UseTab = lazy(() => import('./use/UseTab'));
const DriftTab = lazy(() => import('./drift/DriftTab'));

const tabs = [
  'versions',
  'graph',
  'tree',
  'shapes',
  'components',
  'members',
  'evaluate',
  'explain',
  'drift',
  'use',
  'compare',
  'further',
  'transfer',
  'history',
  'about',
] as const;

export default function ModelPage() {
  const { modelId } = useParams({ from: '/models/$modelId' });
  const search = useSearch({ from: '/models/$modelId' });
  const navigate = useNavigate({ from: '/models/$modelId' });
  const live = useLive(liveModel(modelId));
  const asked = useCommand('models.get', { id: modelId });
  const found = live ?? asked.data;
  const [deleting, setDeleting] = useState(false);
  useTitle(found?.model.name ?? 'Model');

  if (!found)
    return asked.error === undefined ? (
      <div role="status" aria-busy="true" aria-label="Loading the model">
        <Skeleton h={28} w={260} mb={24} />
        <Skeleton h={320} />
      </div>
    ) : (
      <ErrorNote
        error={asked.error}
        actions={
          <ButtonLink to="/models" variant="default">
            All models
          </ButtonLink>
        }
      />
    );

  const { model, moves } = found;
  const versions = [...found.versions].sort((a, b) => b.number - a.number);
  const newest = versions[0];
  const best = versions.find((version) => version.id === model.aliases.champion) ?? newest;
  /** Imported as a file, which can be asked on a dataset as it is. */
  const asItIs = versions.some(({ body }) => bodyOf(body).files);
  /** Made of other models. */
  const isCombined = newest !== undefined && bodyOf(newest.body).members !== undefined;
  const combined = best && bodyOf(best.body).members ? best : newest;
  const exported = versions.find((version) => version.id === search.export);
  const setSearch = (part: { tab?: string; export?: string; a?: string; b?: string }) =>
    navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const tab = tabs.find((name) => name === search.tab) ?? 'versions';

  return (
    <>
      <PageHeader
        title={
          <EditableText
            label="Model name"
            value={model.name}
            onSave={(name, was) =>
              attempt(
                'The name was not saved',
                run('models.update', { id: model.id, name, was: { name: was } }),
              )
            }
          />
        }
        note={
          <>
            {model.family}
            {newest && `, predicts ${newest.task.target}`}, {formatCount(versions.length)} version
            {versions.length === 1 ? '' : 's'}, changed <TimeAgo at={model.updatedAt} />
          </>
        }
        actions={
          <>
            {asItIs && tab !== 'evaluate' && (
              <Button variant="default" onClick={() => setSearch({ tab: 'evaluate' })}>
                Evaluate on a dataset
              </Button>
            )}
            {isCombined && (
              <ButtonLink to="/combine" variant="default">
                Combine again
              </ButtonLink>
            )}
            {newest && newest.runId !== '' && !asItIs && !isCombined && (
              <ButtonLink
                to="/train"
                search={{
                  dataset: newest.datasetId,
                  target: newest.task.target,
                  model: model.id,
                  from: newest.runId,
                }}
                variant="default"
              >
                Train a new version
              </ButtonLink>
            )}
            {best && (
              <Button
                variant="default"
                leftSection={<IconFileExport size={16} />}
                onClick={() => setSearch({ export: best.id })}
              >
                Export
              </Button>
            )}
            {best && (
              <ButtonLink to="/predict" search={{ model: model.id }}>
                Predict
              </ButtonLink>
            )}
            <MoreMenu>
              {best && bodyOf(best.body).layers && bodyOf(best.body).withTensors && (
                <WeightsItem version={best} />
              )}
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setDeleting(true)}>
                Delete model
              </Menu.Item>
            </MoreMenu>
          </>
        }
      />
      <Tabs
        value={tab}
        onChange={(next) => setSearch({ tab: next === 'versions' ? undefined : (next ?? undefined) })}
        keepMounted={false}
      >
        <Tabs.List mb={16}>
          <Tabs.Tab value="versions">Versions</Tabs.Tab>
          <Tabs.Tab value="graph" disabled={!newest || !bodyOf(newest.body).look}>
            Graph
          </Tabs.Tab>
          {versions.some(({ body }) => bodyOf(body).trees) && <Tabs.Tab value="tree">Trees</Tabs.Tab>}
          {versions.some(({ body }) => bodyOf(body).shapes) && <Tabs.Tab value="shapes">Shapes</Tabs.Tab>}
          {versions.some(({ body }) => bodyOf(body).components) && (
            <Tabs.Tab value="components">Components</Tabs.Tab>
          )}
          {isCombined && <Tabs.Tab value="members">Members</Tabs.Tab>}
          {asItIs && <Tabs.Tab value="evaluate">Evaluate</Tabs.Tab>}
          <Tabs.Tab value="explain" disabled={!versions.some((version) => explainersFor(version).length > 0)}>
            Explain
          </Tabs.Tab>
          <Tabs.Tab value="drift">Drift</Tabs.Tab>
          <Tabs.Tab value="use" disabled={!newest}>
            In use
          </Tabs.Tab>
          <Tabs.Tab value="compare" disabled={versions.length < 2}>
            Compare
          </Tabs.Tab>
          <Tabs.Tab value="further" disabled={!versions.some(({ body }) => bodyOf(body).outline)}>
            Train further
          </Tabs.Tab>
          <Tabs.Tab value="transfer" disabled={!versions.some(({ body }) => bodyOf(body).cuts)}>
            Transfer
          </Tabs.Tab>
          <Tabs.Tab value="history">Alias history</Tabs.Tab>
          <Tabs.Tab value="about">About</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="versions">
          <VersionsTab model={model} versions={versions} onExport={(id) => setSearch({ export: id })} />
          {newest?.runId === '' && newest.notes && (
            <p className={`quiet ${classes.below} ${classes.noted}`}>{newest.notes}</p>
          )}
          {newest?.goneOn && (
            <div className={classes.below}>
              <GoneOnNote version={newest} versions={versions} />
            </div>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="graph">
          <Suspense fallback={<Skeleton h={480} aria-label="Loading the graph" />}>
            <GraphTab model={model} versions={versions} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="tree">
          <Suspense fallback={<Skeleton h={360} aria-label="Loading the tree" />}>
            <TreeTab model={model} versions={versions} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="shapes">
          <Suspense fallback={<Skeleton h={360} role="status" aria-label="Loading the shapes" />}>
            <ShapesTab model={model} versions={versions} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="components">
          <Suspense fallback={<Skeleton h={360} role="status" aria-label="Loading the components" />}>
            <ComponentsTab model={model} versions={versions} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="members">
          <Suspense fallback={<Skeleton h={280} aria-label="Loading the members" />}>
            {combined && <MembersView version={combined} />}
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="evaluate">
          <Suspense fallback={<Skeleton h={280} aria-label="Loading the form" />}>
            <EvaluateTab model={model} versions={versions} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="explain">
          <Suspense fallback={<Skeleton h={280} aria-label="Loading the explanations" />}>
            <ExplainTab model={model} versions={versions} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="drift">
          <Suspense fallback={<Skeleton h={280} aria-label="Loading the comparison" />}>
            <DriftTab model={model} versions={versions} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="use">
          <Suspense fallback={<Skeleton h={280} aria-label="Loading the model in use" />}>
            <UseTab model={model} versions={versions} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="compare">
          <CompareVersions versions={versions} a={search.a} b={search.b} onPick={setSearch} />
        </Tabs.Panel>
        <Tabs.Panel value="further">
          <Suspense fallback={<Skeleton h={280} aria-label="Loading the form" />}>
            <FurtherTab key={search.version} model={model} versions={versions} wanted={search.version} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="transfer">
          <Suspense fallback={<Skeleton h={280} aria-label="Loading the form" />}>
            <TransferTab model={model} versions={versions} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <AliasHistory model={model} versions={versions} moves={moves} />
        </Tabs.Panel>
        <Tabs.Panel value="about">
          <AboutModel model={model} hasVersions={newest !== undefined} />
        </Tabs.Panel>
      </Tabs>
      {exported && (
        <ExportDialog
          key={exported.id}
          model={model}
          version={exported}
          onClose={() => setSearch({ export: undefined })}
        />
      )}
      <DeleteModel model={model} opened={deleting} onClose={() => setDeleting(false)} />
    </>
  );
}
