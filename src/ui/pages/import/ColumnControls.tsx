/** How one column is read. */
import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { columnSenses } from '#/core/reading/readOptions';
import { ChoiceButtons } from './ChoiceButtons';
import { decimalChoices, orderChoices, thousandsChoices } from './choices';
import { chosenAt, type ColumnOption, columnOptionsOf } from '#/ui/components/reading/chosenOptions';
import { DelayedText, MissingWords, wholeNumber } from './DelayedInputs';
import classes from './import.module.css';
import type { TableState } from './importSession';
import { OptionRow } from './OptionRow';
import { guessAt, optionState } from './optionState';
import { optionTitles, senseWords } from '#/ui/components/reading/words';

const senseChoices = columnSenses.map((value) => ({ value, label: senseWords[value] }));

export function ColumnControls({
  table,
  column,
  onChange,
  onPutBack,
  onClose,
}: {
  table: TableState;
  column: string;
  onChange: (option: ColumnOption, value: unknown) => void;
  /** All of it. */
  onPutBack: () => void;
  onClose: () => void;
}) {
  const { options, shown, fresh, problem } = table;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onClose]);
  const preview = shown?.preview;
  const own = columnOptionsOf(options, column);
  const at = preview?.columns.findIndex(({ name }) => name === column) ?? -1;
  const as = own.as ?? preview?.reading.columns[at]?.as;
  const valueAt = (option: ColumnOption): unknown =>
    chosenAt(options, { option, column }) ?? guessAt({ option, column }, preview);
  const textAt = (option: ColumnOption): string | undefined => {
    const value = valueAt(option);
    return value === undefined ? undefined : String(value);
  };
  const row = (option: ColumnOption, control: ReactNode) => (
    <OptionRow
      title={optionTitles[option]}
      state={optionState({ option, column }, options, fresh, preview)}
      problem={problem?.at?.option === option && problem.at.column === column ? problem.error : undefined}
      onPutBack={() => onChange(option, undefined)}
    >
      {control}
    </OptionRow>
  );
  const titled = (option: ColumnOption) => `${optionTitles[option]} of ${column}`;
  return (
    <>
      <div className={classes.sideHead}>
        <h2 className="clip" title={column}>
          {column}
        </h2>
        {Object.keys(own).length > 0 && (
          <Button size="compact-xs" variant="subtle" onClick={onPutBack}>
            Put back
          </Button>
        )}
        <ActionIcon aria-label="Close, back to the whole file" onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      {row(
        'as',
        <ChoiceButtons
          label={titled('as')}
          choices={senseChoices}
          value={as}
          onChange={(value) => onChange('as', value)}
        />,
      )}
      {as === 'number' && (
        <>
          {row(
            'decimal',
            <ChoiceButtons
              label={titled('decimal')}
              choices={decimalChoices}
              value={textAt('decimal')}
              onChange={(value) => onChange('decimal', value)}
            />,
          )}
          {row(
            'thousands',
            <ChoiceButtons
              label={titled('thousands')}
              choices={thousandsChoices}
              value={textAt('thousands')}
              onChange={(value) => onChange('thousands', value)}
            />,
          )}
        </>
      )}
      {as === 'date' && (
        <>
          {row(
            'dateOrder',
            <ChoiceButtons
              label={titled('dateOrder')}
              choices={orderChoices}
              value={textAt('dateOrder')}
              autoLabel={valueAt('dateOrder') === undefined ? 'auto' : undefined}
              onChange={(value) => onChange('dateOrder', value)}
            />,
          )}
          {valueAt('pivot') !== undefined &&
            row(
              'pivot',
              <DelayedText
                label={titled('pivot')}
                fits={wholeNumber}
                value={textAt('pivot') ?? ''}
                onChange={(text) => onChange('pivot', Number(text))}
              />,
            )}
        </>
      )}
      {row(
        'missing',
        <MissingWords
          label={titled('missing')}
          value={(valueAt('missing') as string[] | undefined) ?? []}
          placeholder="Text that means missing, Enter"
          onChange={(words) => onChange('missing', words)}
        />,
      )}
    </>
  );
}
