/** The files of a run, where it has some; what shows them is loaded then. */
import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Run } from '#/core/protocol/model';
import { attachmentsOf } from '#/core/runs/attachments';

const AttachedFiles = lazy(() => import('./attached/AttachedFiles'));

export function RunFiles({ run }: { run: Run }) {
  if (attachmentsOf(run).length === 0) return null;
  return (
    <Suspense fallback={<Skeleton h={120} aria-label="Loading the files" />}>
      <AttachedFiles run={run} />
    </Suspense>
  );
}
