import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { privacyStore } from '#/app/stores/privacy';
import styles from './TopBar.module.css';
import { TopPopover } from './TopPopover';

const PrivacyDetails = lazy(() => import('./PrivacyDetails'));

/** "Your data stays here", with the count that proves it and how it is counted. */
export function PrivacyBadge() {
  const { outbound, fetched, watching } = useStore(privacyStore);
  const Icon = outbound === fetched ? IconShieldCheck : IconShieldX;
  const requests = `${outbound} ${outbound === 1 ? 'request' : 'requests'}`;
  return (
    <TopPopover
      title={`Your data stays here: ${requests} left this page`}
      label={`Privacy: ${requests} left this page`}
      button={
        <>
          <Icon
            size={16}
            stroke={1.7}
            className={outbound === fetched ? styles.good : styles.bad}
            aria-hidden
          />
          <span className={`${styles.word} num`}>{watching ? `${requests} out` : 'not counted'}</span>
        </>
      }
    >
      {(close) => (
        <Suspense>
          <PrivacyDetails close={close} />
        </Suspense>
      )}
    </TopPopover>
  );
}
