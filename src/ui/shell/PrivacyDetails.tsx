/** Behind the privacy badge: what left, what came, and how it is counted. */
import { Link } from '@tanstack/react-router';
import { useStore } from 'zustand';
import { privacyStore } from '#/app/stores/privacy';
import { bytesText } from '#/core/bytesText';
import { TimeAgo } from '../components/TimeAgo';
import { useCommand } from '../useCommand';
import styles from './TopBar.module.css';

export default function PrivacyDetails({ close }: { close(): void }) {
  const { outbound, blocked, recent, watching } = useStore(privacyStore);
  const { data } = useCommand('sources.list', {}, outbound);
  const traffic = data?.traffic ?? [];
  return (
    <>
      {traffic.length === 0 ? (
        <p>Nothing left this browser, and nothing was fetched from elsewhere.</p>
      ) : (
        <ul className={styles.rows}>
          {traffic.map(({ host, requests, up, down, at }) => (
            <li key={host} className={styles.url}>
              <strong>{host}</strong>: {bytesText(up)} left (what to fetch), {bytesText(down)} came,{' '}
              {requests} {requests === 1 ? 'request' : 'requests'}, <TimeAgo at={at} />
            </li>
          ))}
        </ul>
      )}
      <p>
        The page’s Content-Security-Policy lets it talk only to the address it came from; the browser stops
        anything else. Stopped so far: {blocked}. Files are fetched by one worker apart, from hosts that you
        allowed by name
        {data ? ` (${data.allowed.length})` : ''}:{' '}
        <Link to="/settings" onClick={close}>
          Settings
        </Link>
        .
      </p>
      <p className="quiet">
        {watching
          ? 'Counted by the browser’s own record of every resource this page fetched (PerformanceObserver), and by the worker that fetches.'
          : 'This browser has no PerformanceObserver for resources, so only what the worker fetches is counted. The policy still holds.'}{' '}
        Check it yourself: the browser’s developer tools, Network tab.
      </p>
      {recent.length > 0 ? (
        <ul className={styles.rows}>
          {recent.map((request) => (
            <li key={`${request.at} ${request.url}`} className={styles.url}>
              {request.blocked ? 'stopped' : 'asked'}: {request.url}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
