/** Tokens as they follow each other, told apart by colour; what is unknown is struck through. */
import { unknownId } from '#/core/text/fittedTokenizer';
import type { ShownToken } from '#/core/text/textLook';
import { formatCount } from '#/ui/charts/formatNumber';
import classes from './text.module.css';

const mostShown = 600;
const hues = 4;

/** Blanks and line ends are seen. */
const visible = (text: string): string =>
  text.replaceAll(' ', '·').replaceAll('\n', '⏎').replaceAll('\r', '␍').replaceAll('\t', '⇥') || '∅';

export function TokenChips({ tokens, all = tokens.length }: { tokens: readonly ShownToken[]; all?: number }) {
  const shown = tokens.slice(0, mostShown);
  return (
    <div className={classes.chips} role="group" aria-label="Tokens">
      {shown.map(({ id, text }, place) => (
        <span
          // oxlint-disable-next-line react/no-array-index-key -- tokens have no other identity than their place
          key={place}
          className={classes.chip}
          data-hue={place % hues}
          data-unknown={id === unknownId || undefined}
          title={`${id === unknownId ? 'unknown token' : `token ${id}`}, at place ${place + 1}`}
        >
          {visible(text)}
        </span>
      ))}
      {all > shown.length && <span className="quiet">and {formatCount(all - shown.length)} more</span>}
    </div>
  );
}
