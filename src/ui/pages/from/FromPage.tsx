/** Files from elsewhere: choose a place, allow its host once, choose files, and import them as if they had been dropped. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { PageHeader } from '#/ui/components/PageHeader';
import { AskForm } from './AskForm';
import styles from './from.module.css';
import { FetchingJob } from './FetchingJob';

export default function FromPage() {
  const { job } = useSearch({ from: '/from' });
  const navigate = useNavigate();
  return (
    <div className={styles.page}>
      <PageHeader
        title="From an address"
        note="Your browser fetches files straight from their host. Nothing of your data is sent."
      />
      {job === undefined ? null : <FetchingJob key={job} jobId={job} />}
      <AskForm onJob={(jobId) => void navigate({ to: '/from', search: { job: jobId } })} />
    </div>
  );
}
