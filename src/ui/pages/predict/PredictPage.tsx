/** Ask a model: one row in a form, or many at once. */
import { kindOf } from '#/core/kinds/registry';
import { Select, Skeleton, Tabs } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import { Suspense } from 'react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { liveModel, liveModels } from '#/app/stores/live';
import type { ModelVersion } from '#/core/protocol/model';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PageHeader } from '#/ui/components/PageHeader';
import { useTitle } from '#/ui/router/useTitle';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import { chosenVersion, versionChoices } from '#/ui/components/chosenVersion';
import { kindViewOf } from '#/ui/kinds/registry';
import classes from '#/ui/components/ask/ask.module.css';

export default function PredictPage() {
  useTitle('Predict');
  const search = useSearch({ from: '/predict' });
  const navigate = useNavigate({ from: '/predict' });
  const live = useLive(liveModels());
  const asked = useCommand('models.list', {});
  const models = (live ?? asked.data)?.filter((entry) => entry.latest);
  const modelId = search.model ?? models?.[0]?.model.id;
  const liveFound = useLive(liveModel(modelId ?? ''));
  const askedModel = useCommand('models.get', modelId ? { id: modelId } : null);
  const found = liveFound ?? askedModel.data;

  if (asked.error !== undefined && !models) return <ErrorNote error={asked.error} />;
  if (models?.length === 0)
    return (
      <EmptyState
        icon={<IconWand size={40} stroke={1.25} />}
        title="No model to ask yet"
        action={<ButtonLink to="/train">Train a model</ButtonLink>}
      >
        When a training has finished, give it a row here and read its answer.
      </EmptyState>
    );
  const chosen = found && chosenVersion(found.model, found.versions, search.version);

  return (
    <>
      <PageHeader
        title="Predict"
        note={
          chosen ? (
            <>
              {chosen.version.task.target} by{' '}
              <Link to="/models/$modelId" params={{ modelId: chosen.version.modelId }}>
                {found.model.name}, version {chosen.version.number}
              </Link>
            </>
          ) : (
            'Answers are computed in this browser'
          )
        }
      />
      <div className={classes.pick}>
        <Select
          label="Model"
          w={280}
          searchable
          allowDeselect={false}
          data={models?.map(({ model }) => ({ value: model.id, label: model.name })) ?? []}
          value={modelId ?? null}
          onChange={(id) => id && navigate({ search: { model: id, tab: search.tab }, replace: true })}
        />
        <Select
          label="Version"
          w={220}
          allowDeselect={false}
          disabled={!chosen}
          data={found ? versionChoices(found.model, found.versions) : []}
          value={chosen?.choice ?? null}
          onChange={(version) =>
            navigate({ search: (before) => ({ ...before, version: version ?? undefined }), replace: true })
          }
        />
      </div>
      {askedModel.error !== undefined && !found && <ErrorNote error={askedModel.error} />}
      {found && !chosen && (
        <EmptyState
          title="This model has no such version"
          action={
            <ButtonLink to="/models/$modelId" params={{ modelId: found.model.id }}>
              Open the model
            </ButtonLink>
          }
        >
          It may have been deleted, or its first training has not finished.
        </EmptyState>
      )}
      {!found && askedModel.error === undefined && <Skeleton h={320} />}
      {chosen && <Asked key={chosen.version.id} version={chosen.version} modelName={found.model.name} />}
    </>
  );
}

function Asked({ version, modelName }: { version: ModelVersion; modelName: string }) {
  const search = useSearch({ from: '/predict' });
  const navigate = useNavigate({ from: '/predict' });
  const tab = search.tab === 'many' ? 'many' : 'one';
  const { words } = kindOf(version.input);
  const { AskOne, AskMany } = kindViewOf(version.input);
  if (!AskMany)
    return (
      <Suspense fallback={<Skeleton h={320} />}>
        <AskOne version={version} />
      </Suspense>
    );
  return (
    <Tabs
      value={tab}
      onChange={(next) =>
        navigate({
          search: (before) => ({ ...before, tab: next === 'many' ? 'many' : undefined }),
          replace: true,
        })
      }
    >
      <Tabs.List mb={16}>
        <Tabs.Tab value="one">One {words.sample}</Tabs.Tab>
        <Tabs.Tab value="many">Many {words.samples}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="one">
        <Suspense fallback={<Skeleton h={320} />}>
          <AskOne version={version} />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="many">
        <Suspense fallback={<Skeleton h={320} />}>
          <AskMany version={version} modelName={modelName} />
        </Suspense>
      </Tabs.Panel>
    </Tabs>
  );
}
