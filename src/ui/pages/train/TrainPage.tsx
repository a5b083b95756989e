/** Choose what to predict and how; Enter starts. */
import { Select, Skeleton } from '@mantine/core';
import { IconDatabase } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { kindOf } from '#/core/kinds/registry';
import { liveDatasets } from '#/app/stores/live';
import { formatCount } from '#/ui/charts/formatNumber';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PageHeader } from '#/ui/components/PageHeader';
import { TargetSelect } from '#/ui/components/TargetSelect';
import { kindViewOf } from '#/ui/kinds/registry';
import { taskOf } from '#/core/tasks/registry';
import { targetsOf } from '#/core/train/targets';
import { useTitle } from '#/ui/router/useTitle';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import { TrainForm } from './TrainForm';
import classes from './train.module.css';

/** "Classification: a label" */
const taskTitle = (type: string): string => {
  const { title, words } = taskOf({ type });
  return `${title}: ${words.answer}`;
};

export default function TrainPage() {
  useTitle('Train');
  const search = useSearch({ from: '/train' });
  const navigate = useNavigate({ from: '/train' });
  const live = useLive(liveDatasets());
  const asked = useCommand('datasets.list', {});
  const datasets = (live ?? asked.data)?.filter((entry) => entry.version);
  const chosen =
    datasets?.find((entry) => entry.dataset.id === search.dataset) ??
    (search.dataset ? undefined : datasets?.[0]);
  const datasetId = chosen?.dataset.id;

  const described = useCommand(
    'datasets.describe',
    datasetId ? { id: datasetId } : null,
    chosen?.version?.id,
  );
  const base = useCommand('runs.get', search.from ? { id: search.from } : null);
  const task = search.task ?? base.data?.task.type;
  const options = useCommand(
    'training.options',
    datasetId ? { datasetId, ...(search.target && { target: search.target, ...(task && { task }) }) } : null,
    chosen?.version?.id,
  );

  if (asked.error !== undefined) return <ErrorNote error={asked.error} />;
  if (datasets && datasets.length === 0)
    return (
      <EmptyState
        icon={<IconDatabase size={40} stroke={1.25} />}
        title="Training starts from data"
        action={<ButtonLink to="/">Add data</ButtonLink>}
      >
        Drop a table or a file of arrays, or open a sample; then choose here what to predict.
      </EmptyState>
    );
  const fields = described.data?.schema.columns;
  const targets = described.data ? targetsOf(described.data) : [];
  const target = search.target ?? options.data?.target ?? described.data?.suggestedTarget;

  return (
    <>
      <PageHeader
        title="Train"
        note={
          search.model
            ? 'The result becomes a new version of the same model.'
            : 'Everything runs in this browser; the data does not leave it.'
        }
        actions={
          datasetId &&
          target &&
          !search.model && (
            <ButtonLink
              to="/best"
              search={{ dataset: datasetId, target, ...(task && { task }) }}
              variant="default"
            >
              Find the best model
            </ButtonLink>
          )
        }
      />
      <div className={classes.layout}>
        <div className={classes.what}>
          <Select
            label="Data"
            placeholder={datasets ? 'Choose a dataset' : 'Loading'}
            searchable
            allowDeselect={false}
            data={datasets?.map(({ dataset }) => ({ value: dataset.id, label: dataset.name })) ?? []}
            value={datasetId ?? null}
            description={
              chosen?.version &&
              `${
                described.data
                  ? kindViewOf(described.data.schema).size(described.data)
                  : `${formatCount(chosen.version.rows)} ${kindOf(chosen.dataset).words.samples}`
              }, version ${chosen.version.number}`
            }
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            error={search.dataset && datasets && !chosen ? 'This dataset is not here any more' : undefined}
            onChange={(id) => id && navigate({ search: { dataset: id }, replace: true })}
          />
          <TargetSelect
            label="Predict"
            disabled={!fields}
            choices={targets}
            value={target}
            onChange={(next) =>
              navigate({ search: (before) => ({ ...before, target: next, task: undefined }), replace: true })
            }
          />
          {options.data && options.data.tasks.length > 1 && (
            <Select
              label="Learn it as"
              allowDeselect={false}
              data={options.data.tasks.map(({ type }) => ({ value: type, label: taskTitle(type) }))}
              value={options.data.task.type}
              onChange={(next) =>
                next && navigate({ search: (before) => ({ ...before, target, task: next }), replace: true })
              }
            />
          )}
          {!fields && <Skeleton h={280} />}
        </div>
        {options.error !== undefined && <ErrorNote error={options.error} />}
        {options.error === undefined && (!options.data || !described.data) && (
          <div className={classes.how}>
            <Skeleton h={96} />
            <Skeleton h={220} />
          </div>
        )}
        {chosen?.version &&
          described.data &&
          options.data &&
          target &&
          (!search.from || base.data || base.error !== undefined) && (
            <TrainForm
              key={`${chosen.version.id} ${target} ${options.data.task.type} ${search.from ?? ''}`}
              datasetId={chosen.dataset.id}
              described={described.data}
              options={options.data}
              family={search.family}
              modelId={search.model}
              base={base.data}
              onFamily={(family) => navigate({ search: (before) => ({ ...before, family }), replace: true })}
            />
          )}
      </div>
    </>
  );
}
