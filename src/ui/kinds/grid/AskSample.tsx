/** A model on fields is asked for samples of its dataset by number: one input where others have their columns. */
import type { Column } from '#/core/protocol/dataset';
import { AskForm } from '#/ui/components/ask/AskForm';
import { NumberControl } from '#/ui/components/ask/NumberControl';
import type { AskProps } from '../kindView';

const inputs: Column[] = [{ name: 'sample', type: 'integer', role: 'feature' }];

export default function AskSample({ version }: Pick<AskProps, 'version'>) {
  return (
    <AskForm
      version={version}
      title="Sample"
      inputs={inputs}
      control={(props) => <NumberControl {...props} />}
      sampleOf={({ sample }) => Number(sample ?? 0)}
    />
  );
}
