/** Search the settings of a training: a space is proposed, and can be changed. */
import { SegmentedControl, Skeleton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { families } from '#/core/families/registry';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PageHeader } from '#/ui/components/PageHeader';
import { useTitle } from '#/ui/router/useTitle';
import { useCommand } from '#/ui/useCommand';
import { ArchitectureForm } from './ArchitectureForm';
import { SearchForm } from './SearchForm';
import { type SearchBase, searchBaseOf } from './searchBase';

export default function SearchPage() {
  useTitle('Search settings');
  const { dataset, target, task, family } = useSearch({ from: '/search' });
  const [base] = useState((): SearchBase | undefined => {
    if (dataset === undefined || target === undefined || family === undefined) return undefined;
    const wanted = { datasetId: dataset, target, family, ...(task && { task }) };
    return searchBaseOf(wanted) ?? wanted;
  });
  const [what, setWhat] = useState('settings');
  const { name: _name, ...asked } = base ?? ({} as Partial<SearchBase>);
  const options = useCommand('sweeps.options', base ? (asked as SearchBase) : null);
  if (!base)
    return (
      <EmptyState
        icon={<IconSearch size={40} stroke={1.25} />}
        title="A search begins from a training"
        action={<ButtonLink to="/train">Choose what to train</ButtonLink>}
      >
        Choose data, target and family there, then search their settings instead of training once.
      </EmptyState>
    );
  return (
    <>
      <PageHeader
        title="Search settings"
        note={`${families.find(base.family)?.title ?? base.family}, predicting ${base.target}: many trainings, each learning from those before it which settings to try.`}
        actions={
          <ButtonLink to="/train" search={{ dataset, target, task, family }} variant="default">
            Train once instead
          </ButtonLink>
        }
      />
      {options.error !== undefined && <ErrorNote error={options.error} />}
      {options.error === undefined && !options.data && <Skeleton h={420} />}
      {options.data && !families.get(base.family).drawn && (
        <SegmentedControl
          mb={16}
          aria-label="What is searched"
          data={[
            { value: 'settings', label: 'Settings of the family' },
            { value: 'network', label: 'A network' },
          ]}
          value={what}
          onChange={setWhat}
        />
      )}
      {options.data &&
        (what === 'network' || families.get(base.family).drawn ? (
          <ArchitectureForm base={base} options={options.data} />
        ) : (
          <SearchForm base={base} options={options.data} />
        ))}
    </>
  );
}
