import type { AskProps } from '../kindView';
import { AskForm } from '#/ui/components/ask/AskForm';
import { InputControl } from './InputControl';

export default function AskRow({ version }: Pick<AskProps, 'version'>) {
  return (
    <AskForm
      version={version}
      title="Row"
      inputs={version.inputs}
      control={(props) => <InputControl {...props} />}
    />
  );
}
