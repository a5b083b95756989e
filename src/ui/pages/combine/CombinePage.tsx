/** Several models that are there as one: which of them, and how much each counts. */
import { Button, Checkbox, NumberInput, SegmentedControl, Select, Skeleton } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { run } from '#/app/run';
import { liveDatasets } from '#/app/stores/live';
import { bodyOf } from '#/core/bodies/registry';
import { type EnsembleMethod, ensembleMethods } from '#/core/ensembles/told';
import { families } from '#/core/families/registry';
import { taskOf } from '#/core/tasks/registry';
import { figureText } from '#/ui/charts/metricNames';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PageHeader } from '#/ui/components/PageHeader';
import { useTitle } from '#/ui/router/useTitle';
import { useLive } from '#/ui/useLive';
import { combinable, type Group, type Member, memberKey } from './combinable';
import classes from './combine.module.css';
import { useMembers } from './useMembers';

const methods: Record<EnsembleMethod, { title: string; words: string }> = {
  voting: {
    title: 'Voting',
    words: 'The weighted mean of what they answer. Nothing is learnt, so the validation part judges too.',
  },
  greedy: {
    title: 'Greedy selection',
    words:
      'The member that helps the mean most on the validation part is taken again and again. Some may not be taken at all.',
  },
  stacking: {
    title: 'Stacking',
    words:
      'Weights and a bias are learnt from the validation part (blending), drawn to the plain mean where rows are few.',
  },
};

export default function CombinePage() {
  useTitle('Combine models');
  const search = useSearch({ from: '/combine' });
  const navigate = useNavigate({ from: '/combine' });
  const { members, error } = useMembers();
  const datasets = useLive(liveDatasets());
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!members) return <Skeleton h={320} aria-label="Loading the models" />;
  const groups = combinable(members);
  const group = groups.find(({ key }) => key === search.group) ?? groups[0];
  if (!group)
    return (
      <EmptyState
        icon={<IconStack2 size={40} stroke={1.25} />}
        title="Two models of the same data are needed"
        action={<ButtonLink to="/train">Train a model</ButtonLink>}
      >
        Models that learnt from the same version of a dataset and answer the same can be combined to one,
        which often errs less than each of them.
      </EmptyState>
    );
  const nameOf = ({ datasetId, target, task }: Group) =>
    `${datasets?.find(({ dataset }) => dataset.id === datasetId)?.dataset.name ?? 'data'}: ${taskOf({ type: task }).words.of} ${target}`;
  return (
    <>
      <PageHeader
        title="Combine models"
        note="Models that err on different rows err less together. All of them leave as one file."
      />
      <Select
        className={classes.group}
        label="Models of"
        allowDeselect={false}
        data={groups.map((one) => ({ value: one.key, label: nameOf(one) }))}
        value={group.key}
        onChange={(key) => void navigate({ search: { group: key ?? undefined }, replace: true })}
      />
      <CombineForm key={group.key} group={group} />
    </>
  );
}

/** Of a model whose versions are of several families, what its body is. */
function titleOf({ model, version }: Member): string {
  const family = families.find(model.family);
  return family && !family.enters ? family.title : bodyOf(version.body).title;
}

function CombineForm({ group }: { group: Group }) {
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set());
  const [method, setMethod] = useState<EnsembleMethod>('greedy');
  const [weights, setWeights] = useState<Record<string, number>>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const weighs = method === 'voting';
  const taken = group.members.filter((member) => chosen.has(memberKey(member)));
  const choose = (key: string, is: boolean) =>
    setChosen((before) => new Set(is ? [...before, key] : [...before].filter((other) => other !== key)));
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const { runId } = await run('ensembles.create', {
        members: taken.map(({ model, version }) => ({ modelId: model.id, version: version.number })),
        method,
        ...(weighs && { weights: taken.map((member) => weights[memberKey(member)] ?? 1) }),
      });
      await navigate({ to: '/runs/$runId', params: { runId } });
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  const columns: DataColumn<Member>[] = [
    {
      id: 'member',
      header: 'Member',
      headerHidden: true,
      width: '44px',
      render: (member) => (
        <Checkbox
          aria-label={`Take ${member.model.name}, version ${member.version.number}`}
          checked={chosen.has(memberKey(member))}
          onChange={({ currentTarget }) => choose(memberKey(member), currentTarget.checked)}
        />
      ),
    },
    {
      id: 'name',
      header: 'Model',
      width: 'minmax(160px, 2fr)',
      sortValue: ({ model }) => model.name,
      render: ({ model, version }) => (
        <Link to="/models/$modelId" params={{ modelId: model.id }} title={model.name}>
          {model.name}, version {version.number}
        </Link>
      ),
    },
    {
      id: 'what',
      header: 'What it is',
      width: 'minmax(120px, 1fr)',
      wideOnly: true,
      sortValue: titleOf,
      render: titleOf,
    },
    {
      id: 'figure',
      header: 'How good',
      width: 'minmax(120px, 1fr)',
      align: 'right',
      sortValue: ({ version }) => figureText(version).order,
      render: ({ version }) => (
        <>
          {figureText(version).value} <span className="quiet">{figureText(version).title}</span>
        </>
      ),
    },
    ...(weighs
      ? [
          {
            id: 'weight',
            header: 'Weight',
            width: '104px',
            align: 'right' as const,
            render: (member: Member) => (
              <NumberInput
                className={classes.weight}
                size="xs"
                min={0}
                step={0.5}
                aria-label={`Weight of ${member.model.name}, version ${member.version.number}`}
                disabled={!chosen.has(memberKey(member))}
                value={weights[memberKey(member)] ?? 1}
                onChange={(value) =>
                  setWeights((before) => ({ ...before, [memberKey(member)]: Number(value) || 0 }))
                }
              />
            ),
          },
        ]
      : []),
  ];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <DataTable
        label="Models that can be combined"
        columns={columns}
        rows={group.members}
        rowKey={memberKey}
        rowHeight={40}
        onOpen={(member) => choose(memberKey(member), !chosen.has(memberKey(member)))}
      />
      <div className={classes.how}>
        <SegmentedControl
          aria-label="Method"
          data={ensembleMethods.map((value) => ({ value, label: methods[value].title }))}
          value={method}
          onChange={(next) => setMethod(next as EnsembleMethod)}
        />
        <p className="quiet">{methods[method].words}</p>
        {!weighs && (
          <p className="quiet">
            Where a member learnt from all rows, as boosted trees do at last, or too few are left, all members
            are cross-validated first: five trainings of each, and what they held out decides.
          </p>
        )}
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      <Button type="submit" loading={busy} disabled={taken.length < 2}>
        {taken.length < 2 ? 'Choose at least two models' : `Combine ${taken.length} models`}
      </Button>
    </form>
  );
}
