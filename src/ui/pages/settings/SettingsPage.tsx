import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { BackendList } from '../../components/BackendList';
import { ButtonLink } from '../../components/ButtonLink';
import { PageHeader } from '../../components/PageHeader';
import { Panel } from '../../components/Panel';
import { ShortcutList } from '../../components/ShortcutList';
import { AboutPanel } from './AboutPanel';
import { HostsPanel } from './HostsPanel';
import { OfflinePanel } from './OfflinePanel';
import styles from './SettingsPage.module.css';
import { ServerPanel } from './server/ServerPanel';
import { StoragePanel } from './StoragePanel';
import { StudioSettingsPanels } from './StudioSettingsPanels';
import { WorkspacePanel } from './WorkspacePanel';

const schemes = [
  { value: 'auto', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export default function SettingsPage() {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <>
      <PageHeader title="Settings" note="Kept in this browser, for this address." />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Panel
            title="Backends of this machine"
            actions={
              <ButtonLink to="/bench" variant="default" size="compact-sm">
                Measure
              </ButtonLink>
            }
          >
            <BackendList />
          </Panel>
          <StudioSettingsPanels />
          <StoragePanel />
          <OfflinePanel />
          <HostsPanel />
        </div>
        <div className={styles.column}>
          <Panel title="Theme">
            <SegmentedControl
              aria-label="Theme"
              data={schemes}
              value={colorScheme}
              onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}
            />
          </Panel>
          <WorkspacePanel />
          <ServerPanel />
          <Panel title="Keyboard">
            <ShortcutList />
          </Panel>
          <AboutPanel />
        </div>
      </div>
    </>
  );
}
