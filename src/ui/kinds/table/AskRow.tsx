import { Switch } from '@mantine/core';
import { lazy, useState } from 'react';
import { explainersFor } from '#/core/explain/explainersFor';
import { kindOf } from '#/core/kinds/registry';
import { AskForm } from '#/ui/components/ask/AskForm';
import type { AskProps } from '../kindView';
import { InputControl } from './InputControl';

const WhatIf = lazy(() => import('#/ui/components/explain/WhatIf'));

export default function AskRow({ version }: Pick<AskProps, 'version'>) {
  const { sample } = kindOf(version.input).words;
  const title = `${sample.charAt(0).toUpperCase()}${sample.slice(1)}`;
  const canExplain = explainersFor(version).some(({ type }) => type === 'shapley');
  const [whatIf, setWhatIf] = useState(false);
  return (
    <AskForm
      version={version}
      title={title}
      inputs={version.inputs}
      control={(props) => <InputControl {...props} slides={whatIf} />}
      actions={
        canExplain && (
          <Switch
            label="What if"
            checked={whatIf}
            onChange={(event) => setWhatIf(event.currentTarget.checked)}
          />
        )
      }
      {...(whatIf && { Further: WhatIf })}
    />
  );
}
