/** A model in use: how quick it answers, how good the answers are, what is watched, and which of two versions is better. */
import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { AlertsPanel } from './AlertsPanel';
import { ComparePanel } from './ComparePanel';
import { LogPanel } from './LogPanel';
import { PerformancePanel } from './PerformancePanel';
import { ReplayPanel } from './ReplayPanel';
import { SpeedPanel } from './SpeedPanel';
import classes from './use.module.css';

export default function UseTab({ model, versions }: { model: Model; versions: readonly ModelVersion[] }) {
  const [revision, setRevision] = useState(0);
  const changed = () => setRevision((count) => count + 1);
  return (
    <div className={classes.panels}>
      <div className={classes.intro}>
        <p className="quiet">
          Whatever asks this model, here or through the API, is measured. Nothing of it leaves this browser,
          but what an alert tells a webhook of yours.
        </p>
        <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={changed}>
          Refresh
        </Button>
      </div>
      <SpeedPanel model={model} revision={revision} />
      <LogPanel model={model} revision={revision} onChanged={changed} />
      <PerformancePanel model={model} versions={versions} revision={revision} />
      <AlertsPanel model={model} versions={versions} revision={revision} onChanged={changed} />
      <ReplayPanel model={model} versions={versions} />
      <ComparePanel model={model} versions={versions} revision={revision} onChanged={changed} />
    </div>
  );
}
