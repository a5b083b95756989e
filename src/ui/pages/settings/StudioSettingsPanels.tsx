import { NumberInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { run } from '#/app/run';
import { settingNames, studioSettings, type StudioSettings } from '#/core/protocol/studioSettings';
import { attempt } from '../../attempt';
import { ErrorNote } from '../../components/ErrorNote';
import { Panel } from '../../components/Panel';
import styles from './SettingsPage.module.css';

interface FieldMeta {
  panel?: string;
  label?: string;
  hint?: string;
}

const metaOf = (name: keyof StudioSettings) => (studioSettings.shape[name].meta() ?? {}) as FieldMeta;
const panels = [...new Set(settingNames.map((name) => metaOf(name).panel))];

/** Numbers of the whole studio, a panel for each thing they are about. Saved as soon as a value fits. */
export function StudioSettingsPanels() {
  const [settings, setSettings] = useState<StudioSettings>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    run('settings.get', {}).then(setSettings, setError);
  }, []);
  const save = (name: keyof StudioSettings, value: number | string) => {
    const parsed = studioSettings.shape[name].safeParse(value === '' ? Number.NaN : Number(value));
    if (!parsed.success) return;
    attempt('The setting was not saved', run('settings.set', { [name]: parsed.data }).then(setSettings));
  };
  return panels.map((panel) => (
    <Panel key={panel} title={panel ?? ''}>
      {error === undefined ? null : <ErrorNote error={error} />}
      {settings ? (
        <div className={styles.column}>
          {settingNames
            .filter((name) => metaOf(name).panel === panel)
            .map((name) => {
              const { label, hint } = metaOf(name);
              const { minValue, maxValue } = studioSettings.shape[name].unwrap();
              return (
                <NumberInput
                  key={name}
                  label={label ?? name}
                  description={hint}
                  min={minValue ?? undefined}
                  max={maxValue ?? undefined}
                  clampBehavior="blur"
                  allowDecimal={false}
                  value={settings[name]}
                  onChange={(value) => save(name, value)}
                />
              );
            })}
        </div>
      ) : null}
    </Panel>
  ));
}
