import { Link } from '@tanstack/react-router';
import type { Job } from '#/core/protocol/job';

/** The job's title, leading to what it made or is about. */
export function JobLink({ job }: { job: Job }) {
  if (job.runId)
    return (
      <Link to="/runs/$runId" params={{ runId: job.runId }}>
        {job.title}
      </Link>
    );
  if (job.modelId)
    return (
      <Link
        to="/models/$modelId"
        params={{ modelId: job.modelId }}
        search={job.kind === 'explain' ? { tab: 'explain', explanation: job.id } : {}}
      >
        {job.title}
      </Link>
    );
  if (job.datasetId)
    return (
      <Link to="/data/$datasetId" params={{ datasetId: job.datasetId }}>
        {job.title}
      </Link>
    );
  if (job.kind === 'fetch')
    return (
      <Link to="/from" search={{ job: job.id }}>
        {job.title}
      </Link>
    );
  return <>{job.title}</>;
}
