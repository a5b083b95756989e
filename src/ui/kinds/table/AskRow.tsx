import { kindOf } from '#/core/kinds/registry';
import type { AskProps } from '../kindView';
import { AskForm } from '#/ui/components/ask/AskForm';
import { InputControl } from './InputControl';

export default function AskRow({ version }: Pick<AskProps, 'version'>) {
  const { sample } = kindOf(version.input).words;
  const title = `${sample.charAt(0).toUpperCase()}${sample.slice(1)}`;
  return (
    <AskForm
      version={version}
      title={title}
      inputs={version.inputs}
      control={(props) => <InputControl {...props} />}
    />
  );
}
