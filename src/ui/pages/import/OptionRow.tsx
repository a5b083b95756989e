/** A control with its name, whether its value is a guess, and the way back to it. */
import { IconRestore } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ErrorInfo } from '#/core/protocol/errors';
import classes from './import.module.css';

export interface OptionState {
  /** `open`: the file does not settle it; `said`: somebody did. */
  kind: 'guessed' | 'open' | 'said';
  /** The guess. */
  words?: string;
}

export function OptionRow({
  title,
  state,
  problem,
  onPutBack,
  children,
}: {
  title: string;
  state: OptionState;
  /** It contradicts the file. */
  problem?: ErrorInfo;
  onPutBack: () => void;
  children: ReactNode;
}) {
  const { kind, words } = state;
  return (
    <div className={classes.option} data-said={kind === 'said'}>
      <div className={classes.optionHead}>
        <span className={classes.optionTitle}>{title}</span>
        {kind === 'said' ? (
          <button
            type="button"
            className={classes.putBack}
            onClick={onPutBack}
            aria-label={`Put ${title.toLowerCase()} back${words ? ` to ${words}` : ''}`}
          >
            <IconRestore size={13} aria-hidden />
            {words ? `guessed: ${words}` : 'put back'}
          </button>
        ) : kind === 'open' ? (
          <span className={classes.unsure}>not sure{words ? `: ${words}` : ''}</span>
        ) : (
          words && <span className="quiet">guessed: {words}</span>
        )}
      </div>
      {children}
      {problem && (
        <p className={classes.problem} role="alert">
          {problem.message} {problem.hint && <span className="quiet">{problem.hint}</span>}
        </p>
      )}
    </div>
  );
}
