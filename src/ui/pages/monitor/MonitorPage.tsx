import { PageHeader } from '../../components/PageHeader';
import { CommandLog } from './CommandLog';
import { JobsTable } from './JobsTable';

export default function MonitorPage() {
  return (
    <>
      <PageHeader title="Monitor" note="Everything this studio is doing, did, and was asked to do." />
      <div style={{ display: 'flex', flexDirection: 'column', gap: 32 }}>
        <JobsTable />
        <CommandLog />
      </div>
    </>
  );
}
