import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { privacyStore } from '#/app/stores/privacy';
import styles from './TopBar.module.css';
import { TopPopover } from './TopPopover';

/** "Your data stays here", with the count that proves it and how it is counted. */
export function PrivacyBadge() {
  const { outbound, blocked, recent, watching } = useStore(privacyStore);
  const Icon = outbound === 0 ? IconShieldCheck : IconShieldX;
  const requests = `${outbound} ${outbound === 1 ? 'request' : 'requests'}`;
  return (
    <TopPopover
      title={`Your data stays here: ${requests} left this page`}
      label={`Privacy: ${requests} left this page`}
      button={
        <>
          <Icon size={16} stroke={1.7} className={outbound === 0 ? styles.good : styles.bad} aria-hidden />
          <span className={`${styles.word} num`}>{watching ? `${requests} out` : 'not counted'}</span>
        </>
      }
    >
      {() => (
        <>
          <p>
            {watching
              ? 'Counted by the browser’s own record of every resource this page fetched (PerformanceObserver). A request counts when it goes to another origin.'
              : 'This browser has no PerformanceObserver for resources, so requests cannot be counted. The policy below still holds.'}
          </p>
          <p>
            The page’s Content-Security-Policy lets it talk only to the address it came from; the browser
            stops anything else. Stopped so far: {blocked}.
          </p>
          <p className="quiet">Check it yourself: open the browser’s developer tools, Network tab.</p>
          {recent.length > 0 ? (
            <ul className={styles.rows}>
              {recent.map((request) => (
                <li key={`${request.at} ${request.url}`} className={styles.url}>
                  {request.blocked ? 'stopped' : 'sent'}: {request.url}
                </li>
              ))}
            </ul>
          ) : null}
        </>
      )}
    </TopPopover>
  );
}
