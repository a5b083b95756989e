/** Views of a run: how it went, what its weights did, and how good it is. The address says which. */
import { Skeleton, Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, Suspense } from 'react';

const tabs = ['members', 'curves', 'replay', 'weights', 'evaluation'] as const;

/** `members`, `weights`, `replay`: absent where nothing of the kind was learnt. */
export function RunTabs({
  members,
  curves,
  replay,
  weights,
  evaluation,
  first = 'curves',
}: Partial<Record<(typeof tabs)[number], ReactNode>> & { first?: (typeof tabs)[number] }) {
  const search = useSearch({ from: '/runs/$runId' });
  const navigate = useNavigate({ from: '/runs/$runId' });
  const tab = tabs.find((name) => name === search.tab) ?? first;
  return (
    <Tabs
      value={tab}
      onChange={(next) =>
        void navigate({
          search: (before) => ({ ...before, tab: next === first ? undefined : (next ?? undefined) }),
          replace: true,
        })
      }
      keepMounted={false}
    >
      <Tabs.List mb={16}>
        {members && <Tabs.Tab value="members">Members</Tabs.Tab>}
        <Tabs.Tab value="curves">Curves</Tabs.Tab>
        {replay && <Tabs.Tab value="replay">Replay</Tabs.Tab>}
        {weights && <Tabs.Tab value="weights">Weights</Tabs.Tab>}
        <Tabs.Tab value="evaluation">Evaluation</Tabs.Tab>
      </Tabs.List>
      {members && (
        <Tabs.Panel value="members">
          <Suspense fallback={<Skeleton h={280} aria-label="Loading the members" />}>{members}</Suspense>
        </Tabs.Panel>
      )}
      <Tabs.Panel value="curves">{curves}</Tabs.Panel>
      {replay && (
        <Tabs.Panel value="replay">
          <Suspense fallback={<Skeleton h={280} aria-label="Loading the epochs" />}>{replay}</Suspense>
        </Tabs.Panel>
      )}
      {weights && (
        <Tabs.Panel value="weights">
          <Suspense fallback={<Skeleton h={280} aria-label="Loading the histograms" />}>{weights}</Suspense>
        </Tabs.Panel>
      )}
      <Tabs.Panel value="evaluation">
        <Suspense fallback={<Skeleton h={280} aria-label="Loading the evaluation" />}>{evaluation}</Suspense>
      </Tabs.Panel>
    </Tabs>
  );
}
