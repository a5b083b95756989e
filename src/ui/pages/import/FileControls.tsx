/** How the file as a whole is read: every part a control, those hardly anyone needs behind "More". */
import { NativeSelect } from '@mantine/core';
import type { ReadOptions } from '#/core/reading/readOptions';
import { ChoiceButtons } from './ChoiceButtons';
import type { FileOption } from '#/ui/components/reading/chosenOptions';
import { DelayedText, MissingWords, wholeNumber } from './DelayedInputs';
import { controlsOf, type FileControl, valueOf } from './fileControls';
import classes from './import.module.css';
import type { TableState } from './importSession';
import { OptionRow } from './OptionRow';
import { optionState } from './optionState';
import { optionTitles, valueWords } from '#/ui/components/reading/words';

export function FileControls({
  table,
  onChange,
}: {
  table: TableState;
  onChange: (option: FileOption, value: unknown) => void;
}) {
  const { options, shown, fresh, problem } = table;
  const used: ReadOptions = shown?.preview.reading.options ?? fresh?.reading.options ?? textOptions;
  const preview = shown?.preview ?? fresh;
  const controls = controlsOf(used, options, preview?.details, preview?.isTyped);
  const row = (control: FileControl) => {
    const { option } = control;
    const title = optionTitles[option];
    const isHere = problem?.at?.option === option && problem.at.column === undefined;
    return (
      <OptionRow
        key={option}
        title={title}
        state={optionState({ option }, options, fresh, shown?.preview)}
        problem={isHere ? problem.error : undefined}
        onPutBack={() => onChange(option, undefined)}
      >
        <Control
          control={control}
          title={title}
          chosen={options[option]}
          used={used[option]}
          onChange={(value) => onChange(option, value)}
        />
      </OptionRow>
    );
  };
  const rare = controls.filter(({ isRare }) => isRare);
  const isRareSaid = rare.some(({ option }) => options[option] !== undefined);
  return (
    <>
      {preview?.isTyped && (
        <p className="quiet">
          The file says the types of its columns, so nothing is guessed. A click on a column changes how that
          one is read.
        </p>
      )}
      {controls.filter(({ isRare }) => !isRare).map(row)}
      {rare.length > 0 && (
        <details className={classes.more} open={isRareSaid || undefined}>
          <summary>More</summary>
          <div className={classes.options}>{rare.map(row)}</div>
        </details>
      )}
    </>
  );
}

/** Of a file that cannot be read yet: what may help most. */
const textOptions: ReadOptions = {
  delimiter: ',',
  headerRows: 1,
  decimal: '.',
  encoding: 'utf-8',
  skipLines: 0,
  quote: '"',
  escape: '',
  comment: '',
};

function Control({
  control: { option, by, choices = [], isOpen },
  title,
  chosen,
  used,
  onChange,
}: {
  control: FileControl;
  title: string;
  chosen: unknown;
  used: unknown;
  onChange: (value: unknown) => void;
}) {
  const value = chosen ?? (isOpen ? undefined : used);
  switch (by) {
    case 'list': {
      const names = choices.map((choice) => choice.value);
      const current = String(value ?? '');
      return (
        <NativeSelect
          aria-label={title}
          size="xs"
          data={names.includes(current) ? names : [current, ...names]}
          value={current}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    }
    case 'text':
      return <DelayedText label={title} value={String(value ?? '')} onChange={onChange} />;
    case 'count':
      return (
        <DelayedText
          label={title}
          fits={wholeNumber}
          value={String(value ?? 0)}
          onChange={(text) => onChange(Number(text))}
        />
      );
    case 'places':
      return (
        <DelayedText
          label={title}
          value={Array.isArray(value) ? value.join(', ') : ''}
          placeholder="0, 8, 20"
          fits={/^\d{1,6}(?:[\s,;]+\d{1,6})*$|^$/}
          onChange={(text) => onChange(text === '' ? undefined : text.split(/[\s,;]+/).map(Number))}
        />
      );
    case 'words':
      return (
        <MissingWords
          label={title}
          value={Array.isArray(value) ? value : []}
          placeholder="as each column shows; Enter adds"
          onChange={(words) => onChange(words.length > 0 ? words : undefined)}
        />
      );
    default:
      return (
        <ChoiceButtons
          label={title}
          choices={withOdd(option, choices, value)}
          value={value === undefined ? undefined : String(value)}
          autoLabel={isOpen ? 'auto' : undefined}
          takesOther={by === 'one'}
          onChange={(text) => onChange(text === undefined ? undefined : valueOf(option, text))}
        />
      );
  }
}

/** A value that is none of the usual ones stands beside them. */
function withOdd(option: FileOption, choices: NonNullable<FileControl['choices']>, value: unknown) {
  const text = value === undefined ? undefined : String(value);
  if (text === undefined || choices.some((choice) => choice.value === text)) return choices;
  return [...choices, { value: text, label: text, says: valueWords(option, value) }];
}
