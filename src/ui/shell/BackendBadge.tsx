import { IconCpu } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { BackendList } from '../components/BackendList';
import { quickProbe } from './quickProbe';
import styles from './TopBar.module.css';
import { TopPopover } from './TopPopover';

/** The fastest backend this browser offers; opening it asks the engine for all of them. */
export function BackendBadge() {
  const [name, setName] = useState('');
  useEffect(() => {
    void quickProbe().then(setName);
  }, []);
  return (
    <TopPopover
      title="Backends of this machine"
      label={`Backend: ${name || 'checking'}`}
      button={
        <>
          <IconCpu size={16} stroke={1.7} aria-hidden />
          <span className={styles.word}>{name || 'Backend'}</span>
        </>
      }
    >
      {() => (
        <>
          <BackendList />
          <div className={`${styles.foot} quiet`}>
            Each training measures steps on what is available and takes what is through with it first.
          </div>
        </>
      )}
    </TopPopover>
  );
}
