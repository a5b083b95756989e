/** Hold-out, k folds or repeated: a choice, its numbers, and what it means. */
import { Input, SegmentedControl } from '@mantine/core';
import { CountInput } from '#/ui/components/CountInput';
import classes from './train.module.css';
import { choiceText, planOf, type ValidationChoice } from './validationChoice';

const ways = [
  { value: 'holdOut', label: 'Hold-out' },
  { value: 'folds', label: 'k folds' },
  { value: 'repeated', label: 'Repeated' },
];

export function ValidateBy({
  choice,
  rows,
  words,
  problems,
  onChange,
}: {
  choice: ValidationChoice;
  rows: number;
  /** "row", "rows". */
  words: { sample: string; samples: string };
  problems: ReadonlyMap<string, string>;
  onChange: (choice: ValidationChoice) => void;
}) {
  const { by, folds, repeats } = choice;
  const wrong = [...problems.values()].join(' ');
  return (
    <Input.Wrapper
      label="Validate by"
      labelElement="div"
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={wrong ? undefined : choiceText(choice, rows, words)}
      error={wrong || undefined}
    >
      <div className={classes.validate}>
        <SegmentedControl
          aria-label="Validate by"
          data={ways}
          value={by}
          onChange={(value) => onChange({ ...choice, by: value as ValidationChoice['by'] })}
        />
        {planOf(choice) && (
          <span className={classes.count}>
            <CountInput
              label="Folds"
              labelHidden
              value={folds}
              error={problems.get('folds')}
              onChange={(value) => onChange({ ...choice, folds: value })}
            />
            folds
          </span>
        )}
        {by === 'repeated' && (
          <span className={classes.count}>
            <CountInput
              label="Repeats"
              labelHidden
              value={repeats}
              error={problems.get('repeats')}
              onChange={(value) => onChange({ ...choice, repeats: value })}
            />
            repeats
          </span>
        )}
      </div>
    </Input.Wrapper>
  );
}
