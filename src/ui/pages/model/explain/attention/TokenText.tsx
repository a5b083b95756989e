/** A text, its tokens the deeper the more they are looked at; the one that looks is chosen by a press. */
import type { CSSProperties } from 'react';
import { formatShare } from '#/ui/charts/formatNumber';
import type { LookProps } from './lookProps';
import classes from './attention.module.css';
import { depthOf } from './depthOf';

export function TokenText({ found, shares, looking, onLook }: LookProps) {
  const depth = depthOf(shares);
  return (
    <div className={classes.text} role="group" aria-label="Tokens of the text">
      {found.tokens.map((token, i) => (
        <button
          // oxlint-disable-next-line react/no-array-index-key -- a token is its place
          key={i}
          type="button"
          aria-pressed={looking === i}
          title={`${token.trim() || '␣'}: ${formatShare(shares[i] as number)}`}
          style={{ '--depth': depth(i) } as CSSProperties}
          onClick={() => onLook(looking === i ? undefined : i)}
        >
          {token.trim() || '␣'}
        </button>
      ))}
    </div>
  );
}
