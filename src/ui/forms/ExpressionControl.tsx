/** A program as a setting: text with the place of its first mistake, examples to begin from, what may be written. */
import { Button, Menu, Textarea } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { compileProgram } from '#/core/expression/compileProgram';
import { type LanguageName, languages } from '#/core/expression/language';
import { SourceError } from '#/core/expression/sourceError';
import classes from './ExpressionControl.module.css';
import { ExpressionHelp } from './ExpressionHelp';
import { GradientReport } from './GradientReport';

export function ExpressionControl({
  id,
  language,
  value,
  describedBy,
  onChange,
}: {
  id: string;
  language: LanguageName;
  value: string;
  describedBy?: string;
  onChange: (value: string) => void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const found = useMemo(() => reading(value, language), [value, language]);
  const { presets, value: judged } = languages[language];
  const wrong = found instanceof SourceError;
  const select = (from: number, to: number) => {
    area.current?.focus();
    area.current?.setSelectionRange(from, to);
  };
  return (
    <div className={classes.field}>
      <Textarea
        id={id}
        ref={area}
        value={value}
        autosize
        minRows={3}
        maxRows={16}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        classNames={{ input: classes.code }}
        error={wrong}
        aria-describedby={`${id}-state${describedBy ? ` ${describedBy}` : ''}`}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div id={`${id}-state`} role="status" className={classes.state}>
        {wrong ? (
          <Mistake source={value} error={found} onSelect={select} />
        ) : (
          <span className={classes.good}>
            <IconCheck size={15} aria-hidden="true" />
            {found}
          </span>
        )}
      </div>
      <div className={classes.actions}>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden="true" />}>
              Examples
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {presets.map(({ title, text }) => (
              <Menu.Item key={title} onClick={() => onChange(text)}>
                {title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {judged && <GradientReport key={value} value={judged} expression={value} disabled={wrong} />}
      </div>
      <ExpressionHelp language={language} />
    </div>
  );
}

/** What the studio understood, in a line; or the first mistake. */
function reading(source: string, language: LanguageName): string | SourceError {
  try {
    const { program, state } = compileProgram(source, language);
    const params = program.params.map(({ name, value }) => `${name} = ${value}`).join(', ');
    const gives =
      languages[language].gives === 'result'
        ? languages[language].elementwise
          ? 'One number for each value'
          : 'One number per row'
        : state.length > 0
          ? `Remembers ${state.join(', ')} for each weight`
          : 'Remembers nothing';
    return params ? `${gives}; params ${params}` : gives;
  } catch (thrown) {
    if (thrown instanceof SourceError) return thrown;
    throw thrown;
  }
}

/** The line as it is, its mistake marked; pressing it goes there. */
function Mistake({
  source,
  error,
  onSelect,
}: {
  source: string;
  error: SourceError;
  onSelect: (from: number, to: number) => void;
}) {
  const start = source.lastIndexOf('\n', error.at - 1) + 1;
  const end = source.indexOf('\n', error.at);
  const line = source.slice(start, end < 0 ? undefined : end);
  const length = /^(?:\w+|.)/u.exec(source.slice(error.at))?.[0].length ?? 0;
  const [from, to] = [error.at - start, error.at - start + length];
  return (
    <>
      <button
        type="button"
        className={classes.excerpt}
        aria-label={`Go to ${error.place ?? ''}`}
        onClick={() => onSelect(error.at, error.at + length)}
      >
        <span className={classes.place}>{error.place}</span>
        <code>
          {line.slice(0, from)}
          <mark className={classes.mark}>{line.slice(from, to) || ' '}</mark>
          {line.slice(to)}
        </code>
      </button>
      <span className={classes.bad}>{error.message}</span> {error.hint}
    </>
  );
}
