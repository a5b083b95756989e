import { NumberInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { run } from '#/app/run';
import { settingNames, studioSettings, type StudioSettings } from '#/core/protocol/studioSettings';
import { attempt } from '../../attempt';
import { ErrorNote } from '../../components/ErrorNote';
import { Panel } from '../../components/Panel';
import styles from './SettingsPage.module.css';

interface FieldMeta {
  label?: string;
  hint?: string;
}

/** How many trainings run at a time, and how many checkpoints each keeps. Saved as soon as a value fits. */
export function TrainingPanel() {
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
  return (
    <Panel title="Training">
      {error === undefined ? null : <ErrorNote error={error} />}
      {settings ? (
        <div className={styles.column}>
          {settingNames.map((name) => {
            const field = studioSettings.shape[name];
            const { label, hint } = (field.meta() ?? {}) as FieldMeta;
            const { minValue, maxValue } = field.unwrap();
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
  );
}
